import { createHash } from "node:crypto";
import { and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Ctx } from "./context";
import { inTransaction } from "./db";
import { auditLog } from "./tables";

type Row = typeof auditLog.$inferSelect;

/** What the first row of a chain refers to. */
const origin = "0".repeat(64);
const batch = 500;

/** Chains what was recorded since, in every organization. Rows are chained moments after their transaction, so that no two verbs wait for each other. */
export async function chainAudit(ctx: Pick<Ctx, "db">): Promise<number> {
  const open = await ctx.db
    .selectDistinct({ orgId: auditLog.orgId })
    .from(auditLog)
    .where(isNull(auditLog.hash))
    .limit(100);
  let chained = 0;
  for (const { orgId } of open) chained += await chainOrganization(ctx, orgId);
  return chained;
}

async function chainOrganization(ctx: Pick<Ctx, "db">, orgId: string): Promise<number> {
  return inTransaction(ctx, async ({ db }) => {
    await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${orgId}`}, 0))`);
    const [last] = await db
      .select({ seq: auditLog.chainSeq, hash: auditLog.hash })
      .from(auditLog)
      .where(and(eq(auditLog.orgId, orgId), isNotNull(auditLog.chainSeq)))
      .orderBy(desc(auditLog.chainSeq))
      .limit(1);
    const rows = await db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.orgId, orgId), isNull(auditLog.hash)))
      .orderBy(asc(auditLog.id))
      .limit(batch);
    let { seq, hash } = { seq: last?.seq ?? 0, hash: last?.hash ?? origin };
    const links = rows.map((row) => {
      seq += 1;
      hash = hashOf(hash, seq, row);
      return { id: row.id, seq, hash };
    });
    if (links.length === 0) return 0;
    await db.execute(
      sql`update audit_log set chain_seq = link.seq, hash = link.hash
          from jsonb_to_recordset(${JSON.stringify(links)}::text::jsonb) as link(id bigint, seq int, hash text)
          where audit_log.id = link.id`,
    );
    return links.length;
  });
}

/** How far the chain of an organization holds. `head` can be kept elsewhere and compared later. */
export interface ChainCheck {
  ok: boolean;
  checked: number;
  /** Recorded within the last moments, and not chained yet. */
  unchained: number;
  head: { seq: number; hash: string } | null;
  broken?: { seq: number; id: number | null; problem: string };
}

/** Computes the chain anew from the rows; a row that was changed, removed or put in between breaks it there. */
export async function verifyChain(ctx: Pick<Ctx, "db" | "orgId">): Promise<ChainCheck> {
  const own = eq(auditLog.orgId, ctx.orgId);
  const unchained = await ctx.db.$count(auditLog, and(own, isNull(auditLog.hash)));
  let seq = 0;
  let hash = origin;
  for (;;) {
    const rows = await ctx.db
      .select()
      .from(auditLog)
      .where(and(own, sql`${auditLog.chainSeq} > ${seq}`))
      .orderBy(asc(auditLog.chainSeq))
      .limit(batch);
    for (const row of rows) {
      const problem = problemOf(row, seq, hash);
      if (problem) return { ok: false, checked: seq, unchained, head: null, broken: { seq: seq + 1, ...problem } };
      seq += 1;
      hash = row.hash ?? "";
    }
    if (rows.length < batch) return { ok: true, checked: seq, unchained, head: seq === 0 ? null : { seq, hash } };
  }
}

/** Hash of one link, to compare with a head that was kept elsewhere. */
export async function hashAt(ctx: Pick<Ctx, "db" | "orgId">, seq: number): Promise<string | undefined> {
  const [row] = await ctx.db
    .select({ hash: auditLog.hash })
    .from(auditLog)
    .where(and(eq(auditLog.orgId, ctx.orgId), eq(auditLog.chainSeq, seq)));
  return row?.hash ?? undefined;
}

function problemOf(row: Row, seq: number, hash: string): { id: number | null; problem: string } | undefined {
  if (row.chainSeq !== seq + 1) return { id: null, problem: `The entry ${seq + 1} is missing.` };
  if (row.hash !== hashOf(hash, seq + 1, row)) {
    return { id: row.id, problem: `The entry ${seq + 1} is not what was recorded, or one before it was replaced.` };
  }
  return undefined;
}

function hashOf(previous: string, seq: number, row: Row): string {
  const content = [
    previous,
    seq,
    row.id,
    row.orgId,
    row.at.toISOString(),
    row.actorKind,
    row.actorId,
    row.action,
    row.targetKind,
    row.targetId,
    sorted(row.details),
    row.requestId,
    row.ip,
    row.userAgent,
  ];
  return createHash("sha256").update(JSON.stringify(content), "utf8").digest("hex");
}

/** The same JSON whatever order its keys are stored in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
