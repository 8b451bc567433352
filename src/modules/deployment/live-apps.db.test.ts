import { rmSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { watchAppMetrics } from "./app-metrics";
import { deleteApp, getApp, getDeployment, listApps, listDeployments, startApp, stopApp } from "./index";
import { registerJobs } from "./jobs";
import { openLocalHost } from "./local/host";
import { ask, deploy, eventsOf, type Files, tinyProject, until, visit } from "./testing/tiny-project";

/** Runs until it is visited at /break; from then on no start lasts. */
const breakable = `
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
if (existsSync("broken")) throw new Error("cannot start any more");
createServer((request, response) => {
  if (request.url === "/break") writeFileSync("broken", "");
  if (request.url === "/break") process.exit(1);
  response.end(JSON.stringify({ version: process.env.NEXT_PUBLIC_APP_URL ?? "none" }));
}).listen(Number(process.env.PORT), "127.0.0.1");`;

describeOnPglite("an app that is live", (getCtx) => {
  let ctx: Ctx;
  const host = () => openLocalHost(getCtx.kernel());
  const live = async (name: string, files: Files = {}) => {
    const project = await createProject(ctx, { name });
    const done = await deploy(ctx, project.id, tinyProject(files));
    expect(done.error).toBeUndefined();
    return done;
  };
  beforeAll(async () => {
    ctx = await getCtx();
    await registerJobs(getCtx.kernel());
  });
  afterAll(async () => {
    for (const { name } of await listApps(ctx)) await deleteApp(ctx, { name });
    await host().proxy.stop();
    rmSync(path.dirname(host().root), { recursive: true, force: true });
  });

  it("is shown at the port the proxy has now, and started again to be told so", async () => {
    const config = { name: "moves", database: "drizzle-postgres", auth: "nextauth", authProviders: ["credentials"] };
    const done = await live("moves", { "server.mjs": breakable, "berth.json": JSON.stringify({ config }) });
    const before = done.url ?? "";
    const port = Number(new URL(before).port);
    await host().proxy.stop();
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(port, "127.0.0.1", resolve));
    await host().proxy.ensure();
    const { url } = await getApp(ctx, { name: "moves" });
    expect(url).not.toBe(before);
    expect(url).toMatch(/^http:\/\/moves\.localhost:\d+$/);
    await until(async () => (await ask(url)).version === url);
    expect((await getDeployment(ctx, { id: done.id })).url).toBe(url);
    expect((await listDeployments(ctx, {})).items.map((item) => item.url)).toEqual([url]);
    expect((await listApps(ctx)).map((item) => item.url)).toEqual([url]);
    const warnings = (await eventsOf(ctx, done.id)).filter(({ kind }) => kind === "warning");
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining("another port")]);
    stranger.close();
  });

  it("tells what its processes use and how often it was asked", async () => {
    const { url = "", name } = await live("measured");
    await expect(watchAppMetrics(ctx, { name: "unknown" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const leave = new AbortController();
    const metrics = await watchAppMetrics({ ...ctx, signal: leave.signal }, { name });
    const first = (await metrics.next()).value;
    expect(first?.memory).toBeGreaterThan(10 * 1024 ** 2);
    expect(first?.cpu).toBeGreaterThanOrEqual(0);
    for (let visits = 0; visits < 3; visits += 1) await ask(url);
    expect((await metrics.next()).value?.requests).toBe((first?.requests ?? 0) + 3);
    await stopApp(ctx, { name });
    expect((await metrics.next()).value).toMatchObject({ cpu: 0, memory: 0 });
    leave.abort();
    expect((await metrics.next()).done).toBe(true);
  });

  it("counts as crashed after five starts that did not last, and waits for its owner", async () => {
    const { url = "", name, id } = await live("breaks", { "server.mjs": breakable });
    await visit(url, "/break").catch(() => undefined);
    await until(async () => (await getApp(ctx, { name })).status === "crashed", 60_000);
    expect((await visit(url)).status).toBe(503);
    const warnings = (await eventsOf(ctx, id)).filter(({ kind }) => kind === "warning");
    expect(warnings.map(({ message }) => message?.includes("too often"))).toEqual([false, false, false, false, true]);
    await expect(startApp(ctx, { name })).rejects.toMatchObject({ code: "PRECONDITION" });
  }, 90_000);
});
