import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { render } from "@/modules/connections";
import { runEvent } from "@/server/tables";
import { readProviderId, withAccess } from "../hosted";
import type { ActiveDeployment } from "../platform";
import { ownerOf } from "./service";

const step = "stream-logs";
const lookEveryMs = 400;

export interface Streamed {
  /** Known once the service is there. */
  serviceId(): Promise<string | undefined>;
  /** Aborted when the deploy has ended. */
  ended: AbortSignal;
}

/** Hands the log of a deployment's build and start over, from the moment its deploy exists until it has ended. */
export async function streamLog(active: ActiveDeployment, streamed: Streamed, signal: AbortSignal): Promise<void> {
  const deployId = await untilBegun(active, AbortSignal.any([signal, streamed.ended]));
  const serviceId = await streamed.serviceId();
  if (deployId === undefined || serviceId === undefined) return;
  const isNew = await skipTold(active);
  // Outside of the call, which is repeated once the account got another token.
  const seen = new Set<string>();
  await withAccess(active, async (access) => {
    const deploy = await render.readDeploy(access, { serviceId, deployId }, signal);
    const since = new Date(deploy?.createdAt ?? access.now());
    await render.followLogs(
      access,
      {
        ownerId: ownerOf(access),
        resource: serviceId,
        types: ["build", "app"],
        since,
        ended: streamed.ended,
        onEntry(entry) {
          const isError = entry.labels.some(({ name, value }) => name === "level" && value === "error");
          if (seen.has(entry.id)) return;
          seen.add(entry.id);
          if (isNew(entry.message)) active.log(step, isError ? "stderr" : "stdout", entry.message);
        },
      },
      signal,
    );
  }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** trigger-build runs beside the log and stores the id. */
async function untilBegun(active: ActiveDeployment, signal: AbortSignal): Promise<string | undefined> {
  for (;;) {
    const id = await readProviderId(active);
    if (id !== undefined || signal.aborted) return id;
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** After Berth was restarted the log is read from its beginning again; lines that are told already are not told twice. */
async function skipTold(active: ActiveDeployment): Promise<(line: string) => boolean> {
  if (active.run.attempt === 1) return () => true;
  const rows = await active.run.ctx.db
    .select({ line: sql<string>`${runEvent.data} ->> 'line'` })
    .from(runEvent)
    .where(
      and(
        eq(runEvent.runId, active.id),
        eq(runEvent.kind, "log"),
        sql`${runEvent.data} ->> 'step' = ${step}`,
        sql`${runEvent.data} ->> 'stream' <> 'berth'`,
      ),
    );
  const told = new Map<string, number>();
  for (const { line } of rows) told.set(line, (told.get(line) ?? 0) + 1);
  return (line) => {
    const left = told.get(line) ?? 0;
    if (left > 0) told.set(line, left - 1);
    return left === 0;
  };
}
