import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allowReserved, ensureGenerated, setVariables, takeSnapshot, unsetVariables } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { readEnvironment } from "./app-environment";
import { deleteApp, listApps, rollbackDeployment, startApp, stopApp } from "./index";
import { registerJobs } from "./jobs";
import { openLocalHost } from "./local/host";
import { reloadApps } from "./sync/reload";
import { deploy, eventsOf, finished, tinyProject, visit } from "./testing/tiny-project";

const reserved = [
  "NODE_OPTIONS",
  "NODE_EXTRA_CA_CERTS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "LD_PRELOAD",
  "LD_LIBRARY_PATH",
  "DYLD_INSERT_LIBRARIES",
  "BASH_ENV",
  "ENV",
  "PATH",
  "npm_config_registry",
  "GIT_SSH_COMMAND",
];

const hookServer = `
import { createServer } from "node:http";
const late = Object.keys(process.env).filter((name) => name.startsWith("BERTH_LATE_"));
const answer = JSON.stringify({ hook: globalThis.hook ?? "none", late });
createServer((request, response) => response.end(answer)).listen(Number(process.env.PORT), "127.0.0.1");`;

describeOnPglite("a variable that changes how programs start", (getCtx) => {
  let ctx: Ctx;
  beforeAll(async () => {
    ctx = await getCtx();
    await registerJobs(getCtx.kernel());
  });
  afterAll(async () => {
    for (const { name } of await listApps(ctx)) await deleteApp(ctx, { name });
    const host = openLocalHost(getCtx.kernel());
    await host.proxy.stop();
    rmSync(path.dirname(host.root), { recursive: true, force: true });
  });

  it("keeps the app from being deployed and never reaches a process", async () => {
    const project = await createProject(ctx, { name: "reserved" });
    await ensureGenerated(ctx, { projectId: project.id, keys: [...reserved, "GREETING"] });
    const { error, steps } = await deploy(ctx, project.id, tinyProject());
    expect(error?.type).toBe("INVALID_CONFIG");
    const named = error?.suggestions.map((text) => text.split(":")[0]);
    expect(named?.toSorted()).toEqual(reserved.toSorted());
    expect(steps.find(({ name }) => name === "trigger-build")?.status).toBe("skipped");

    const ref = { projectId: project.id, environment: "production" };
    const { snapshotId } = await takeSnapshot(ctx, ref);
    const target = { address: "http://reserved.localhost:1", dataFolder: "data/db" };
    const { values } = await readEnvironment(ctx, { ...ref, platform: "local", config: {}, target }, snapshotId);
    expect(Object.keys(values)).toEqual(["GREETING"]);
  });

  it("is told once where it is the only one", async () => {
    const project = await createProject(ctx, { name: "reserved-one" });
    const [key = ""] = reserved;
    await ensureGenerated(ctx, { projectId: project.id, keys: [key] });
    const { error } = await deploy(ctx, project.id, tinyProject());
    expect(error).toMatchObject({ message: expect.stringContaining(key), suggestions: [] });
  });

  it("reaches the build and the app once an owner allowed it, in restarts and reloads as well", async () => {
    const project = await createProject(ctx, { name: "allowed" });
    const ref = { projectId: project.id, environment: "production" };
    const set = (value: string) => setVariables(ctx, { ...ref, variables: { NODE_OPTIONS: { value } } });
    const allow = (isAllowed: boolean) => allowReserved(ctx, { ...ref, key: "NODE_OPTIONS", isAllowed });
    const files = tinyProject({
      "one.cjs": 'globalThis.hook = "one";',
      "two.cjs": 'globalThis.hook = "two";',
      "build.mjs": 'console.log("built with", globalThis.hook);',
      "server.mjs": hookServer,
    });
    await set("--require ./one.cjs");
    await allow(true);
    const done = await deploy(ctx, project.id, files);
    expect(done.error).toBeUndefined();
    expect((await eventsOf(ctx, done.id)).map(({ line }) => line)).toContain("built with one");
    const url = done.url ?? "";
    const hook = async () => JSON.parse((await visit(url)).body);
    expect(await hook()).toEqual({ hook: "one", late: [] });

    // What it runs with was fixed when it was deployed, whatever became of the variable.
    await unsetVariables(ctx, { ...ref, keys: ["NODE_OPTIONS"] });
    await stopApp(ctx, { name: project.name });
    await startApp(ctx, { name: project.name });
    expect(await hook()).toEqual({ hook: "one", late: [] });
    await set("--require ./two.cjs");
    const reload = async () => {
      const { apps } = await reloadApps(ctx, ref);
      expect(apps).toMatchObject([{ outcome: "started", changed: ["NODE_OPTIONS"] }]);
      return finished(ctx, apps[0]?.deploymentId ?? "");
    };
    const { error } = await reload();
    expect(error).toMatchObject({
      type: "INVALID_CONFIG",
      message: expect.stringContaining("until an owner allows it"),
    });
    expect(error?.recovery[0]).toMatchObject({
      label: "Allow or remove NODE_OPTIONS",
      href: expect.stringContaining("edit=NODE_OPTIONS"),
    });
    expect(await hook()).toEqual({ hook: "one", late: [] });
    await allow(true);
    expect((await reload()).error).toBeUndefined();
    expect(await hook()).toEqual({ hook: "two", late: [] });
    expect((await reloadApps(ctx, ref)).apps).toMatchObject([{ outcome: "unchanged" }]);
    await allow(false);
    expect((await reload()).error).toMatchObject({ type: "INVALID_CONFIG" });
    await allow(true);
    const { id } = await rollbackDeployment(ctx, { id: done.id });
    expect((await finished(ctx, id)).error).toMatchObject({ type: "INVALID_CONFIG" });
  }, 60_000);
});
