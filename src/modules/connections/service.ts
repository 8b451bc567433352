import { and, asc, eq, isNull, lt, or } from "drizzle-orm";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import type { ApiAccess } from "./http/call";
import { platformFacts } from "./platforms";
import { readRow, toConnection } from "./rows";
import { type Account, type Connection, ConnectionRef, ListConnections, RenameConnection } from "./schema";
import { openToken } from "./seal";
import { platformConnection } from "./tables";

/** A connection ready to be used by a client of its platform. */
export interface OpenConnection extends ApiAccess {
  name: string;
  account: Account;
  isEmulated: boolean;
  /** Changes when another token takes the place of this one. */
  tokenSetAt: Date;
}

/** Last use is written down at most this often. */
const useEveryMs = 60_000;

/** Every connection of the organization, oldest first within its platform. */
export async function listConnections(ctx: Ctx, input?: unknown): Promise<Connection[]> {
  requirePermission(ctx, "connection:read");
  const { platform } = ListConnections.parse(input);
  const rows = await ctx.db
    .select()
    .from(platformConnection)
    .where(
      and(
        eq(platformConnection.orgId, ctx.orgId),
        platform === undefined ? undefined : eq(platformConnection.platform, platform),
      ),
    )
    .orderBy(asc(platformConnection.platform), asc(platformConnection.createdAt), asc(platformConnection.id));
  return rows.map((row) => toConnection(ctx, row));
}

/**
 * Opens a connection for a verb that has checked its own permission, and notes its use. Throws NOT_FOUND, and
 * PRECONDITION where the platform's API is at another address than the one that accepted the token.
 */
export async function openConnection(ctx: Ctx, id: string): Promise<OpenConnection> {
  requirePermission(ctx, "connection:read");
  const row = await readRow(ctx, id);
  const { platform, isMoved } = toConnection(ctx, row);
  if (isMoved) {
    throw new AppError(
      "PRECONDITION",
      `The token of ${row.name} was accepted by ${row.address}, and Berth now reaches ${platformFacts[platform].label} elsewhere. It is sent to no other address: reconnect the account.`,
      { details: { reconnect: row.id } },
    );
  }
  const token = openToken(ctx, row, row);
  await noteConnectionUsed(ctx, row);
  return {
    platform,
    connectionId: row.id,
    address: row.address,
    token,
    teamId: row.account.team?.id ?? null,
    fetch: ctx.fetch,
    now: ctx.now,
    name: row.name,
    account: row.account,
    isEmulated: row.isEmulated,
    tokenSetAt: row.tokenSetAt,
  };
}

/** Gives a connection another name. CONFLICT when the platform has one of that name. */
export async function renameConnection(ctx: Ctx, input: unknown): Promise<Connection> {
  requirePermission(ctx, "connection:write");
  const { id, name } = RenameConnection.parse(input);
  return inTransaction(ctx, async (tx) => {
    const row = await readRow(tx, id, { lock: true });
    if (row.name === name) return toConnection(tx, row);
    await refuseTakenName(tx, { platform: row.platform, name });
    await tx.db.update(platformConnection).set({ name }).where(eq(platformConnection.id, id));
    await recordAudit(tx, {
      action: "connection.renamed",
      targetKind: "connection",
      targetId: id,
      details: { platform: row.platform, from: row.name, to: name },
    });
    return toConnection(tx, { ...row, name });
  });
}

/** Forgets an account and its token. What was deployed with it goes on, without Berth. */
export async function disconnectPlatform(ctx: Ctx, input: unknown): Promise<void> {
  requirePermission(ctx, "connection:write");
  const { id } = ConnectionRef.parse(input);
  await inTransaction(ctx, async (tx) => {
    const { platform, name } = await readRow(tx, id, { lock: true });
    await tx.db.delete(platformConnection).where(eq(platformConnection.id, id));
    await recordAudit(tx, {
      action: "connection.disconnected",
      targetKind: "connection",
      targetId: id,
      details: { platform, name },
    });
  });
}

/** Notes that the platform did not accept the token. With `tokenSetAt`, only if no other token took its place meanwhile. */
export async function markConnectionRefused(ctx: Ctx, id: string, tokenSetAt?: Date): Promise<void> {
  requirePermission(ctx, "connection:read");
  await inTransaction(ctx, async (tx) => {
    const row = await readRow(tx, id, { lock: true });
    const isReplaced = tokenSetAt !== undefined && tokenSetAt.getTime() !== row.tokenSetAt.getTime();
    if (row.state === "refused" || isReplaced) return;
    await tx.db.update(platformConnection).set({ state: "refused" }).where(eq(platformConnection.id, id));
    await recordAudit(tx, {
      action: "connection.refused",
      targetKind: "connection",
      targetId: id,
      details: { platform: row.platform, name: row.name },
    });
  });
}

/** Notes the use of a connection, at most once a minute. */
async function noteConnectionUsed(ctx: Ctx, row: { id: string; lastUsedAt: Date | null }): Promise<void> {
  const now = ctx.now();
  const before = new Date(now.getTime() - useEveryMs);
  if (row.lastUsedAt && row.lastUsedAt >= before) return;
  await ctx.db
    .update(platformConnection)
    .set({ lastUsedAt: now })
    .where(
      and(
        eq(platformConnection.id, row.id),
        or(isNull(platformConnection.lastUsedAt), lt(platformConnection.lastUsedAt, before)),
      ),
    );
}

/** Throws CONFLICT when a connection of that platform has the name. */
export async function refuseTakenName(tx: Ctx, { platform, name }: { platform: string; name: string }): Promise<void> {
  const [taken] = await tx.db
    .select({ id: platformConnection.id })
    .from(platformConnection)
    .where(
      and(
        eq(platformConnection.orgId, tx.orgId),
        eq(platformConnection.platform, platform),
        eq(platformConnection.name, name),
      ),
    );
  if (!taken) return;
  const message = `There is another connection named ${name}. Choose a different name.`;
  throw new AppError("CONFLICT", message, { details: [{ path: "name", message }] });
}
