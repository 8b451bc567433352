import { and, eq } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { apiAddress } from "./addresses";
import { type Account, type Connection, ConnectionPlatform, ConnectionState } from "./schema";
import { platformConnection } from "./tables";

export type ConnectionRow = typeof platformConnection.$inferSelect;

/** A connection of the organization. Throws NOT_FOUND. */
export async function readRow(ctx: Ctx, id: string, options: { lock?: boolean } = {}): Promise<ConnectionRow> {
  const query = ctx.db
    .select()
    .from(platformConnection)
    .where(and(eq(platformConnection.id, id), eq(platformConnection.orgId, ctx.orgId)));
  const [row] = await (options.lock ? query.for("update") : query);
  if (!row) throw new AppError("NOT_FOUND", "There is no such connection any more. Connect the account again.");
  return row;
}

/** What is shown of a row; its token never leaves the server. */
export function toConnection(ctx: Ctx, row: ConnectionRow): Connection {
  const platform = ConnectionPlatform.parse(row.platform);
  return {
    id: row.id,
    platform,
    name: row.name,
    account: row.account,
    state: ConnectionState.parse(row.state),
    isMoved: row.address !== apiAddress(ctx.apis, platform),
    host: new URL(row.address).host,
    emulated: row.isEmulated,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    tokenSetAt: row.tokenSetAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

/** An account as it is stored. */
export function stored({ id, name, team, scopes, expiresAt }: Account): Account {
  return { id, name, team, scopes, expiresAt };
}

/** Two tokens of one account, for one team, at one address. */
export function isSameAccount(one: Account, other: Account): boolean {
  return one.id === other.id && (one.team?.id ?? null) === (other.team?.id ?? null);
}

/** Whether a token of the second account serves a connection of the first: the same person, who still sees its team. */
export function servesAccount(connected: Account, other: Account): boolean {
  return connected.team === null ? connected.id === other.id : isSameAccount(connected, other);
}

/** An account as people name it: "Acme (ada)" or "ada". */
export function nameOf({ name, team }: Account): string {
  return team && team.name !== name ? `${team.name} (${name})` : name;
}
