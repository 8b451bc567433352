import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { inTransaction, queryRows } from "../db";
import { AppError } from "../errors";
import { run } from "../tables";
import { appendRows } from "./append";
import { describe, writeEnd } from "./finish";
import { lockGroup } from "./group";
import { findKind } from "./kinds";
import { type Json, RunInterrupted } from "./run-kind";

export const cancelChannel = "berth_cancel";

/** Asks a run to stop: a queued one is cancelled at once, a running one is aborted in whichever process holds it. */
export async function requestCancel(ctx: Ctx, runId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select()
      .from(run)
      .where(and(eq(run.id, runId), eq(run.orgId, ctx.orgId)))
      .for("no key update");
    if (!row) throw new AppError("NOT_FOUND", `There is no run ${runId}.`);
    if (row.status === "cancelling") return;
    if (row.status === "queued") return writeEnd(tx.db, runId, { status: "cancelled", error: describeQueued(row) });
    if (row.status !== "running") {
      throw new AppError(
        "CONFLICT",
        `This has already ended (${row.status.replace("_", " ")}), so there is nothing to cancel.`,
      );
    }
    await tx.db.update(run).set({ status: "cancelling", cancelRequestedAt: sql`now()` }).where(eq(run.id, runId));
    await appendRows(tx.db, runId, [{ kind: "status", status: "cancelling" }]);
    await queryRows(tx.db, sql`select pg_notify(${cancelChannel}, ${runId})`);
  });
}

/** Cancels the runs of a group that have not started, and answers their ids; the caller's transaction adds the one that replaces them. */
export async function cancelWaiting(tx: Ctx, groupKey: string, error: Json): Promise<string[]> {
  await lockGroup(tx.db, groupKey);
  const queued = await tx.db
    .select({ id: run.id })
    .from(run)
    .where(and(eq(run.groupKey, groupKey), eq(run.orgId, tx.orgId), eq(run.status, "queued")))
    .for("no key update");
  for (const { id } of queued) await writeEnd(tx.db, id, { status: "cancelled", error });
  return queued.map(({ id }) => id);
}

function describeQueued(row: typeof run.$inferSelect): Json {
  const reason = new RunInterrupted("cancelled");
  const kind = findKind(row.kind);
  const spec = kind?.spec.safeParse(row.spec);
  if (!kind || !spec?.success) return { message: reason.message };
  return describe(kind, reason, { id: row.id, orgId: row.orgId, spec: spec.data, attempt: 0 });
}
