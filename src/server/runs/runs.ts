import { and, asc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { queryRows } from "../db";
import { AppError } from "../errors";
import { run, runEvent } from "../tables";
import { appendRows } from "./append";
import { lockGroup } from "./group";
import type { EventInput, Json, StoredEvent } from "./run-kind";

export interface NewRun {
  id: string;
  kind: string;
  spec: Json;
  /** Seconds from the first start to the deadline. */
  timeoutSeconds: number;
  /** Only this host may work on it. */
  hostId?: string | undefined;
  /** At most one run of the organization has it; a second createRun throws CONFLICT with `details.runId`. */
  idempotencyKey?: string | undefined;
  /** Runs of one group follow each other in the order they were made. */
  groupKey?: string | undefined;
}

/** Writes a queued run and its first event; the caller sends the job after the commit with `ctx.jobs.send(id)`. */
export async function createRun(tx: Ctx, input: NewRun): Promise<void> {
  // The time is taken under the lock: in a group, the order of times has to be the order of commits.
  if (input.groupKey) await lockGroup(tx.db, input.groupKey);
  const created = await tx.db
    .insert(run)
    .values({ ...input, orgId: tx.orgId, status: "queued", createdAt: sql`clock_timestamp()` })
    .onConflictDoNothing({ target: [run.orgId, run.idempotencyKey] })
    .returning({ id: run.id });
  if (created.length === 0) {
    const existing = await findRunByKey(tx, input.idempotencyKey ?? "");
    throw new AppError("CONFLICT", "This was already started under the same idempotency key.", {
      details: { runId: existing },
    });
  }
  await appendRows(tx.db, input.id, [{ kind: "status", status: "queued" }]);
}

/** Id of the organization's run with this idempotency key. */
export async function findRunByKey(ctx: Ctx, idempotencyKey: string): Promise<string | undefined> {
  const [found] = await ctx.db
    .select({ id: run.id })
    .from(run)
    .where(and(eq(run.orgId, ctx.orgId), eq(run.idempotencyKey, idempotencyKey)));
  return found?.id;
}

/** Adds events outside of a worker, also after the end (stop and start of a live app). */
export async function appendEvents(ctx: Ctx, runId: string, events: readonly EventInput[]): Promise<void> {
  if (events.length === 0) return;
  const last = await appendRows(ctx.db, runId, events);
  if (last === undefined) throw new AppError("NOT_FOUND", `There is no run ${runId}.`);
}

/** Events after a sequence number, oldest first. */
export async function listEvents(
  ctx: Pick<Ctx, "db">,
  runId: string,
  options: { after: number; limit: number },
): Promise<StoredEvent[]> {
  const rows = await ctx.db
    .select()
    .from(runEvent)
    .where(and(eq(runEvent.runId, runId), gt(runEvent.seq, options.after)))
    .orderBy(asc(runEvent.seq))
    .limit(options.limit);
  return rows.map((row) => ({
    ...(row.data as Omit<StoredEvent, "seq" | "at" | "kind">),
    seq: row.seq,
    at: row.at.toISOString(),
    kind: row.kind as StoredEvent["kind"],
  }));
}

/**
 * How many queued runs stand before this one, plus one; undefined once it has started. Work that belongs to a host waits
 * for everything of its kind there, other work only for its own group.
 */
export async function queuePosition(ctx: Pick<Ctx, "db">, runId: string): Promise<number | undefined> {
  const [row] = await queryRows<{ position: number }>(
    ctx.db,
    sql`select (select count(*) from ${run} other where other.status = 'queued' and other.kind = own.kind
          and other.host_id is not distinct from own.host_id
          and (own.host_id is not null or own.group_key is null or other.group_key = own.group_key)
          and (other.created_at, other.id) <= (own.created_at, own.id))::int as position
        from ${run} own where own.id = ${runId} and own.status = 'queued'`,
  );
  return row?.position;
}

/** Deletes log lines of finished runs older than this many days; the other events stay. */
export async function pruneLogs(ctx: Pick<Ctx, "db">, olderThan: Date): Promise<void> {
  const finished = ctx.db
    .select({ id: run.id })
    .from(run)
    .where(inArray(run.status, ["succeeded", "failed", "cancelled", "timed_out"]));
  await ctx.db
    .delete(runEvent)
    .where(and(eq(runEvent.kind, "log"), lt(runEvent.at, olderThan), inArray(runEvent.runId, finished)));
}
