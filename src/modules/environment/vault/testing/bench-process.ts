import { sql } from "drizzle-orm";
import { pino } from "pino";
import { createProject } from "@/modules/projects";
import { createKernel } from "@/server/create-kernel";
import { inTransaction } from "@/server/db";
import { parseEnv } from "@/server/env";
import { systemCtx } from "@/server/kernel";
import { watchEvents } from "@/server/runs";
import { openSnapshot, setVariables } from "../../service";
import { countValues } from "../reencrypt";
import { rotationRun } from "../rotation";
import { rotateKeys } from "../verbs";

const environment = "production";

/** A Berth in this process, in a folder of its own, to measure the vault without a network between. */
export async function openVault(home: string) {
  const kernel = await createKernel(parseEnv({ BERTH_HOME: home }), pino({ level: "silent" }));
  await kernel.jobs.register(rotationRun(kernel), { concurrency: 1 });
  const ctx = systemCtx(kernel, { orgId: "bench" });
  await kernel.db.execute(sql`insert into organization (id, name) values ('bench', 'Bench')`);

  const save = async (projectId: string, count: number, text: string) => {
    const entries = Array.from({ length: count }, (_, index) => {
      return [`KEY_${index}`, { value: `${text} ${index} ${"x".repeat(40)}`, sensitive: true }] as const;
    });
    return setVariables(ctx, { projectId, environment, variables: Object.fromEntries(entries) });
  };

  return {
    close: () => kernel.shutdown(),

    /** Milliseconds of each reading of all values, as a deployment does it. */
    async readings(count: number, times: number): Promise<number[]> {
      const { id } = await createProject(ctx, { name: "reading" });
      const { snapshotId } = await save(id, count, "value");
      const found: number[] = [];
      for (let index = 0; index < times; index++) {
        const startedAt = performance.now();
        const opened = await openSnapshot(ctx, snapshotId);
        found.push(performance.now() - startedAt);
        if (opened.size !== count) throw new Error(`${opened.size} of ${count} values were read.`);
      }
      return found;
    },

    /** Stores values in many versions, rotates their key, and answers the seconds and how often it said how far it is. */
    async rotation(values: number): Promise<{ seconds: number; reports: number }> {
      const { id: projectId } = await createProject(ctx, { name: "rotating" });
      for (let stored = 0; stored < values; stored += 1_000) await save(projectId, 1_000, `version ${stored}`);
      const startedAt = performance.now();
      const { runId } = await rotateKeys(ctx, { scope: "project", projectId });
      let reports = 0;
      const signal = AbortSignal.timeout(1_800_000);
      for await (const event of watchEvents(kernel, runId, { after: 0, signal })) {
        if (event.kind === "log") reports += 1;
        if (event.kind === "end" && event.status !== "succeeded")
          throw new Error(`The rotation ended: ${event.status}.`);
      }
      const seconds = (performance.now() - startedAt) / 1000;
      const counts = await inTransaction(ctx, (tx) => countValues(tx, [projectId]));
      const { behind = -1, values: counted = 0 } = counts.get(projectId) ?? {};
      if (behind !== 0 || counted !== values) throw new Error(`${behind} of ${counted} values kept the old key.`);
      return { seconds, reports };
    },
  };
}
