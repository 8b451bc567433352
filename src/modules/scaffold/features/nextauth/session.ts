import type { ScaffoldConfig } from "../../schema";

/** Generated code of the sessions: the Auth.js set-up, who is signed in, and the actions of the forms. */
export function authModule({ authProviders }: ScaffoldConfig): string {
  const credentials = authProviders.includes("credentials");
  const github = authProviders.includes("github");
  const imports = [
    `import NextAuth, { ${credentials ? "CredentialsSignin, " : ""}type NextAuthResult } from "next-auth";`,
    credentials && `import Credentials from "next-auth/providers/credentials";`,
    github && `import GitHub from "next-auth/providers/github";`,
    `import { ${github ? "missingFor, " : ""}readVariable } from "@/env";`,
    credentials && `import { findUser } from "./users";`,
  ].filter((line) => line !== false);
  const password = "Credentials({ credentials: { email: {}, password: {} }, authorize: findUser })";
  const gitHub = `    ...(isGitHubReady()
      ? [GitHub({ clientId: readVariable("AUTH_GITHUB_ID"), clientSecret: readVariable("AUTH_GITHUB_SECRET") })]
      : []),`;
  const providers = github ? `\n${credentials ? `    ${password},\n` : ""}${gitHub}\n  ` : password;
  const ready = github
    ? `
/** GitHub sign-in is off until both of its keys are set. */
export function isGitHubReady(): boolean {
  return missingFor("GitHub sign-in").length === 0;
}
`
    : "";
  return `${imports.join("\n")}

/** Built for each request, because the environment must not be read while the app is built. */
const result: NextAuthResult = NextAuth(() => ({
  secret: readVariable("AUTH_SECRET"),
  // The app runs behind a proxy that sets Host; with AUTH_URL set, that address counts instead.
  trustHost: true,
  session: { strategy: "jwt" },
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [${providers}],
${credentials ? quietRefusals : ""}}));

export const { auth, handlers, signIn, signOut } = result;
${ready}`;
}

const quietRefusals = `  logger: {
    error(error) {
      // A wrong password is an answer, not a fault.
      if (!(error instanceof CredentialsSignin)) console.error(error);
    },
  },
`;

export const sessionModule = `import { connection } from "next/server";
import { missingFor } from "@/env";
import { auth } from "./auth";

export interface CurrentUser {
  name: string;
  email: string | undefined;
  image: string | undefined;
}

/** Who is signed in, if anyone. Ask this wherever access matters: a hidden link protects nothing. */
export async function currentUser(): Promise<CurrentUser | undefined> {
  await connection();
  if (missingFor("Sign-in").length > 0) return undefined;
  const user = (await auth())?.user;
  if (user === undefined) return undefined;
  const email = user.email ?? undefined;
  return { name: user.name ?? email ?? "Unnamed", email, image: user.image ?? undefined };
}

/** Only a path of this app; anything else would let a link send people elsewhere after signing in. */
export function safePath(path: unknown): string {
  return typeof path === "string" && /^\\/(?![\\/\\\\])/.test(path) ? path : "/account";
}
`;

export function actionsModule({ authProviders }: ScaffoldConfig): string {
  const credentials = authProviders.includes("credentials");
  const github = authProviders.includes("github");
  const imports = [
    credentials && `import { AuthError } from "next-auth";`,
    `import { ${github ? "isGitHubReady, " : ""}signIn, signOut } from "./auth";`,
    `import { safePath } from "./session";`,
    credentials && `import { Credentials, createUser, NewUser } from "./users";`,
  ].filter((line) => line !== false);
  return `"use server";

${imports.join("\n")}
${credentials ? credentialActions : ""}${github ? githubAction : ""}
export async function leave(): Promise<void> {
  await signOut({ redirectTo: "/" });
}
`;
}

const credentialActions = `
export interface AuthFormState {
  /** Shown above the form. */
  message?: string;
  /** Shown beside the field of that name. */
  errors?: Partial<Record<"name" | "email" | "password", string>>;
  /** What was typed, so that a refused form is not empty; never the password. */
  name?: string;
  email?: string;
}

export async function signInWithPassword(_previous: AuthFormState, form: FormData): Promise<AuthFormState> {
  const parsed = Credentials.safeParse(Object.fromEntries(form));
  const email = textOf(form, "email");
  if (!parsed.success) return { message: "Write your e-mail address and your password.", email };
  return enter(parsed.data, form, email);
}

export async function signUp(_previous: AuthFormState, form: FormData): Promise<AuthFormState> {
  const typed = { name: textOf(form, "name"), email: textOf(form, "email") };
  const parsed = NewUser.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const errors = Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
    return { errors, ...typed };
  }
  if ((await createUser(parsed.data)) === undefined) {
    return { errors: { email: "This address has an account already. Sign in instead." }, ...typed };
  }
  return enter(parsed.data, form, typed.email);
}

/** On success this does not return: Auth.js redirects by throwing. */
async function enter(
  { email, password }: { email: string; password: string },
  form: FormData,
  typed: string,
): Promise<AuthFormState> {
  try {
    await signIn("credentials", { email, password, redirectTo: safePath(form.get("callbackUrl")) });
    return {};
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    const isRefused = error.type === "CredentialsSignin";
    const message = isRefused
      ? "That e-mail address and password do not belong together."
      : "Sign-in does not work at the moment; the server log has the reason.";
    return { message, email: typed };
  }
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
`;

const githubAction = `
export async function signInWithGitHub(form: FormData): Promise<void> {
  if (!isGitHubReady()) return;
  await signIn("github", { redirectTo: safePath(form.get("callbackUrl")) });
}
`;

export const authRoute = `import { handlers } from "@/auth/auth";

export const { GET, POST } = handlers;
`;
