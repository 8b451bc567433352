import { and, desc, eq, gt, isNull, lt, ne, or } from "drizzle-orm";
import { recordAudit } from "@/server/audit";
import type { Ctx } from "@/server/context";
import { hashToken, randomToken } from "@/server/crypto";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { CreateToken, type TokenPurpose, TokenSummary } from "./schema";
import { requireUser } from "./subject";
import { apiToken, membership } from "./tables";

const dayMs = 86_400_000;
const maxTokens = 200;

/** Live tokens of the person in this organization, newest first. */
export async function listTokens(ctx: Ctx): Promise<TokenSummary[]> {
  const userId = requireUser(ctx);
  const rows = await ctx.db
    .select()
    .from(apiToken)
    .where(and(eq(apiToken.userId, userId), eq(apiToken.orgId, ctx.orgId), isLive(ctx.now())))
    .orderBy(desc(apiToken.createdAt));
  return rows.map((row) =>
    TokenSummary.parse({
      id: row.id,
      name: row.name,
      purpose: row.purpose,
      hint: row.hint,
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      expiresAt: row.expiresAt?.toISOString() ?? null,
    }),
  );
}

/** Makes an API token. The token itself is in this answer only: at rest there is its SHA-256. */
export async function createToken(ctx: Ctx, input: unknown): Promise<{ id: string; token: string }> {
  const userId = requireUser(ctx);
  const { name, expiresInDays } = CreateToken.parse(input);
  return inTransaction(ctx, async (tx) => {
    const expiresAt = expiresInDays === null ? null : new Date(tx.now().getTime() + expiresInDays * dayMs);
    const limit = await expiryOfCaller(tx);
    if (limit && (!expiresAt || expiresAt > limit)) {
      throw new AppError(
        "FORBIDDEN",
        `A token cannot make one that outlives it. Choose an expiry before ${limit.toISOString()}.`,
      );
    }
    if ((await listTokens(tx)).length >= maxTokens) {
      throw new AppError("LIMIT", `There are ${maxTokens} tokens already. Revoke those you no longer use.`);
    }
    return insertToken(tx, { userId, orgId: tx.orgId, name, purpose: "api", expiresAt });
  });
}

/** Revokes a token of the person, at once. NOT_FOUND for any other. */
export async function revokeToken(ctx: Ctx, tokenId: string): Promise<void> {
  const userId = requireUser(ctx);
  await inTransaction(ctx, async (tx) => {
    const [revoked] = await tx.db
      .update(apiToken)
      .set({ revokedAt: tx.now() })
      .where(
        and(
          eq(apiToken.id, tokenId),
          eq(apiToken.userId, userId),
          eq(apiToken.orgId, tx.orgId),
          ne(apiToken.purpose, "machine"),
          isNull(apiToken.revokedAt),
        ),
      )
      .returning({ id: apiToken.id });
    if (!revoked) throw new AppError("NOT_FOUND", "There is no such token to revoke. berth token list shows yours.");
    await recordAudit(tx, { action: "identity.token_revoked", targetKind: "token", targetId: tokenId });
  });
}

/** Writes a new token row with its audit entry; the caller has checked who it is for. */
export async function insertToken(
  tx: Ctx,
  values: { userId: string; orgId: string; name: string; purpose: TokenPurpose; expiresAt: Date | null },
): Promise<{ id: string; token: string }> {
  const token = randomToken("berth");
  const id = tx.newId();
  const hint = token.slice(0, "berth_".length + 4);
  await tx.db.insert(apiToken).values({ ...values, id, hint, tokenHash: hashToken(token), createdAt: tx.now() });
  await recordAudit(tx, {
    action: "identity.token_created",
    targetKind: "token",
    targetId: id,
    details: { name: values.name, purpose: values.purpose, expiresAt: values.expiresAt?.toISOString() ?? null },
  });
  return { id, token };
}

/** The live token with its person's organization and role, or undefined; notes its use at most once a minute. */
export async function findLiveToken(ctx: Pick<Ctx, "db">, token: string, now: Date) {
  const [found] = await ctx.db
    .select({
      tokenId: apiToken.id,
      userId: apiToken.userId,
      orgId: apiToken.orgId,
      role: membership.role,
      purpose: apiToken.purpose,
      lastUsedAt: apiToken.lastUsedAt,
    })
    .from(apiToken)
    .innerJoin(membership, and(eq(membership.userId, apiToken.userId), eq(membership.orgId, apiToken.orgId)))
    .where(and(eq(apiToken.tokenHash, hashToken(token)), isLive(now)));
  if (found && (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > 60_000)) {
    await ctx.db.update(apiToken).set({ lastUsedAt: now }).where(eq(apiToken.id, found.tokenId));
  }
  return found;
}

/** Forgets tokens a month after they ended. */
export async function pruneTokens(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  const before = new Date(ctx.now().getTime() - 30 * dayMs);
  await ctx.db.delete(apiToken).where(or(lt(apiToken.expiresAt, before), lt(apiToken.revokedAt, before)));
}

async function expiryOfCaller(tx: Ctx): Promise<Date | undefined> {
  if (tx.actor.kind !== "token") return undefined;
  const [own] = await tx.db
    .select({ expiresAt: apiToken.expiresAt })
    .from(apiToken)
    .where(eq(apiToken.id, tx.actor.tokenId));
  return own?.expiresAt ?? undefined;
}

function isLive(now: Date) {
  return and(isNull(apiToken.revokedAt), or(isNull(apiToken.expiresAt), gt(apiToken.expiresAt, now)));
}
