import type { ScaffoldConfig } from "../../schema";
import { socialOf } from "./options";

/** `src/auth/safe-path.ts`: where a person may be sent after signing in; for the server and the browser. */
export function safePathModule({ framework }: ScaffoldConfig): string {
  return `/** Only a path of this app; anything else would let a link send people elsewhere after signing in. */
export function safePath(path: unknown): string {
  return typeof path === "string" && /^\\/(?![\\/\\\\])[!-~]*$/.test(path) ? path : "${framework === "hono" ? "/" : "/account"}";
}
`;
}

/** `src/auth/use-query.ts`. */
export const useQueryModule = `import { useSyncExternalStore } from "react";

/** A value from the query of the page's address; undefined while the page is rendered on the server. */
export function useQuery(name: string): string | undefined {
  return useSyncExternalStore(
    keepStill,
    () => new URLSearchParams(window.location.search).get(name) ?? undefined,
    () => undefined,
  );
}

/** The address does not change while one of these pages is open. */
const keepStill = () => () => undefined;
`;

/** `src/auth/sign-in-state.ts`: what the pages know of the session. */
export function stateModule(config: ScaffoldConfig): string {
  const social = socialOf(config).length > 0;
  return `import { useEffect, useState } from "react";
import { z } from "zod";
import { callApi } from "@/api";

const SignInState = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string().optional() }).optional(),
${social ? "  /** Why a provider cannot be used, for those that are off. */\n  providersOff: z.record(z.string(), z.string()),\n" : ""}});
export type SignInState = z.output<typeof SignInState>;

let asked: Promise<SignInState> | undefined;

/** Asked once per page load: signing in and out both load a page anew. */
function askSignInState(): Promise<SignInState> {
  asked ??= callApi(SignInState, "/api/sign-in").catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
}

/** Who is signed in; undefined until the server has answered. */
export function useSignInState(): SignInState | undefined {
  const [state, setState] = useState<SignInState>();
  useEffect(() => {
    askSignInState().then(setState, console.error);
  }, []);
  return state;
}

/** People who are signed in have nothing to do on the pages of sign-in. */
export function useLeaveWhenSignedIn(target: string): void {
  const isSignedIn = useSignInState()?.user !== undefined;
  useEffect(() => {
    if (isSignedIn) window.location.replace(target);
  }, [isSignedIn, target]);
}
`;
}
