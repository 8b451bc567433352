import { and, desc, eq, gt, isNull, lt, or } from "drizzle-orm";
import { recordAudit } from "@/server/audit";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import type { SessionSummary } from "./schema";
import { becomeUser, findLiveSession, requireUser } from "./subject";
import { apiToken, session, signInLink } from "./tables";

/** How long a session lasts; the row and the cookie end together. */
export const sessionSeconds = 30 * 24 * 60 * 60;

export interface OpenedSession {
  userId: string;
  sessionId: string;
}

/** Opens a session for somebody who has just proved who they are. */
export function openSession(ctx: Ctx, userId: string, how: "link" | "password"): Promise<OpenedSession> {
  return inTransaction(ctx, async (tx) => {
    const sessionId = tx.newId();
    await tx.db.insert(session).values({
      id: sessionId,
      userId,
      ip: tx.origin.ip ?? null,
      userAgent: tx.origin.userAgent?.slice(0, 400) ?? null,
      createdAt: tx.now(),
      expiresAt: new Date(tx.now().getTime() + sessionSeconds * 1000),
    });
    const asUser = await becomeUser(tx, userId, sessionId);
    await recordAudit(asUser, {
      action: "identity.signed_in",
      targetKind: "session",
      targetId: sessionId,
      details: { how },
    });
    return { userId, sessionId };
  });
}

/** Live sessions of the person, newest first. */
export async function listSessions(ctx: Ctx): Promise<SessionSummary[]> {
  const userId = requireUser(ctx);
  const current = ctx.actor.kind === "user" ? ctx.actor.sessionId : undefined;
  const rows = await ctx.db
    .select()
    .from(session)
    .where(and(eq(session.userId, userId), isNull(session.revokedAt), gt(session.expiresAt, ctx.now())))
    .orderBy(desc(session.createdAt))
    .limit(200);
  return rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === current,
    userAgent: row.userAgent,
    ip: row.ip,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
}

/** Ends every session of the person, this one too, and makes unused sign-in links void. API tokens stay. */
export async function signOutEverywhere(ctx: Ctx): Promise<{ ended: number }> {
  const userId = requireUser(ctx);
  return inTransaction(ctx, async (tx) => {
    const ended = await tx.db
      .update(session)
      .set({ revokedAt: tx.now() })
      .where(and(eq(session.userId, userId), isNull(session.revokedAt)))
      .returning({ id: session.id });
    await tx.db.delete(signInLink).where(and(eq(signInLink.userId, userId), isNull(signInLink.usedAt)));
    await recordAudit(tx, {
      action: "identity.signed_out_everywhere",
      targetKind: "user",
      targetId: userId,
      details: { sessions: ended.length },
    });
    return { ended: ended.length };
  });
}

/** Ends what this request signed in with: its session, or the token it carries. */
export async function signOut(ctx: Ctx): Promise<void> {
  requireUser(ctx);
  const { actor } = ctx;
  await inTransaction(ctx, async (tx) => {
    if (actor.kind === "user") {
      await tx.db.update(session).set({ revokedAt: tx.now() }).where(eq(session.id, actor.sessionId));
      await recordAudit(tx, { action: "identity.signed_out", targetKind: "session", targetId: actor.sessionId });
    } else if (actor.kind === "token") {
      await tx.db.update(apiToken).set({ revokedAt: tx.now() }).where(eq(apiToken.id, actor.tokenId));
      await recordAudit(tx, { action: "identity.token_revoked", targetKind: "token", targetId: actor.tokenId });
    }
  });
}

/** Forgets sessions a day after they ended. */
export async function pruneSessions(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const before = new Date(ctx.now().getTime() - 86_400_000);
  await ctx.db.delete(session).where(or(lt(session.expiresAt, before), lt(session.revokedAt, before)));
}

/** Whether the session a cookie names has neither ended nor been revoked. */
export async function isLiveSession(ctx: Pick<Ctx, "db" | "now">, sessionId: string): Promise<boolean> {
  return (await findLiveSession(ctx, sessionId, ctx.now())) !== undefined;
}

/** Ends the session a signed cookie names; nothing happens when it has ended already. */
export async function endSession(ctx: Ctx, sessionId: string): Promise<void> {
  const live = await findLiveSession(ctx, sessionId, ctx.now());
  if (live) await signOut(await becomeUser(ctx, live.userId, sessionId));
}
