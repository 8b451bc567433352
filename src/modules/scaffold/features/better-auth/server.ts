import type { DatabaseOption, ScaffoldConfig } from "../../schema";
import { providerLabels, type SocialProvider, socialOf } from "../accounts-ui/options";

/** How Better Auth reaches the database of the project. */
interface Storage {
  imports: string[];
  /** The value of `database`; `db` is what getDatabase() gives. */
  adapter: string;
  /** Whether ids are UUIDs, as in the project's other tables; a document database makes its own. */
  hasUuids: boolean;
}

const schemaImport = `import * as schema from "@/db/schema";`;

const storages: Partial<Record<DatabaseOption, Storage>> = {
  "drizzle-postgres": {
    imports: [`import { drizzleAdapter } from "better-auth/adapters/drizzle";`, schemaImport],
    adapter: `drizzleAdapter(db, { provider: "pg", schema, usePlural: true, transaction: true })`,
    hasUuids: true,
  },
  "drizzle-sqlite": {
    imports: [`import { drizzleAdapter } from "better-auth/adapters/drizzle";`, schemaImport],
    adapter: `drizzleAdapter(db, { provider: "sqlite", schema, usePlural: true })`,
    hasUuids: true,
  },
  "prisma-postgres": {
    imports: [`import { prismaAdapter } from "better-auth/adapters/prisma";`],
    adapter: `prismaAdapter(db, { provider: "postgresql", transaction: true })`,
    hasUuids: true,
  },
  mongodb: {
    imports: [`import { mongodbAdapter } from "better-auth/adapters/mongodb";`],
    adapter: `mongodbAdapter(db, { usePlural: true })`,
    hasUuids: false,
  },
  mongoose: {
    imports: [`import { mongodbAdapter } from "better-auth/adapters/mongodb";`],
    adapter: `mongodbAdapter(db, { usePlural: true })`,
    hasUuids: false,
  },
};

/** `src/auth/auth.ts`: the ways to sign in, over the project's database. */
export function authModule(config: ScaffoldConfig): string {
  const { authProviders, database } = config;
  const storage = storages[database];
  if (storage === undefined) throw new Error(`Better Auth cannot keep its users in ${database}.`);
  const social = socialOf(config);
  const imports = [
    ...storage.imports.filter((line) => !line.includes("@/")),
    `import { betterAuth } from "better-auth/minimal";`,
    `import { getDatabase } from "@/db/client";`,
    ...storage.imports.filter((line) => line.includes("@/")),
    `import { ${social.length > 0 ? "missingFor, " : ""}readVariable, requireVariable } from "@/env";`,
  ];
  return `${imports.join("\n")}

export type Auth = Awaited<ReturnType<typeof openAuth>>;

/** One instance for all bundles of the server, outside the modules that development reloads. */
const shared = globalThis as { betterAuth?: Promise<Auth> };

/** Better Auth, opened with the database on first use. A failure is not remembered: the next call tries again. */
export function getAuth(): Promise<Auth> {
  shared.betterAuth ??= openAuth().catch((error: unknown) => {
    shared.betterAuth = undefined;
    throw error;
  });
  return shared.betterAuth;
}

async function openAuth() {
  const db = await getDatabase();
  return betterAuth({
    database: ${storage.adapter},
    secret: requireVariable("BETTER_AUTH_SECRET"),
    baseURL: readVariable("BETTER_AUTH_URL"),
    trustedOrigins: (request) => [ownOrigin(request)],
${authProviders.includes("credentials") ? credentialOptions : ""}${social.length > 0 ? socialOptions(social) : ""}${authProviders.includes("credentials") ? rateLimit : ""}    advanced: {
      useSecureCookies: readVariable("BETTER_AUTH_URL")?.startsWith("https:") ?? false,
${storage.hasUuids ? `      database: { generateId: "uuid" },\n` : ""}    },
    // A wrong password is an answer, not a fault: it stays out of the log.
    logger: { level: "error" },
    telemetry: { enabled: false },
  });
}

/** A page of the app names, as its origin, the host its request goes to; behind a proxy no other address is known. */
function ownOrigin(request: Request | undefined): string | undefined {
  const origin = request?.headers.get("origin") ?? "";
  return URL.canParse(origin) && new URL(origin).host === request?.headers.get("host") ? origin : undefined;
}
`;
}

const credentialOptions = `    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128 },
`;

const rateLimit = `    // Counted in memory and by the address a proxy names: twenty tries a minute.
    rateLimit: {
      enabled: true,
      customRules: { "/sign-in/email": { window: 60, max: 20 }, "/sign-up/email": { window: 60, max: 20 } },
    },
`;

function socialOptions(providers: readonly SocialProvider[]): string {
  const entries = providers.map((provider) => {
    const prefix = provider.toUpperCase();
    return `      ${provider}: {
        enabled: missingFor("${providerLabels[provider]} sign-in").length === 0,
        clientId: readVariable("${prefix}_CLIENT_ID") ?? "",
        clientSecret: readVariable("${prefix}_CLIENT_SECRET"),
      },
`;
  });
  return `    socialProviders: {\n${entries.join("")}    },\n`;
}

