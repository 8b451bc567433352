import type { TemplateFile } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";

/** `src/auth/user-store.ts` with this content, where Auth.js keeps accounts with passwords in the project's database. */
export function userStore({ auth, authProviders }: ScaffoldConfig, content: string): TemplateFile[] {
  if (auth !== "nextauth" || !authProviders.includes("credentials")) return [];
  return [{ path: "src/auth/user-store.ts", content }];
}

/** What every such store begins with, after its imports. */
export const userTypes = `interface NewUser {
  name: string;
  /** Lower case. */
  email: string;
  passwordHash: string;
}

interface StoredUser extends NewUser {
  id: string;
}
`;
