import { and, asc, eq, isNotNull, isNull, ne } from "drizzle-orm";
import { recordAudit } from "@/server/audit";
import type { Ctx } from "@/server/context";
import { hashPassword, verifyPassword } from "@/server/crypto";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { type Kernel, systemCtx } from "@/server/kernel";
import { type RateLimit, rateLimiter } from "@/server/web/rate-limit";
import { Me, SetPassword, SignInWithPassword } from "./schema";
import { type OpenedSession, openSession } from "./sessions";
import { requireSession, requireUser } from "./subject";
import { membership, organization, session, signInLink, user } from "./tables";

const perAddress: RateLimit = { name: "password-ip", max: 20, windowSeconds: 15 * 60 };
const perAccount: RateLimit = { name: "password-account", max: 10, windowSeconds: 15 * 60 };

/** Creates the organization and its owner on the first start; later starts find them. Safe from several processes at once. */
export async function ensureOwner(kernel: Kernel): Promise<{ orgId: string; userId: string }> {
  const ctx = systemCtx(kernel, { orgId: firstIds.org });
  const existing = await findOwner(ctx);
  if (existing) return existing;
  await inTransaction(ctx, async (tx) => {
    const [created] = await tx.db
      .insert(organization)
      .values({ id: firstIds.org, name: "My apps" })
      .onConflictDoNothing()
      .returning({ id: organization.id });
    if (!created) return;
    await tx.db.insert(user).values({ id: firstIds.user, name: "Owner" });
    await tx.db.insert(membership).values({ orgId: firstIds.org, userId: firstIds.user, role: "owner" });
    await recordAudit(tx, { action: "identity.owner_created", targetKind: "user", targetId: firstIds.user });
  });
  const owner = await findOwner(ctx);
  if (!owner)
    throw new AppError("INTERNAL", "The owner account could not be created: the organization exists without an owner.");
  return owner;
}

/** Fixed, so that two processes starting on one empty database cannot create two owners. */
const firstIds = { org: "00000000-0000-7000-8000-000000000001", user: "00000000-0000-7000-8000-000000000002" };

/** The owner of the oldest organization. */
export async function findOwner(ctx: Pick<Ctx, "db">): Promise<{ orgId: string; userId: string } | undefined> {
  const [owner] = await ctx.db
    .select({ orgId: membership.orgId, userId: membership.userId })
    .from(membership)
    .where(eq(membership.role, "owner"))
    .orderBy(asc(membership.orgId), asc(membership.userId))
    .limit(1);
  return owner;
}

/** Who is signed in, in which organization and role. */
export async function getMe(ctx: Ctx): Promise<Me> {
  const userId = requireUser(ctx);
  const [found] = await ctx.db
    .select({
      name: user.name,
      email: user.email,
      hash: user.passwordHash,
      orgName: organization.name,
      role: membership.role,
    })
    .from(user)
    .innerJoin(membership, and(eq(membership.userId, user.id), eq(membership.orgId, ctx.orgId)))
    .innerJoin(organization, eq(organization.id, membership.orgId))
    .where(eq(user.id, userId));
  if (!found) throw new AppError("NOT_FOUND", "This account no longer exists.");
  const { hash, ...rest } = found;
  const via = ctx.actor.kind === "token" ? "token" : "session";
  return Me.parse({ ...rest, userId, orgId: ctx.orgId, hasPassword: hash !== null, via });
}

/** Sets e-mail and password, and ends every other session and unused link. CONFLICT when the address is taken. */
export async function setPassword(ctx: Ctx, input: unknown): Promise<void> {
  const { userId, sessionId } = requireSession(ctx);
  const { email, password, currentPassword } = SetPassword.parse(input);
  const [account] = await ctx.db.select({ hash: user.passwordHash }).from(user).where(eq(user.id, userId));
  if (account?.hash) await checkCurrentPassword(ctx, userId, account.hash, currentPassword);
  const passwordHash = await hashPassword(password);
  await inTransaction(ctx, async (tx) => {
    const [taken] = await tx.db
      .select({ id: user.id })
      .from(user)
      .where(and(eq(user.email, email), ne(user.id, userId)));
    if (taken) throw new AppError("CONFLICT", "Another account uses this e-mail address. Use a different one.");
    await tx.db.update(user).set({ email, passwordHash }).where(eq(user.id, userId));
    await tx.db
      .update(session)
      .set({ revokedAt: tx.now() })
      .where(and(eq(session.userId, userId), ne(session.id, sessionId), isNull(session.revokedAt)));
    await tx.db.delete(signInLink).where(and(eq(signInLink.userId, userId), isNull(signInLink.usedAt)));
    await recordAudit(tx, { action: "identity.password_set", targetKind: "user", targetId: userId });
  });
}

/** Opens a session for a correct pair, or undefined for a wrong one. LIMIT after too many attempts by address or account. */
export async function signInWithPassword(ctx: Ctx, input: unknown): Promise<OpenedSession | undefined> {
  rateLimiter.count(perAddress, ctx.origin.ip ?? "unknown", ctx.now());
  const parsed = SignInWithPassword.safeParse(input);
  if (!parsed.success) return undefined;
  const { email, password } = parsed.data;
  rateLimiter.count(perAccount, email, ctx.now());
  const [account] = await ctx.db
    .select({ id: user.id, hash: user.passwordHash })
    .from(user)
    .where(eq(user.email, email));
  // An unknown address costs as much time as a known one, so that the duration does not tell which exist.
  const isRight = await verifyPassword(password, account?.hash ?? (await decoyHash()));
  if (!account?.hash || !isRight) {
    ctx.log.warn({ ip: ctx.origin.ip }, "a sign-in with a wrong e-mail address or password was refused");
    return undefined;
  }
  rateLimiter.forget(perAccount, email);
  return openSession(ctx, account.id, "password");
}

/** Whether anybody can sign in with a password yet; the sign-in page shows the form only then. */
export async function hasPasswordSignIn(ctx: Pick<Ctx, "db">): Promise<boolean> {
  const found = await ctx.db.select({ id: user.id }).from(user).where(isNotNull(user.passwordHash)).limit(1);
  return found.length > 0;
}

async function checkCurrentPassword(ctx: Ctx, userId: string, hash: string, given: string | undefined): Promise<void> {
  rateLimiter.count(perAccount, userId, ctx.now());
  if (given === undefined || !(await verifyPassword(given, hash))) {
    throw new AppError("FORBIDDEN", "The current password is not right. Enter the one you sign in with now.", {
      details: [{ path: "currentPassword", message: "The current password is not right." }],
    });
  }
  rateLimiter.forget(perAccount, userId);
}

let decoy: Promise<string> | undefined;

function decoyHash(): Promise<string> {
  decoy ??= hashPassword("no account has this password");
  return decoy;
}

/** Names of the people of the organization, by their ids. */
export async function userNames(ctx: Pick<Ctx, "db" | "orgId">): Promise<Map<string, string>> {
  const rows = await ctx.db
    .select({ id: user.id, name: user.name })
    .from(user)
    .innerJoin(membership, eq(membership.userId, user.id))
    .where(eq(membership.orgId, ctx.orgId));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
