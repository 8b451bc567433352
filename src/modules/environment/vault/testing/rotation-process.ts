import { setTimeout as sleep } from "node:timers/promises";
import { asc, eq, sql } from "drizzle-orm";
import { pino } from "pino";
import { createProject, findProject } from "@/modules/projects";
import { createKernel } from "@/server/create-kernel";
import { getEnv } from "@/server/env";
import { systemCtx } from "@/server/kernel";
import { handleSignals } from "@/server/process/shutdown";
import { finalStatuses } from "@/server/runs";
import { compareSnapshots, openSnapshot, setVariables } from "../../service";
import { dataKey, envConfig, envSnapshot } from "../../tables";
import { countValues } from "../reencrypt";
import { rotationRun } from "../rotation";
import { findRotations } from "../status";
import { rotateKeys } from "../verbs";

// A small Berth for the crash tests: stores values in several versions, rotates their data key, and says how far it is.
const [perSave = 4, saves = 3, batchSize = 2, restMs = 300] = process.argv.slice(2).map(Number);
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

const kernel = await createKernel(getEnv(), pino({ level: "warn" }, pino.destination(2)));
const ctx = systemCtx(kernel, { orgId: "crash" });
await kernel.db.execute(sql`insert into organization (id, name) values ('crash', 'Crash') on conflict do nothing`);
const projectId = (await findProject(ctx, "shop"))?.id ?? (await store());
await kernel.jobs.register(rotationRun(kernel, { batchSize, restMs }), { concurrency: 1 });
handleSignals(() => kernel.shutdown());

const known = (await findRotations(ctx)).get(`vault/${projectId}`);
const runId = known?.runId ?? (await rotateKeys(ctx, { scope: "project", projectId })).runId;
say({ type: "ready", unreadable: await findUnreadable() });
for (let left = -1; ; await sleep(10)) {
  const { behind } = (await countValues(ctx, [projectId])).get(projectId) ?? { behind: 0 };
  if (behind !== left) say({ type: "left", left: behind });
  left = behind;
  const rotation = (await findRotations(ctx)).get(`vault/${projectId}`);
  if (rotation?.runId === runId && finalStatuses.has(rotation.status)) {
    const keys = await kernel.db.select().from(dataKey).where(eq(dataKey.projectId, projectId));
    const states = keys.map(({ state }) => state).sort();
    say({ type: "finished", status: rotation.status, left, states, unreadable: await findUnreadable() });
    break;
  }
}
setInterval(() => undefined, 60_000);

function valuesOf(save: number): Record<string, { value: string; sensitive: boolean }> {
  const text = (index: number) => ({ value: `save ${save} value ${index} ü`, sensitive: true });
  return Object.fromEntries(Array.from({ length: perSave }, (_, index) => [`KEY_${index}`, text(index)]));
}

/** The last save repeats the first one's values, so that their hashes have to stay equal. */
function saveOf(seq: number): number {
  return seq === saves ? 1 : seq;
}

async function store(): Promise<string> {
  const { id } = await createProject(ctx, { name: "shop" });
  for (let seq = 1; seq <= saves; seq++) {
    await setVariables(ctx, { projectId: id, environment: "production", variables: valuesOf(saveOf(seq)) });
  }
  return id;
}

/** What does not come back exactly as it was saved. */
async function findUnreadable(): Promise<string[]> {
  const snapshots = await kernel.db
    .select({ id: envSnapshot.id, seq: envSnapshot.seq })
    .from(envSnapshot)
    .innerJoin(envConfig, eq(envConfig.id, envSnapshot.configId))
    .where(eq(envConfig.projectId, projectId))
    .orderBy(asc(envSnapshot.seq));
  const faults: string[] = [];
  for (const { id, seq } of snapshots) {
    const opened = await openSnapshot(ctx, id);
    for (const [key, { value }] of Object.entries(valuesOf(saveOf(seq)))) {
      if (opened.get(key)?.unwrap() !== value) faults.push(`${key} of save ${seq}`);
    }
  }
  const [first, last] = [snapshots[0], snapshots.at(-1)];
  if (!first || !last || snapshots.length !== saves) return [...faults, "a snapshot is missing"];
  const { changed } = await compareSnapshots(ctx, { from: first.id, to: last.id });
  return [...faults, ...changed.map((key) => `${key} is taken for another value`)];
}
