import { hasRateLimit } from "../../engine/access";
import type { ScaffoldConfig } from "../../schema";
import { providerLabels, type SocialProvider, socialOf } from "../accounts-ui/options";

/** Generated code of the sessions: the Auth.js set-up, who is signed in, and the actions of the forms. */
export function authModule(config: ScaffoldConfig): string {
  const credentials = config.authProviders.includes("credentials");
  const social = socialOf(config);
  const imports = [
    `import NextAuth, { ${credentials ? "CredentialsSignin, " : ""}type NextAuthResult } from "next-auth";`,
    credentials && `import Credentials from "next-auth/providers/credentials";`,
    ...social.map((provider) => `import ${constructors[provider]} from "next-auth/providers/${provider}";`),
    `import { ${social.length > 0 ? "missingFor, " : ""}readVariable } from "@/env";`,
    credentials && `import { findUser } from "./users";`,
  ].filter((line) => line !== false);
  const password = "Credentials({ credentials: { email: {}, password: {} }, authorize: findUser })";
  const entries = [...(credentials ? [`    ${password},\n`] : []), ...social.map(socialEntry)];
  const providers = social.length > 0 ? `\n${entries.join("")}  ` : password;
  return `${imports.join("\n")}

/** Built for each request, because the environment must not be read while the app is built. */
const result: NextAuthResult = NextAuth(() => ({
  secret: readVariable("AUTH_SECRET"),
  // The app runs behind a proxy that sets Host; with AUTH_URL set, that address counts instead.
  trustHost: true,
  session: { strategy: "jwt" },
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [${providers}],
  callbacks: {
${social.length > 0 ? stableId : ""}    session({ session, token }) {
      session.user.id = token.sub ?? "";
      return session;
    },
  },
${credentials ? quietRefusals : ""}}));

export const { auth, handlers, signIn, signOut } = result;
${social.length > 0 ? readiness(social) : ""}`;
}

const constructors: Record<SocialProvider, string> = { github: "GitHub", google: "Google" };

function socialEntry(provider: SocialProvider): string {
  const prefix = `AUTH_${provider.toUpperCase()}`;
  return `    ...(isReady("${provider}")
      ? [${constructors[provider]}({ clientId: readVariable("${prefix}_ID"), clientSecret: readVariable("${prefix}_SECRET") })]
      : []),
`;
}

const stableId = `    jwt({ token, account }) {
      // Auth.js keeps no accounts here and would give someone from a provider another id at each sign-in.
      if (account && account.provider !== "credentials") token.sub = account.provider + ":" + account.providerAccountId;
      return token;
    },
`;

function readiness(providers: readonly SocialProvider[]): string {
  const features = providers.map((provider) => `${provider}: "${providerLabels[provider]} sign-in"`).join(", ");
  return `
const features = { ${features} };

export type Provider = keyof typeof features;

/** The variables a provider waits for; it is off until they are set. */
export function missingOf(provider: Provider): string[] {
  return missingFor(features[provider]);
}

export function isReady(provider: Provider): boolean {
  return missingOf(provider).length === 0;
}
`;
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

export interface User {
  id: string;
  name: string;
  email?: string;
}

/** Who is signed in, if anyone. Ask this wherever access matters: a hidden link protects nothing. */
export async function currentUser(): Promise<User | undefined> {
  await connection();
  if (missingFor("Sign-in").length > 0) return undefined;
  const user = (await auth())?.user;
  if (user?.id === undefined) return undefined;
  const email = user.email ?? undefined;
  return { id: user.id, name: user.name ?? email ?? "Unnamed", email };
}
`;

export function actionsModule(config: ScaffoldConfig): string {
  const credentials = config.authProviders.includes("credentials");
  const social = socialOf(config).length > 0;
  const isLimited = credentials && hasRateLimit(config);
  const imports = [
    isLimited && `import { headers } from "next/headers";`,
    credentials && `import { AuthError } from "next-auth";`,
    isLimited && `import { checkRateLimit } from "@/cache/rate-limit";`,
    `import { ${social ? "isReady, type Provider, " : ""}signIn, signOut } from "./auth";`,
    `import { safePath } from "./safe-path";`,
    credentials && `import { Credentials, createUser, NewUser${isLimited ? ", TooManyAttempts" : ""} } from "./users";`,
  ].filter((line) => line !== false);
  return `"use server";

${imports.join("\n")}
${credentials ? credentialActions(isLimited) : ""}${social ? socialAction : ""}
export async function leave(): Promise<void> {
  await signOut({ redirectTo: "/" });
}
`;
}

function credentialActions(isLimited: boolean): string {
  return `
${isLimited ? `const tooManyAttempts = "Too many attempts. Wait a minute, then try again.";\n\n` : ""}export interface AuthFormState {
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
${isLimited ? limitSignUp : ""}  if ((await createUser(parsed.data)) === undefined) {
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
${isLimited ? limitSignIn : ""}    const isRefused = error.type === "CredentialsSignin";
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
}

const limitSignUp = `  const limit = await checkRateLimit("sign-up", { headers: await headers() });
  if (!limit.isAllowed) return { message: tooManyAttempts, ...typed };
`;

const limitSignIn = `    if (error instanceof TooManyAttempts) return { message: tooManyAttempts, email: typed };
`;

const socialAction = `
export async function signInWith(provider: Provider, form: FormData): Promise<void> {
  if (!isReady(provider)) return;
  await signIn(provider, { redirectTo: safePath(form.get("callbackUrl")) });
}
`;

export const authRoute = `import { handlers } from "@/auth/auth";

export const { GET, POST } = handlers;
`;
