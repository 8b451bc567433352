import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { pino } from "pino";
import { z } from "zod";
import { createKernel } from "../create-kernel";
import { inTransaction } from "../db";
import { getEnv } from "../env";
import { systemCtx } from "../kernel";
import { handleSignals } from "../process/shutdown";
import { createRun, finalStatuses, RunInterrupted } from "../runs";
import { run } from "../tables";

// A small Berth for the crash tests: one kind of run with five slow steps, each leaving a line in a file.
const Spec = z.object({ effects: z.string(), stepMs: z.number() });
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

const kernel = await createKernel(getEnv(), pino({ level: "warn" }, pino.destination(2)));
await kernel.jobs.register(
  {
    kind: "crash",
    spec: Spec,
    async execute(active) {
      say({ type: "claimed", id: active.id, fence: active.fence, attempt: active.attempt });
      for (const name of ["one", "two", "three", "four", "five"]) {
        await active.step(name, { timeoutSeconds: 120 }, async () => {
          appendFileSync(active.spec.effects, `${name} ${active.fence}\n`);
          say({ type: "step", name, fence: active.fence });
          for (let line = 0; line < 10; line++) {
            active.emit({ kind: "log", line: `${name} ${line} fence ${active.fence}` });
            // Not aborted by the signal: a process that was paused wakes up in the middle of its work.
            await sleep(active.spec.stepMs / 10);
          }
        });
      }
      return { fence: active.fence };
    },
    describeError: (error) => ({ message: RunInterrupted.is(error) ? error.reason : String(error) }),
  },
  { concurrency: 2 },
);
handleSignals(() => kernel.shutdown());

const [id, spec] = process.argv.slice(2);
if (id && spec) {
  const ctx = systemCtx(kernel, { orgId: "crash" });
  const [existing] = await kernel.db.select({ id: run.id }).from(run).where(eq(run.id, id));
  if (!existing) {
    const parsed = Spec.parse(JSON.parse(spec));
    await inTransaction(ctx, (tx) => createRun(tx, { id, kind: "crash", spec: parsed, timeoutSeconds: 300 }));
    await kernel.jobs.send(id);
  }
  say({ type: "ready", pid: process.pid });
  for (;;) {
    const [row] = await kernel.db.select({ status: run.status }).from(run).where(eq(run.id, id));
    if (row && finalStatuses.has(row.status)) break;
    await sleep(50);
  }
  const events = await kernel.db.execute(
    sql`select seq, fence, kind, data from run_event where run_id = ${id} order by seq`,
  );
  const rows = Array.isArray(events) ? events : (events as { rows: unknown[] }).rows;
  say({ type: "finished", events: rows });
} else say({ type: "ready", pid: process.pid });
setInterval(() => undefined, 60_000);
