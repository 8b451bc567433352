import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnDatabases } from "@/server/testing";
import { getDeployment, startDeployment, watchDeployment } from "./index";
import { registerJobs } from "./jobs";
import { connectHosting } from "./testing/accounts";
import { type Hosting, hostingPlatforms, startHosting } from "./testing/hosting";

const count = 50;

describeOnDatabases("fifty deployments at once over three platforms", (getCtx) => {
  let hostings: Hosting[] = [];
  let ctx: Ctx;
  beforeAll(async () => {
    await registerJobs(getCtx.kernel());
    ctx = await getCtx();
    hostings = await Promise.all(hostingPlatforms.map((platform) => startHosting(platform, { paceMs: 300 })));
    for (const { accounts } of hostings) await connectHosting(getCtx.kernel(), ctx, accounts);
  });
  afterAll(() => Promise.all(hostings.map((hosting) => hosting.close())));

  it("all end, and no event is lost", { timeout: 300_000 }, async () => {
    const latencies: number[] = [];
    const deploy = async (index: number) => {
      const hosting = hostings[index % hostings.length];
      if (!hosting) throw new Error("No platform.");
      const name = `load-${getCtx.dialect}-${index}`;
      const { id: projectId } = await createProject(ctx, { name, config: { name } });
      const input = { projectId, platform: hosting.platform, timeoutSeconds: 280 };
      const { id } = await startDeployment(ctx, input);
      const openedAt = Date.now();
      const seqs: number[] = [];
      for await (const event of await watchDeployment(ctx, { id, after: 0 })) {
        seqs.push(event.seq);
        if (Date.parse(event.at) > openedAt + 100) latencies.push(Date.now() - Date.parse(event.at));
      }
      const detail = await getDeployment(ctx, { id });
      expect(detail.error).toBeUndefined();
      expect(seqs).toEqual(Array.from({ length: detail.eventCount }, (_, position) => position + 1));
      expect(hosting.made(name)).toMatchObject({ projects: 1, services: 1, deployments: 1 });
    };
    await Promise.all(Array.from({ length: count }, (_, index) => deploy(index)));
    latencies.sort((one, other) => one - other);
    const p95 = latencies[Math.floor(latencies.length * 0.95)] ?? 0;
    process.stdout.write(`${getCtx.dialect}: ${latencies.length} live events, p95 ${p95} ms\n`);
    for (const { violations } of hostings.flatMap(({ emulators }) => emulators)) expect(violations).toEqual([]);
  });
});