/** `src/auth/session.ts`: who is signed in. */
export function sessionModule({ framework }: ScaffoldConfig): string {
  const isNext = framework === "next";
  const imports = [
    `import { getSessionCookie } from "better-auth/cookies";`,
    isNext && `import { headers as readHeaders } from "next/headers";`,
    `import { missingFor } from "@/env";`,
    `import { getAuth } from "./auth";`,
  ].filter((line) => line !== false);
  const signature = isNext ? "currentUser()" : "currentUser({ headers }: Request)";
  return `${imports.join("\n")}

export interface User {
  id: string;
  name: string;
  email?: string;
}

/** Who is signed in, if anyone. Ask this wherever access matters: a hidden link protects nothing. */
export async function ${signature}: Promise<User | undefined> {
${isNext ? "  const headers = await readHeaders();\n" : ""}  if (getSessionCookie(headers) === null || missingFor("Sign-in").length > 0) return undefined;
  const auth = await getAuth();
  const session = await auth.api.getSession({ headers });
  if (session === null) return undefined;
  const { id, name, email } = session.user;
  return { id, name, email };
}
`;
}

/** `src/auth/handler.ts`: the endpoints of Better Auth itself. */
export const handlerModule = `import { missingFor } from "@/env";
import { refuse } from "@/http";
import { getAuth } from "./auth";

/** Every address under /api/auth: sign-up, sign-in, sign-out and the way back from a provider. */
export async function answerAuth(request: Request): Promise<Response> {
  const missing = [...missingFor("Sign-in"), ...missingFor("Database")];
  if (missing.length > 0) return refuse(503, "Sign-in is off until " + missing.join(" and ") + " is set.");
  const auth = await getAuth();
  return auth.handler(request);
}
`;

/** `src/auth/auth-client.ts`: what the pages call. */
export function clientModule(config: ScaffoldConfig): string {
  const credentials = config.authProviders.includes("credentials");
  const social = socialOf(config);
  return `import { createAuthClient } from "better-auth/client";

const client = createAuthClient();
${credentials ? credentialCalls : ""}${social.length > 0 ? socialCall(social) : ""}
export async function signOut(): Promise<void> {
  const { error } = await client.signOut();
  if (error !== null) throw new Error(error.message ?? "Signing out did not work. Try again.");
}
`;
}

const credentialCalls = `
/** Why an attempt was refused, and beside which field that belongs. */
export interface Refusal {
  message: string;
  field?: "name" | "email" | "password";
}

export async function signIn(credentials: { email: string; password: string }): Promise<Refusal | undefined> {
  const { error } = await client.signIn.email(credentials);
  return error === null ? undefined : refusalOf(error);
}

export async function signUp(account: { name: string; email: string; password: string }): Promise<Refusal | undefined> {
  const { error } = await client.signUp.email(account);
  return error === null ? undefined : refusalOf(error);
}

const refusals: Partial<Record<string, Refusal>> = {
  INVALID_EMAIL: { field: "email", message: "Write an e-mail address, such as ada@example.com." },
  INVALID_EMAIL_OR_PASSWORD: { message: "That e-mail address and password do not belong together." },
  PASSWORD_TOO_SHORT: { field: "password", message: "Use at least 10 characters." },
  PASSWORD_TOO_LONG: { field: "password", message: "Use at most 128 characters." },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    field: "email",
    message: "This address has an account already. Sign in instead.",
  },
};

function refusalOf({ code = "", status }: { code?: string; status: number }): Refusal {
  if (status === 429) return { message: "Too many attempts. Wait a minute, then try again." };
  return refusals[code] ?? { message: "Sign-in does not work at the moment; the server log has the reason." };
}
`;

function socialCall(providers: readonly string[]): string {
  const union = providers.map((provider) => `"${provider}"`).join(" | ");
  return `
export type Provider = ${union};

/** Leaves for the provider, which sends the person back to \`target\`. */
export async function signInWith(provider: Provider, target: string): Promise<void> {
  const { error } = await client.signIn.social({ provider, callbackURL: target, errorCallbackURL: "/sign-in" });
  if (error !== null) window.location.assign("/sign-in?error=" + encodeURIComponent(error.code ?? "unknown"));
}
`;
}

/** `src/auth/providers.ts`: which other sites people cannot come through yet. */
export function providersModule(config: ScaffoldConfig): string {
  const entries = socialOf(config).map((provider) => `  ${provider}: "${providerLabels[provider]} sign-in",\n`);
  return `import { missingFor } from "@/env";

const features = {
${entries.join("")}};

/** Each provider that is off, and why. */
export function providersOff(): Record<string, string> {
  const reasons = Object.entries(features).map(([provider, feature]) => [provider, reasonOf(missingFor(feature))]);
  return Object.fromEntries(reasons.filter(([, reason]) => reason !== undefined));
}

function reasonOf(missing: string[]): string | undefined {
  if (missing.length === 0) return undefined;
  return "Off until " + missing.join(" and ") + (missing.length === 1 ? " is" : " are") + " set.";
}
`;
}
