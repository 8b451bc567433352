import type { ScaffoldConfig } from "./schema";
import {
  AiProvider,
  AiTemplate,
  AuthOption,
  AuthProvider,
  DatabaseOption,
  Extra,
  Framework,
  PackageManager,
} from "./schema";

/** The fields a person chooses from, with every value in catalog order. */
export const fieldValues = {
  framework: Framework.options,
  database: DatabaseOption.options,
  auth: AuthOption.options,
  authProviders: AuthProvider.options,
  aiTemplate: AiTemplate.options,
  aiProvider: AiProvider.options,
  extras: Extra.options,
  packageManager: PackageManager.options,
} as const;

export type ConfigField = keyof typeof fieldValues;

/** Holds when every named field has, or for a list contains, one of the values. */
type Condition = { readonly [F in ConfigField]?: readonly (typeof fieldValues)[F][number][] };

export type ConfigChange = Partial<Omit<ScaffoldConfig, "name">>;

/** A change, or how to make one; `wanted` is the value a person tried to choose. */
type Change = ConfigChange | ((config: ScaffoldConfig, wanted?: string) => ConfigChange);

export interface Fix {
  readonly label: string;
  readonly set: Change;
}

/** One line of the table that the wizard, the API, the CLI and the tests all read. */
export interface Rule {
  readonly id: string;
  /** The field a message about this rule is shown at. */
  readonly field: ConfigField;
  readonly when: Condition;
  readonly forbids?: Condition;
  readonly requires?: Condition;
  /** The change that repairs the configuration without asking. */
  readonly implies?: Change;
  readonly reason: string;
  readonly fix: Fix;
  /** What enables an option of this field when the rule disables it; `fix` where not given. */
  readonly enables?: { readonly [F in ConfigField]?: Fix };
}

/** Databases in which an app can keep users of its own. */
const ownUsers = ["drizzle-postgres", "prisma-postgres", "drizzle-sqlite", "mongodb", "mongoose"] as const;

const withoutExtra = (config: ScaffoldConfig, removed: Extra): Extra[] =>
  config.extras.filter((extra) => extra !== removed);

/** Every rule of the catalog. */
export const rules: readonly Rule[] = [
  {
    id: "nextauth-needs-next",
    field: "auth",
    when: { auth: ["nextauth"] },
    requires: { framework: ["next"] },
    implies: { auth: "better-auth" },
    reason: "Auth.js is built into Next.js here; its other adapters are third-party or experimental.",
    fix: { label: "Choose Better Auth instead (auth: better-auth)", set: { auth: "better-auth" } },
    enables: { auth: { label: "Choose Next.js (framework: next)", set: { framework: "next" } } },
  },
  {
    id: "clerk-needs-react",
    field: "auth",
    when: { auth: ["clerk"] },
    requires: { framework: ["next", "vite-react"] },
    implies: { auth: "better-auth" },
    reason: "Clerk signs people in with React components that wrap the whole app; this framework has no such place.",
    fix: { label: "Choose Better Auth instead (auth: better-auth)", set: { auth: "better-auth" } },
    enables: { auth: { label: "Choose Next.js (framework: next)", set: { framework: "next" } } },
  },
  {
    id: "auth-providers-need-auth",
    field: "authProviders",
    when: { auth: ["none"] },
    forbids: { authProviders: ["credentials", "github", "google"] },
    implies: { authProviders: [] },
    reason: "A sign-in method does nothing while sign-in is off.",
    fix: {
      label: "Choose Better Auth (auth: better-auth)",
      set: { auth: "better-auth" },
    },
  },
  {
    id: "clerk-manages-providers",
    field: "authProviders",
    when: { auth: ["clerk"] },
    forbids: { authProviders: ["credentials", "github", "google"] },
    implies: { authProviders: [] },
    reason: "With Clerk the sign-in methods are switched on in its dashboard, not in the code.",
    fix: { label: "Leave the methods to Clerk (authProviders: none)", set: { authProviders: [] } },
    enables: {
      authProviders: { label: "Choose Better Auth instead (auth: better-auth)", set: { auth: "better-auth" } },
    },
  },
  {
    id: "auth-needs-provider",
    field: "authProviders",
    when: { auth: ["nextauth", "better-auth", "supabase"] },
    requires: { authProviders: ["credentials", "github", "google"] },
    implies: { authProviders: ["credentials"] },
    reason: "Sign-in needs at least one way to sign in.",
    fix: { label: "Add e-mail and password (authProviders: credentials)", set: { authProviders: ["credentials"] } },
    enables: {
      authProviders: {
        label: "Choose GitHub first (authProviders: github)",
        set: ({ authProviders }) => ({
          authProviders: [...new Set([...authProviders, "credentials", "github"] as const)],
        }),
      },
    },
  },
  {
    id: "better-auth-needs-database",
    field: "database",
    when: { auth: ["better-auth"] },
    requires: { database: ownUsers },
    implies: { database: "drizzle-postgres" },
    reason: "Better Auth keeps its users and sessions in tables of the app's own database.",
    fix: {
      label: "Choose PostgreSQL with Drizzle (database: drizzle-postgres)",
      set: { database: "drizzle-postgres" },
    },
    enables: {
      database: { label: "Choose Supabase sign-in (auth: supabase)", set: { auth: "supabase" } },
    },
  },
  {
    id: "credentials-need-database",
    field: "database",
    when: { auth: ["nextauth"], authProviders: ["credentials"] },
    requires: { database: ownUsers },
    implies: { database: "drizzle-postgres" },
    reason: "E-mail and password sign-in keeps its users in a table.",
    fix: {
      label: "Choose PostgreSQL with Drizzle (database: drizzle-postgres)",
      set: { database: "drizzle-postgres" },
    },
    enables: {
      database: { label: "Sign in with GitHub alone (authProviders: github)", set: { authProviders: ["github"] } },
    },
  },
  {
    id: "supabase-knows-its-own-users",
    field: "database",
    when: { database: ["supabase"], auth: ["nextauth"] },
    forbids: { auth: ["nextauth"] },
    implies: { auth: "supabase" },
    reason:
      "Row policies of Supabase trust its own sign-in; with another one every row would be open to the server alone.",
    fix: { label: "Choose Supabase sign-in (auth: supabase)", set: { auth: "supabase" } },
    enables: {
      auth: {
        label: "Choose PostgreSQL with Drizzle (database: drizzle-postgres)",
        set: { database: "drizzle-postgres" },
      },
    },
  },
  {
    id: "one-redis",
    field: "extras",
    when: { extras: ["redis"] },
    forbids: { extras: ["upstash"] },
    reason: "Redis and Upstash do the same work; a project keeps its cache and its limits in one of them.",
    implies: (config) => ({ extras: withoutExtra(config, "upstash") }),
    fix: { label: "Keep Redis alone", set: (config) => ({ extras: withoutExtra(config, "upstash") }) },
    enables: {
      extras: {
        label: "Switch to this one",
        set: (config, wanted) => ({ extras: withoutExtra(config, wanted === "upstash" ? "redis" : "upstash") }),
      },
    },
  },
];

/** The change itself, worked out for this configuration. */
export function changeFor(change: Change, config: ScaffoldConfig, wanted?: string): ConfigChange {
  return typeof change === "function" ? change(config, wanted) : { ...change };
}
