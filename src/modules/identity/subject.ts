import { and, asc, eq, gt, isNull } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { permissionsOf } from "./roles";
import { membership, session, user } from "./tables";

type Reader = Pick<Ctx, "db">;

/** The person behind a ctx. Verbs about one's own account ask for this instead of a permission. */
export function requireUser(ctx: Ctx): string {
  if (ctx.actor.kind === "system")
    throw new AppError("FORBIDDEN", "This concerns one person's account, and nobody is signed in.");
  return ctx.actor.userId;
}

/** Like requireUser, for what a token must not do: a stolen one could otherwise make itself permanent. */
export function requireSession(ctx: Ctx): { userId: string; sessionId: string } {
  if (ctx.actor.kind === "user") return ctx.actor;
  throw new AppError(
    "FORBIDDEN",
    "This needs a signed-in browser; an API token is not enough. Open Berth and do it there.",
  );
}

/** The organization a person acts in and their role there: the oldest membership. */
export async function findMembership(
  ctx: Reader,
  userId: string,
): Promise<{ orgId: string; role: string } | undefined> {
  const [found] = await ctx.db
    .select({ orgId: membership.orgId, role: membership.role })
    .from(membership)
    .where(eq(membership.userId, userId))
    .orderBy(asc(membership.orgId))
    .limit(1);
  return found;
}

/** The ctx of a person who has just proved who they are, in the organization they belong to. */
export async function becomeUser(ctx: Ctx, userId: string, sessionId: string): Promise<Ctx> {
  const found = await findMembership(ctx, userId);
  if (!found) throw new AppError("FORBIDDEN", "This account belongs to no organization any more.");
  const actor = { kind: "user", userId, sessionId } as const;
  return { ...ctx, actor, orgId: found.orgId, permissions: permissionsOf(found.role) };
}

/** The live session of this id with its person's role, or undefined when it ended, expired or was revoked. */
export async function findLiveSession(ctx: Reader, sessionId: string, now: Date) {
  const [found] = await ctx.db
    .select({ userId: session.userId, orgId: membership.orgId, role: membership.role })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .innerJoin(membership, eq(membership.userId, session.userId))
    .where(and(eq(session.id, sessionId), isNull(session.revokedAt), gt(session.expiresAt, now)))
    .orderBy(asc(membership.orgId))
    .limit(1);
  return found;
}
