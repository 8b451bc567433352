import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import { type Database, queryRows } from "../db";
import type { Jobs } from "../jobs";
import type { Engine } from "./engine";
import { waitsForGroup } from "./group";

/** A worker that stopped answering this long ago is gone; above what the queue needs to notice it and hand the run over. */
const abandonedSeconds = 30;

interface ReaperParts {
  database: Database;
  jobs: Jobs;
  engine: Engine;
  log: Logger;
}

/** One pass: sends open runs without a job, and ends runs whose time is up or that are being cancelled with nobody working on them. */
export async function reap(
  parts: ReaperParts,
  options: { graceSeconds?: number; abandonedSeconds?: number } = {},
): Promise<void> {
  const lost = await findRunsWithoutJob(parts.database, options.graceSeconds ?? 5);
  for (const id of lost) {
    if (parts.engine.holds(id)) continue;
    await parts.jobs
      .send(id)
      .catch((error: unknown) => parts.log.warn({ err: error, runId: id }, "could not send a run again"));
  }
  for (const id of await findAbandoned(parts.database, options.abandonedSeconds ?? abandonedSeconds)) {
    if (parts.engine.holds(id)) continue;
    parts.log.warn({ runId: id }, "ending a run that nobody works on any more");
    await parts.engine
      .finishAbandoned(id)
      .catch((error: unknown) => parts.log.error({ err: error, runId: id }, "could not end a run"));
  }
}

async function findRunsWithoutJob({ db }: Database, graceSeconds: number): Promise<string[]> {
  const rows = await queryRows<{ id: string }>(
    db,
    sql`select run.id from run
        where run.status in ('queued', 'running', 'cancelling') and run.created_at < now() - ${graceSeconds} * interval '1 second'
          and not ${waitsForGroup(sql`run`)}
          and not exists (select 1 from pgboss.job where job.singleton_key = run.id and job.state in ('created', 'retry', 'active'))
        order by run.created_at limit 100`,
  );
  return rows.map(({ id }) => id);
}

async function findAbandoned({ db }: Database, seconds: number): Promise<string[]> {
  const rows = await queryRows<{ id: string }>(
    db,
    sql`select run.id from run
        where run.status in ('running', 'cancelling')
          and least(run.deadline_at, run.cancel_requested_at) < now() - ${seconds} * interval '1 second'
          and not exists (
            select 1 from pgboss.job where job.singleton_key = run.id and job.state = 'active'
              and (job.heartbeat_seconds is null or coalesce(job.heartbeat_on, job.started_on) > now() - ${seconds} * interval '1 second'))
        limit 20`,
  );
  return rows.map(({ id }) => id);
}
