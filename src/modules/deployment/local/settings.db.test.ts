import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { deleteApp, listApps } from "../index";
import { registerJobs } from "../jobs";
import { setDeploySettings } from "../lifecycle/settings";
import { ask, begin, deploy, eventsOf, tinyProject } from "../testing/tiny-project";
import { openLocalHost } from "./host";

describeOnPglite("build settings on this machine", (getCtx) => {
  let ctx: Ctx;
  beforeAll(async () => {
    ctx = await getCtx();
    await registerJobs(getCtx.kernel());
  });
  afterAll(async () => {
    const host = openLocalHost(getCtx.kernel());
    for (const { name } of await listApps(ctx)) await deleteApp(ctx, { name });
    await host.proxy.stop();
    rmSync(path.dirname(host.root), { recursive: true, force: true });
  });

  it("are honoured, all four: root folder, install, build and start command", async () => {
    const project = await createProject(ctx, { name: "yard" });
    const { "berth.json": _, "package.json": _own, ...files } = tinyProject();
    const inside = Object.entries(files).map(([name, content]) => [`apps/web/${name}`, content]);
    const scripts = { build: "node build.mjs", start: "exit 1" };
    const monorepo = {
      "package.json": JSON.stringify({ name: "yard", scripts: { start: "exit 1" } }),
      ...Object.fromEntries(inside),
      "apps/web/package.json": JSON.stringify({ name: "web", type: "module", scripts }),
    };
    const settings = {
      rootDirectory: "apps/web",
      installCommand: "echo installed > installed.txt",
      // The project's own script of that name may be called: it is not what this command replaced.
      buildCommand: "cat installed.txt && npm run build && echo three > version.txt",
      startCommand: "node server.mjs",
    };
    await setDeploySettings(ctx, { projectId: project.id, settings });
    const done = await deploy(ctx, project.id, monorepo);
    expect(done.error).toBeUndefined();
    expect(await ask(done.url ?? "")).toMatchObject({ version: "three" });
    const lines = (await eventsOf(ctx, done.id)).flatMap(({ line }) => line ?? []);
    expect(lines).toEqual(expect.arrayContaining(["installed", "building"]));
  });

  it("that name a folder which is not there are refused at once", async () => {
    const project = await createProject(ctx, { name: "yard-gone" });
    await setDeploySettings(ctx, { projectId: project.id, settings: { rootDirectory: "apps/none" } });
    const { "berth.json": _, ...files } = tinyProject();
    await expect(begin(ctx, project.id, files)).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("no folder apps/none"),
    });
  });

  it.each([
    { buildCommand: "make\nrm -r ." },
    { startCommand: "x".repeat(501) },
    { installCommand: "  " },
    { rootDirectory: "../other" },
    { rootDirectory: "/etc" },
  ])("that cannot be meant are refused: %j", async (settings) => {
    const project = await createProject(ctx, {
      name: `yard-${Object.keys(settings)[0]?.toLowerCase()}-${Math.random().toString(36).slice(2, 8)}`,
    });
    await expect(setDeploySettings(ctx, { projectId: project.id, settings })).rejects.toMatchObject({ issues: [{}] });
  });
});
