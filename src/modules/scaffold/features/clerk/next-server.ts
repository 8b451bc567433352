import type { ScaffoldConfig } from "../../schema";
import { publishableKey } from "./facts";

/** `src/proxy.ts`: Clerk reads the session of each request here. */
export function proxyModule(config: ScaffoldConfig): string {
  return `import { clerkMiddleware } from "@clerk/nextjs/server";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import { missingFor, readVariable } from "@/env";

const withClerk = clerkMiddleware(
  () => undefined,
  // Clerk reads CLERK_SECRET_KEY by itself; this key it would know only if the app was built with it.
  () => ({ publishableKey: readVariable("${publishableKey(config)}") }),
);

/** Without its keys Clerk answers every request with an error; the app serves, and sign-in is off. */
export function proxy(request: NextRequest, event: NextFetchEvent) {
  return missingFor("Sign-in").length > 0 ? NextResponse.next() : withClerk(request, event);
}

export const config = {
  /** Everything but files. */
  matcher: ["/((?!_next/|.*\\\\..*).*)"],
};
`;
}

/** `src/auth/clerk-boundary.tsx`: what Clerk's components stand in. */
export function nextBoundary(config: ScaffoldConfig): string {
  return `import { ClerkProvider } from "@clerk/nextjs";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { missingFor, readVariable } from "@/env";

/** Lets Clerk into the pages once its keys are set. */
export async function ClerkBoundary({ children }: { children: ReactNode }) {
  await connection();
  if (missingFor("Sign-in").length > 0) return children;
  return (
    <ClerkProvider
      publishableKey={readVariable("${publishableKey(config)}")}
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      telemetry={false}
    >
      {children}
    </ClerkProvider>
  );
}
`;
}

/** `src/auth/session.ts` on Next. */
export const nextSession = `import { auth, currentUser as fetchUser } from "@clerk/nextjs/server";
import { connection } from "next/server";
import { missingFor } from "@/env";

export interface User {
  id: string;
  name: string;
  email?: string;
}

/** Whether someone is signed in, from the request alone. */
export async function isSignedIn(): Promise<boolean> {
  await connection();
  return missingFor("Sign-in").length === 0 && (await auth()).userId !== null;
}

/** Who is signed in, if anyone. Ask this wherever access matters: a hidden link protects nothing. */
export async function currentUser(): Promise<User | undefined> {
  // Their name and address are asked of Clerk, over the network: only for people who are signed in.
  const user = (await isSignedIn()) ? await fetchUser() : null;
  if (user === null) return undefined;
  const email = user.primaryEmailAddress?.emailAddress;
  return { id: user.id, name: user.fullName ?? user.username ?? email ?? "Unnamed", email };
}
`;

/** `src/auth/account-menu.tsx` on Next. */
export const nextMenu = `import { ButtonLink } from "@/components/button";
import { isSignedIn } from "./session";

/** The right end of the header: the way to the account, or the way in. */
export async function AccountMenu() {
  const [href, label] = (await isSignedIn()) ? ["/account", "Account"] : ["/sign-in", "Sign in"];
  return (
    <ButtonLink href={href} tone="secondary">
      {label}
    </ButtonLink>
  );
}
`;
