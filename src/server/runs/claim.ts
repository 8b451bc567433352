import { sql } from "drizzle-orm";
import { type Db, queryRows } from "../db";
import { waitsForGroup } from "./group";

export interface ClaimedRun extends Record<string, unknown> {
  id: string;
  orgId: string;
  kind: string;
  status: "running" | "cancelling";
  spec: unknown;
  hostId: string | null;
  attempt: number;
  fence: number;
  remainingMs: number;
}

/** Takes an open run: its fence rises, so whoever held it before can write nothing any more. Undefined when it has ended or its turn has not come. */
export async function claimRun(db: Db, runId: string, worker: string): Promise<ClaimedRun | undefined> {
  const [row] = await queryRows<ClaimedRun>(
    db,
    sql`update run set
          status = case when status = 'queued' then 'running' else status end,
          fence = fence + 1, attempt = attempt + 1, worker = ${worker},
          started_at = coalesce(started_at, now()),
          deadline_at = coalesce(deadline_at, now() + timeout_seconds * interval '1 second')
        where id = ${runId} and status in ('queued', 'running', 'cancelling') and not ${waitsForGroup(sql`run`)}
        returning id, org_id as "orgId", kind, status, spec, host_id as "hostId", attempt, fence,
          (extract(epoch from deadline_at - clock_timestamp()) * 1000)::float8 as "remainingMs"`,
  );
  return row;
}

/** Of the runs this process holds, those that were cancelled and those another process has taken. */
export async function readInterruptions(
  db: Db,
  held: readonly { id: string; fence: number }[],
): Promise<{ id: string; reason: "cancelled" | "lost" }[]> {
  return queryRows(
    db,
    sql`select held.id, case when run.fence is distinct from held.fence then 'lost' else 'cancelled' end as reason
        from jsonb_to_recordset(${JSON.stringify(held)}::text::jsonb) as held(id text, fence int)
        left join run on run.id = held.id
        where run.fence is distinct from held.fence or run.status = 'cancelling'`,
  );
}
