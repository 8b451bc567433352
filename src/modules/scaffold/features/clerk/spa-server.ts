import { appUrlVariable, publicVariableRead } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";
import { publishableKey } from "./facts";

/** `src/auth/clerk-boundary.tsx`: what Clerk's components stand in. */
export const spaBoundary = `import { ClerkProvider } from "@clerk/react";
import type { ReactNode } from "react";
import { publishableKey } from "./publishable-key";

/** Lets Clerk into the pages once its key is set. */
export function ClerkBoundary({ children }: { children: ReactNode }) {
  if (publishableKey === undefined) return children;
  return (
    <ClerkProvider publishableKey={publishableKey} signInUrl="/sign-in" signUpUrl="/sign-up" telemetry={false}>
      {children}
    </ClerkProvider>
  );
}
`;

/** `src/auth/publishable-key.ts`: the key as the pages know it. */
export function publishableKeyModule(config: ScaffoldConfig): string {
  return `/** Put in when the app is built; undefined when the variable was not set then. */
export const publishableKey: string | undefined = ${publicVariableRead(config, "CLERK_PUBLISHABLE_KEY")} || undefined;
`;
}

/** `src/auth/session.ts` where the server is handed the request. */
export function spaSession(config: ScaffoldConfig): string {
  return `import { createClerkClient } from "@clerk/backend";
import { missingFor, readVariable, requireVariable } from "@/env";

export interface User {
  id: string;
  name: string;
  email?: string;
}

/** Who is signed in, if anyone. Ask this wherever access matters: a hidden link protects nothing. */
export async function currentUser(request: Request): Promise<User | undefined> {
  if (missingFor("Sign-in").length > 0) return undefined;
  const clerk = createClerkClient({
    publishableKey: requireVariable("${publishableKey(config)}"),
    secretKey: requireVariable("CLERK_SECRET_KEY"),
    telemetry: { disabled: true },
  });
  const appUrl = readVariable("${appUrlVariable(config)}");
  // A token made for another site of the same domain must not count here.
  const authorizedParties = appUrl !== undefined && URL.canParse(appUrl) ? [new URL(appUrl).origin] : undefined;
  const { userId } = (await clerk.authenticateRequest(request, { authorizedParties })).toAuth() ?? {};
  if (typeof userId !== "string") return undefined;
  const user = await clerk.users.getUser(userId);
  const email = user.primaryEmailAddress?.emailAddress;
  return { id: user.id, name: user.fullName ?? user.username ?? email ?? "Unnamed", email };
}
`;
}

/** `src/auth/http.ts`. */
export const accountEndpointModule = `import { refuse } from "@/http";
import { currentUser } from "./session";

/** Who is signed in, for the pages that only they may see. */
export async function getAccount(request: Request): Promise<Response> {
  const user = await currentUser(request);
  if (user === undefined) return refuse(401, "Sign in first.");
  return Response.json({ user }, { headers: { "cache-control": "no-store" } });
}
`;

/** `src/auth/account-menu.tsx`. */
export const spaMenu = `import { useUser } from "@clerk/react";
import { ButtonLink } from "@/components/button";
import { publishableKey } from "./publishable-key";

/** The right end of the header: the way to the account, or the way in. */
export function AccountMenu() {
  return publishableKey === undefined ? <SignInLink /> : <UserMenu />;
}

function UserMenu() {
  const { isLoaded, isSignedIn } = useUser();
  if (!isLoaded || !isSignedIn) return <SignInLink />;
  return (
    <ButtonLink href="/account" tone="secondary">
      Account
    </ButtonLink>
  );
}

function SignInLink() {
  return (
    <ButtonLink href="/sign-in" tone="secondary">
      Sign in
    </ButtonLink>
  );
}
`;
