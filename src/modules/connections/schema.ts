import * as z from "zod";

/** The accounts Berth can be connected to. GitHub carries code to the platforms that take no upload. */
export const ConnectionPlatform = z.enum(["vercel", "railway", "render", "github"]);
export type ConnectionPlatform = z.infer<typeof ConnectionPlatform>;

/** `refused`: the platform did not accept the token when it was last used. */
export const ConnectionState = z.enum(["ok", "refused"]);
export type ConnectionState = z.infer<typeof ConnectionState>;

/** What the platform says of a token: whose it is, and what it may do. */
export const Account = z.object({
  id: z.string(),
  name: z.string(),
  /** The team, workspace or owner everything is created in; null for the account itself. */
  team: z.object({ id: z.string(), name: z.string() }).nullable(),
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
  /** Made with a local stand-in of the platform. */
  emulated: z.boolean(),
  lastUsedAt: z.string().nullable(),
  tokenSetAt: z.string(),
  createdAt: z.string(),
});
export type Connection = z.infer<typeof Connection>;
