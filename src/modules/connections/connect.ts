import { and, eq } from "drizzle-orm";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { type CheckedToken, checkToken, describeTokenProblem, isTokenRefused } from "./check";
import { PlatformError } from "./http/platform-error";
import { platformFacts } from "./platforms";
import { type ConnectionRow, isSameAccount, nameOf, readRow, servesAccount, stored, toConnection } from "./rows";
import {
  type Account,
  type Connection,
  ConnectionPlatform,
  ConnectionRef,
  type ConnectionTest,
  type ConnectOutcome,
  ConnectPlatform,
  ReconnectPlatform,
} from "./schema";
import { openToken, sealToken } from "./seal";
import { markConnectionRefused, refuseTakenName } from "./service";
import { platformConnection } from "./tables";

type ConnectInput = ReturnType<typeof ConnectPlatform.parse>;

/**
 * Connects an account once its platform has accepted the token; a wrong one is told and nothing is stored. A token that
 * sees several teams is answered with them. An account that is connected already gets the new token.
 */
export async function connectPlatform(ctx: Ctx, input: unknown): Promise<ConnectOutcome> {
  requirePermission(ctx, "connection:write");
  const given = ConnectPlatform.parse(input);
  const { platform, token, teamId } = given;
  const id = ctx.newId();
  const checked = await checkToken(ctx, { platform, token, teamId: teamId ?? null, connectionId: id }).catch(
    (error: unknown) => {
      throw describeTokenProblem(error, platform);
    },
  );
  const choice = teamsToChoose(given, checked);
  if (choice) return choice;
  return inTransaction(ctx, async (tx) => {
    const others = await tx.db
      .select()
      .from(platformConnection)
      .where(and(eq(platformConnection.orgId, tx.orgId), eq(platformConnection.platform, platform)))
      .for("update");
    const known = others.find((row) => row.address === checked.address && isSameAccount(row.account, checked.account));
    if (known) return { outcome: "reconnected", connection: await replaceToken(tx, known, token, checked) };
    if (given.name !== undefined) await refuseTakenName(tx, { platform, name: given.name });
    const names = new Set(others.map(({ name }) => name));
    const name = given.name ?? freeName(nameOf(checked.account).slice(0, 50), names);
    return { outcome: "connected", connection: await insertConnection(tx, { id, platform, name, token }, checked) };
  });
}

/** Replaces the token of a connection by another one of the same account, and wakes what waits for it. */
export async function reconnectPlatform(ctx: Ctx, input: unknown): Promise<Connection> {
  requirePermission(ctx, "connection:write");
  const { id, token } = ReconnectPlatform.parse(input);
  const row = await readRow(ctx, id);
  const platform = ConnectionPlatform.parse(row.platform);
  const teamId = row.account.team?.id ?? null;
  const checked = await checkToken(ctx, { platform, token, teamId, connectionId: id }).catch((error: unknown) => {
    throw describeTokenProblem(error, platform);
  });
  if (!servesAccount(row.account, checked.account)) {
    const message = `This token belongs to ${nameOf(checked.account)}, and the connection needs one of ${nameOf(row.account)}. Use such a token, or connect this one separately.`;
    throw new AppError("CONFLICT", message, { details: [{ path: "token", message }] });
  }
  return inTransaction(ctx, async (tx) => replaceToken(tx, await readRow(tx, id, { lock: true }), token, checked));
}

/** Asks the platform whether it accepts the stored token. A refusal is an answer, and is kept on the connection. */
export async function testConnection(ctx: Ctx, input: unknown): Promise<ConnectionTest> {
  requirePermission(ctx, "connection:write");
  const { id } = ConnectionRef.parse(input);
  const row = await readRow(ctx, id);
  const platform = ConnectionPlatform.parse(row.platform);
  const { isMoved, host } = toConnection(ctx, row);
  const startedAt = performance.now();
  const answer = async (result: { ok: true } | { ok: false; isRefused: boolean; message: string }) => ({
    ...result,
    at: ctx.now().toISOString(),
    durationMs: Math.round(performance.now() - startedAt),
    connection: toConnection(ctx, await readRow(ctx, id)),
  });
  if (isMoved) {
    const message = `The token belongs to ${host}, and Berth now reaches ${platformFacts[platform].label} elsewhere. Reconnect the account.`;
    return answer({ ok: false, isRefused: true, message });
  }
  try {
    const teamId = row.account.team?.id ?? null;
    const token = openToken(ctx, row, row).unwrap();
    const { account } = await checkToken(ctx, { platform, token, teamId, connectionId: id });
    if (!servesAccount(row.account, account)) {
      await markConnectionRefused(ctx, id, row.tokenSetAt);
      const { label, teamName } = platformFacts[platform];
      const message = `${label} accepts the token, but it does not see the ${teamName} ${row.account.team?.name ?? ""} any more. Reconnect with one that does.`;
      return answer({ ok: false, isRefused: true, message });
    }
    await noteAccepted(ctx, row, account);
    return answer({ ok: true });
  } catch (error) {
    const problem = describeTokenProblem(error, platform);
    const isRefused = isTokenRefused(error);
    if (isRefused) await markConnectionRefused(ctx, id, row.tokenSetAt);
    const isInvalid = PlatformError.is(error) && error.kind === "AUTH_INVALID";
    return answer({ ok: false, isRefused, message: isInvalid ? noLonger(platform) : problem.message });
  }
}

