import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { cancelDeployment, getDeployment } from "./index";
import { registerJobs } from "./jobs";
import { openLocalHost } from "./local/host";
import { buildConcurrency } from "./platforms/registry";
import { begin, deploy, eventOf, eventsOf, type Files, finished, tinyProject, until } from "./testing/tiny-project";

function depending(address: string): Files {
  const scripts = { start: "node server.mjs" };
  return tinyProject({
    "package.json": JSON.stringify({ name: "tiny", type: "module", scripts, dependencies: { far: address } }),
  });
}

describeOnPglite("installing and waiting", (getCtx) => {
  let ctx: Ctx;
  const silent = createServer(() => undefined);
  const asked = new Promise<void>((resolve) => silent.once("request", () => resolve()));
  beforeAll(async () => {
    ctx = await getCtx();
    await registerJobs(getCtx.kernel());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    const host = openLocalHost(getCtx.kernel());
    silent.closeAllConnections();
    silent.close();
    await host.proxy.stop();
    rmSync(path.dirname(host.root), { recursive: true, force: true });
  });

  it("tries a registry out of reach three times, then says so", async () => {
    const project = await createProject(ctx, { name: "far-away" });
    const failed = await deploy(ctx, project.id, depending("http://127.0.0.1:9/far.tgz"));
    expect(failed).toMatchObject({ status: "failed", error: { type: "PLATFORM_UNAVAILABLE", severity: "temporary" } });
    expect(failed.error?.message).toContain("ECONNREFUSED");
    expect(failed.steps.find(({ name }) => name === "trigger-build")).toMatchObject({ attempts: 3, status: "failed" });
    const events = await eventsOf(ctx, failed.id);
    expect(events.filter(({ kind }) => kind === "recovery")).toHaveLength(2);
  });

  it("cancels an install that waits for the network within 5 s", async () => {
    const project = await createProject(ctx, { name: "never-answers" });
    const { port } = silent.address() as AddressInfo;
    const id = await begin(ctx, project.id, depending(`http://127.0.0.1:${port}/far.tgz`));
    await asked;
    const cancelledAt = Date.now();
    await cancelDeployment(ctx, { id });
    expect((await finished(ctx, id)).status).toBe("cancelled");
    expect(Date.now() - cancelledAt).toBeLessThan(5000);
  });

  it("shows the place in the queue, and cancels what waits there at once", async () => {
    const slow = tinyProject({ "build.mjs": 'console.log("here"); setTimeout(() => {}, 60_000)' });
    const ids: string[] = [];
    for (let index = 0; index < buildConcurrency() + 2; index += 1) {
      const project = await createProject(ctx, { name: `waits-${index}` });
      ids.push(await begin(ctx, project.id, slow));
    }
    await Promise.all(ids.slice(0, buildConcurrency()).map((id) => eventOf(ctx, id, ({ line }) => line === "here")));
    const [first = "", second = ""] = ids.slice(-2);
    expect((await getDeployment(ctx, { id: first })).queuePosition).toBe(1);
    expect((await getDeployment(ctx, { id: second })).queuePosition).toBe(2);
    await cancelDeployment(ctx, { id: first });
    expect((await getDeployment(ctx, { id: first })).status).toBe("cancelled");
    await until(async () => (await getDeployment(ctx, { id: second })).queuePosition === 1);
    await expect(cancelDeployment(ctx, { id: first })).rejects.toMatchObject({ code: "CONFLICT" });
    const rest = ids.filter((id) => id !== first);
    for (const id of rest) await cancelDeployment(ctx, { id });
    for (const id of rest) await finished(ctx, id);
  });
});
