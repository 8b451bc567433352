import * as z from "zod";

/** The accounts Berth can be connected to. GitHub carries code to the platforms that take no upload. */
export const ConnectionPlatform = z.enum(["vercel", "railway", "render", "github"]);
export type ConnectionPlatform = z.infer<typeof ConnectionPlatform>;

/** `refused`: the platform did not accept the token when it was last used. */
export const ConnectionState = z.enum(["ok", "refused"]);
export type ConnectionState = z.infer<typeof ConnectionState>;

/** A team, workspace or owner, whatever the platform calls what things are created in. */
export const Team = z.object({ id: z.string(), name: z.string() });
export type Team = z.infer<typeof Team>;

/** What the platform says of a token: whose it is, and what it may do. */
export const Account = z.object({
  id: z.string(),
  name: z.string(),
  /** The team, workspace or owner everything is created in; null for the account itself. */
  team: Team.nullable(),
  /** Every team the token sees, for the choice among them. Only in the answer of a token check, never stored. */
  teams: z.array(Team).optional(),
  /** As the platform names them; empty where it does not tell. */
  scopes: z.array(z.string()),
  /** ISO time, where the platform tells. */
  expiresAt: z.string().nullable(),
});
export type Account = z.infer<typeof Account>;

/** A connection without its token. Times are ISO strings in UTC. */
export const Connection = z.object({
  id: z.string(),
  platform: ConnectionPlatform,
  name: z.string(),
  account: Account,
  state: ConnectionState,
  /** Berth was set to another address of the platform's API since; the token is not sent there. */
  isMoved: z.boolean(),
  /** Host of the API the token was accepted by. */
  host: z.string(),
  /** Made with a local stand-in of the platform. */
  emulated: z.boolean(),
  lastUsedAt: z.string().nullable(),
  tokenSetAt: z.string(),
  createdAt: z.string(),
});
export type Connection = z.infer<typeof Connection>;

const Token = z
  .string()
  .trim()
  .min(1, "Paste the token.")
  .max(1000, "This is longer than any token. Paste the token alone.")
  // Sent in a header, which takes nothing else.
  .regex(/^[\x21-\x7e]*$/, "A token has no spaces or line breaks. Paste it whole and alone.");

const ConnectionName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[^\p{Cc}]*$/u, "A name is one line of text.");

const Id = z.string().max(64);

export const ConnectPlatform = z.strictObject({
  platform: ConnectionPlatform,
  token: Token,
  /** Left out, the connection is called after its team or account. */
  name: ConnectionName.optional(),
  /** The team to create things in; null for the account itself. Left out where there is no choice. */
  teamId: z.string().max(200).nullable().optional(),
});
export type ConnectPlatform = z.input<typeof ConnectPlatform>;

/** `choose-team`: nothing is stored yet; connect again with one of these, or with null where `own` is an account. */
export const ConnectOutcome = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.enum(["connected", "reconnected"]), connection: Connection }),
  z.object({ outcome: z.literal("choose-team"), teams: z.array(Team), own: z.string().nullable() }),
]);
export type ConnectOutcome = z.infer<typeof ConnectOutcome>;

export const ConnectionRef = z.strictObject({ id: Id });
export type ConnectionRef = z.infer<typeof ConnectionRef>;

export const ReconnectPlatform = ConnectionRef.extend({ token: Token });
export type ReconnectPlatform = z.input<typeof ReconnectPlatform>;

export const RenameConnection = ConnectionRef.extend({ name: ConnectionName });
export type RenameConnection = z.input<typeof RenameConnection>;

export const ListConnections = z.strictObject({ platform: ConnectionPlatform.optional() }).prefault({});
export type ListConnections = z.input<typeof ListConnections>;

/** Times in milliseconds; `at` is when the platform answered. */
export const ConnectionTest = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), at: z.string(), durationMs: z.number(), connection: Connection }),
  z.object({
    ok: z.literal(false),
    at: z.string(),
    durationMs: z.number(),
    /** The token itself was not accepted: another one helps. */
    isRefused: z.boolean(),
    message: z.string(),
    connection: Connection,
  }),
]);
export type ConnectionTest = z.infer<typeof ConnectionTest>;

/** How a platform is connected. */
export const ConnectOption = z.object({
  platform: ConnectionPlatform,
  label: z.string(),
  purpose: z.string(),
  /** What its token is called there, and the page on which it is made. */
  tokenName: z.string(),
  tokenPage: z.string(),
  steps: z.string(),
  /** What things are created in, as the platform calls it. */
  teamName: z.string(),
  scopes: z.array(z.object({ name: z.string(), why: z.string(), isRequired: z.boolean() })),
  /** Host of the API the token is sent to. */
  host: z.string(),
  /** Page of Berth that leads through the platform's own consent; null where that is not set up. */
  oauthHref: z.string().nullable(),
});
export type ConnectOption = z.infer<typeof ConnectOption>;

export const ConnectOptions = z.object({ canWrite: z.boolean(), options: z.array(ConnectOption) });
export type ConnectOptions = z.infer<typeof ConnectOptions>;