function noLonger(platform: ConnectionPlatform): string {
  return `${platformFacts[platform].label} does not accept the token any more: it has expired or was revoked. Reconnect with a new one.`;
}

/** Where the token sees several teams and none was named, those; VALIDATION when the named one is not among them. */
function teamsToChoose({ platform, teamId }: ConnectInput, { account }: CheckedToken): ConnectOutcome | undefined {
  const teams = account.teams ?? [];
  if (teamId === undefined) {
    const isChoice = teams.length + (account.team ? 0 : 1) > 1;
    return isChoice ? { outcome: "choose-team", teams, own: account.team ? null : account.name } : undefined;
  }
  if ((account.team?.id ?? null) === teamId) return undefined;
  const { label, teamName } = platformFacts[platform];
  const message = `This token does not see that ${teamName} on ${label}. Choose another one.`;
  throw new AppError("VALIDATION", message, { details: [{ path: "teamId", message }] });
}

async function insertConnection(
  tx: Ctx,
  { id, platform, name, token }: { id: string; platform: ConnectionPlatform; name: string; token: string },
  { account, address, isEmulated }: CheckedToken,
): Promise<Connection> {
  const place = { id, orgId: tx.orgId, platform, address };
  const now = tx.now();
  const createdBy = tx.actor.kind === "system" ? "system" : tx.actor.userId;
  const [row] = await tx.db
    .insert(platformConnection)
    .values({
      ...place,
      name,
      account: stored(account),
      isEmulated,
      ...sealToken(tx, place, token),
      tokenSetAt: now,
      createdBy,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning();
  if (!row) throw new AppError("CONFLICT", `Somebody else connected ${name} just now. Reload the page to see it.`);
  await recordChange(tx, "connection.connected", row);
  return toConnection(tx, row);
}

async function replaceToken(
  tx: Ctx,
  row: ConnectionRow,
  token: string,
  { account, address, isEmulated }: CheckedToken,
): Promise<Connection> {
  const place = { id: row.id, orgId: row.orgId, platform: row.platform, address };
  const next: ConnectionRow = {
    ...row,
    ...place,
    account: renewed(row, account),
    state: "ok",
    isEmulated,
    ...sealToken(tx, place, token),
    tokenSetAt: after(tx, row.tokenSetAt),
  };
  await tx.db.update(platformConnection).set(next).where(eq(platformConnection.id, row.id));
  await recordChange(tx, "connection.reconnected", next);
  return toConnection(tx, next);
}

/** The platform accepted the token: what it says of it is kept, and a connection that was refused works again. */
async function noteAccepted(ctx: Ctx, row: ConnectionRow, account: Account): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const now = await readRow(tx, row.id, { lock: true });
    if (now.tokenSetAt.getTime() !== row.tokenSetAt.getTime()) return;
    await tx.db
      .update(platformConnection)
      .set({
        account: renewed(row, account),
        state: "ok",
        lastUsedAt: tx.now(),
        // The token that was refused is as good as a new one: what waits for one goes on.
        ...(now.state === "ok" ? {} : { tokenSetAt: after(tx, now.tokenSetAt) }),
      })
      .where(eq(platformConnection.id, row.id));
    if (now.state !== "ok") await recordChange(tx, "connection.accepted", now);
  });
}

/** Now, or a moment after a time: what waits for another token compares this, so it must never stay the same. */
function after(tx: Ctx, time: Date): Date {
  return new Date(Math.max(tx.now().getTime(), time.getTime() + 1));
}

/** What the platform says now, of the team the connection was made for. */
function renewed(row: ConnectionRow, account: Account): Account {
  return stored({ ...account, team: row.account.team === null ? null : account.team });
}

function recordChange(tx: Ctx, action: string, { id, platform, name, address, account }: ConnectionRow): Promise<void> {
  return recordAudit(tx, {
    action,
    targetKind: "connection",
    targetId: id,
    details: { platform, name, address, account: nameOf(account) },
  });
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!taken.has(name)) return name;
  }
}
