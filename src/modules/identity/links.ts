import { and, eq, gt, isNull, lt } from "drizzle-orm";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { hashToken, randomToken } from "@/server/crypto";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { type RateLimit, rateLimiter } from "@/server/web/rate-limit";
import { findOwner } from "./accounts";
import { isMachineToken } from "./machine-token";
import { type OpenedSession, openSession } from "./sessions";
import { signInLink } from "./tables";

const linkMinutes = 15;
const perAddress: RateLimit = { name: "link-ip", max: 30, windowSeconds: 15 * 60 };

export type LinkState = "ready" | "used" | "expired" | "unknown";

/** A single-use sign-in link of 15 minutes for the caller, or for the owner when Berth itself asks. */
export async function createSignInLink(ctx: Ctx, baseUrl: string): Promise<string> {
  requirePermission(ctx, "identity:manage");
  const userId = ctx.actor.kind === "system" ? (await findOwner(ctx))?.userId : ctx.actor.userId;
  if (!userId) throw new AppError("PRECONDITION", "There is no owner account yet. Start Berth once to create it.");
  const token = randomToken("link");
  await inTransaction(ctx, async (tx) => {
    const now = tx.now();
    await tx.db.insert(signInLink).values({
      tokenHash: hashToken(token),
      userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + linkMinutes * 60_000),
    });
    await recordAudit(tx, { action: "identity.link_created", targetKind: "user", targetId: userId });
  });
  return `${baseUrl}/sign-in/link?token=${token}`;
}

/** For berth open on the embedded default: only the token in BERTH_HOME/cli.json, the owner's own, gets a link. */
export async function createMachineLink(ctx: Ctx, baseUrl: string): Promise<string> {
  if (!(await isMachineToken(ctx))) {
    throw new AppError(
      "FORBIDDEN",
      "Sign-in links are made on the machine Berth runs on. Run berth open --print there.",
    );
  }
  return createSignInLink(ctx, baseUrl);
}

/** What a link is worth now, without using it. */
export async function describeLink(ctx: Pick<Ctx, "db" | "now">, token: string): Promise<LinkState> {
  const [link] = await ctx.db
    .select()
    .from(signInLink)
    .where(eq(signInLink.tokenHash, hashToken(token)));
  if (!link) return "unknown";
  if (link.usedAt) return "used";
  return link.expiresAt > ctx.now() ? "ready" : "expired";
}

/** Uses up the link and opens a session; of two attempts at the same time one gets it. LIMIT after too many attempts. */
export async function signInWithLink(ctx: Ctx, token: string): Promise<OpenedSession | Exclude<LinkState, "ready">> {
  const address = ctx.origin.ip ?? "unknown";
  rateLimiter.count(perAddress, address, ctx.now());
  const opened = await inTransaction(ctx, async (tx) => {
    const [link] = await tx.db
      .update(signInLink)
      .set({ usedAt: tx.now() })
      .where(
        and(eq(signInLink.tokenHash, hashToken(token)), isNull(signInLink.usedAt), gt(signInLink.expiresAt, tx.now())),
      )
      .returning({ userId: signInLink.userId });
    return link && openSession(tx, link.userId, "link");
  });
  if (opened) {
    rateLimiter.forget(perAddress, address);
    return opened;
  }
  const state = await describeLink(ctx, token);
  return state === "ready" ? "unknown" : state;
}

/** Forgets links a day after they ended; until then the page can say why one no longer works. */
export async function pruneLinks(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  await ctx.db.delete(signInLink).where(lt(signInLink.expiresAt, new Date(ctx.now().getTime() - 86_400_000)));
}
