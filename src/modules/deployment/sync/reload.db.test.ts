import { lstatSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { unsetVariables } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnDatabases, describeOnPglite, type GetCtx } from "@/server/testing";
import {
  getApp,
  getDeployment,
  retryDeployment,
  rollbackDeployment,
  startApp,
  startDeployment,
  stopApp,
} from "../index";
import { registerJobs } from "../jobs";
import { appFolders } from "../local/folders";
import { crashLimit } from "../local/supervisor";
import { app } from "../tables";
import { greetingApp, greetingServer as server } from "../testing/greeting-app";
import { begin, deploy, eventOf, eventsOf, finished, tinyProject, until, upload } from "../testing/tiny-project";
import { listChangedValues } from "./changed-values";
import { reloadApps } from "./reload";

describeOnDatabases("reloads at once", (getCtx: GetCtx) => {
  const { ctx, set, live, tell, reload } = greetingApp(getCtx, registerJobs);

  it("is one deployment when it is asked for twice at once", async () => {
    const { projectId, url } = await live();
    await set(projectId, { GREETING: "two" });
    const answers = await Promise.all([1, 2, 3].map(() => reload(projectId)));
    expect(new Set(answers).size).toBe(1);
    await finished(ctx(), answers[0] ?? "");
    expect((await tell(url)).greeting).toBe("two");
  });
});

describeOnPglite("a reload of the apps of an environment", (getCtx: GetCtx) => {
  let ctx: Ctx;
  const { ctx: givenCtx, host, set, live, tell, reload } = greetingApp(getCtx, registerJobs);
  beforeAll(() => {
    ctx = givenCtx();
  });

  it("brings new values to a running app at the same address, without a request that fails", async () => {
    const { projectId, url, id: first, name } = await live({ GREETING: "one", OLD: "x" });
    await tell(url, "/keep");
    expect(await listChangedValues(ctx, { name })).toEqual({ changed: [], builtIn: [] });
    await set(projectId, { GREETING: "two", MORE: "y" });
    await unsetVariables(ctx, { projectId, keys: ["OLD"] });
    expect(await listChangedValues(ctx, { name })).toEqual({ changed: ["GREETING", "MORE", "OLD"], builtIn: [] });
    const { apps } = await reloadApps(ctx, { projectId });
    expect(apps).toEqual([
      {
        app: name,
        platform: "local",
        outcome: "started",
        changed: ["GREETING", "MORE", "OLD"],
        deploymentId: expect.any(String),
        message: expect.stringContaining("3 new values"),
      },
    ]);
    const id = apps[0]?.deploymentId ?? "";
    const greetings: string[] = [];
    let isOver = false;
    const visiting = (async () => {
      while (!isOver) greetings.push((await tell(url)).greeting);
    })();
    // Begun with the old version, and answered by it, although the new one has taken over.
    const slow = tell(url, "/slow");
    await until(async () => greetings.at(-1) === "two");
    await tell(url, "/go");
    expect((await slow).greeting).toBe("one");
    const done = await finished(ctx, id);
    isOver = true;
    await visiting;
    expect(done.error).toBeUndefined();
    expect(done).toMatchObject({ status: "succeeded", cause: "reload", predecessorId: first, url, isCurrent: true });
    expect(done.steps.map(({ status }) => status)).toEqual(Array(9).fill("succeeded"));
    expect(new Set(greetings)).toEqual(new Set(["one", "two"]));
    expect(greetings).toEqual(greetings.toSorted((one, other) => (one === other ? 0 : one === "one" ? -1 : 1)));
    expect(await tell(url)).toMatchObject({ greeting: "two", kept: true });
    const lines = (await eventsOf(ctx, id)).map(({ line = "" }) => line);
    expect(lines).not.toContain("building");
    expect(lines.join("\n")).not.toMatch(/Packages|No packages/);
  });

  it("has nothing to do where the values are the same, and says so", async () => {
    const { projectId, name, url } = await live();
    const { pid } = await tell(url);
    await set(projectId, { GREETING: "two" });
    await set(projectId, { GREETING: "one" });
    expect((await reloadApps(ctx, { projectId })).apps).toMatchObject([
      { app: name, outcome: "unchanged", changed: [], message: expect.stringContaining("already") },
    ]);
    expect((await tell(url)).pid).toBe(pid);
  });

  it("leaves the old one serving when the new one is not healthy with the new values, and says why", async () => {
    const { projectId, url, id: first, name } = await live();
    const { pid } = await tell(url);
    await set(projectId, { GREETING: "crash" });
    const failed = await finished(ctx, await reload(projectId));
    expect(failed).toMatchObject({ status: "failed", isCurrent: false, error: { type: "START_FAILED" } });
    expect(failed.error?.evidence?.join("\n")).toContain("no greeting");
    expect(await tell(url)).toMatchObject({ greeting: "one", pid });
    expect(await getApp(ctx, { name })).toMatchObject({ status: "running", deploymentId: first });
    await set(projectId, { GREETING: "two" });
    const again = await finished(ctx, (await retryDeployment(ctx, { id: failed.id })).id);
    expect(again).toMatchObject({ status: "succeeded", cause: "retry" });
    expect((await eventsOf(ctx, again.id)).map(({ line = "" }) => line)).not.toContain("building");
    expect((await tell(url)).greeting).toBe("two");
  });

  it("is refused with the reason while the app does not run", async () => {
    const { projectId, name, id } = await live();
    await set(projectId, { GREETING: "two" });
    await stopApp(ctx, { name });
    const refused = (said: string, input = {}) =>
      expect(reloadApps(ctx, { projectId, ...input })).rejects.toMatchObject({
        code: "PRECONDITION",
        message: expect.stringContaining(said),
      });
    await refused(`${name} is stopped, so there is nothing to reload`);
    await refused(`berth start ${name}`, { app: name });
    await startApp(ctx, { name });
    const slow = await begin(
      ctx,
      projectId,
      tinyProject({ "build.mjs": 'console.log("here"); await new Promise((go) => setTimeout(go, 1500));' }),
    );
    await eventOf(ctx, slow, ({ line }) => line === "here");
    await refused(`${name} is being deployed`);
    await finished(ctx, slow);
    await refused("has no app called other", { app: "other" });
    await refused("No app of", { environment: "staging" });
    expect((await getDeployment(ctx, { id })).status).toBe("succeeded");
    const reader = await getCtx({ permissions: ["deployment:read", "project:read", "environment:read"] });
    await expect(reloadApps(reader, { projectId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(reloadApps(ctx, { projectId: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("tells of an app that crashed how it gets the values of now", async () => {
    const { projectId, name, id } = await live();
    await ctx.db.update(app).set({ pid: null, restarts: crashLimit }).where(eq(app.name, name));
    await expect(reloadApps(ctx, { projectId })).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining(`berth redeploy ${id} --values current`),
    });
  });

  it("asks for a redeploy where a changed value is built in", async () => {
    const { projectId, name, id } = await live({ NEXT_PUBLIC_TITLE: "One", GREETING: "one" });
    await set(projectId, { NEXT_PUBLIC_TITLE: "Two", GREETING: "two" });
    const { apps } = await reloadApps(ctx, { projectId });
    expect(apps).toMatchObject([{ app: name, outcome: "needs-redeploy", changed: ["GREETING", "NEXT_PUBLIC_TITLE"] }]);
    expect(apps[0]?.message).toMatch(/^NEXT_PUBLIC_TITLE is built into/);
    expect(apps[0]?.message).toContain(`berth redeploy ${id} --values current`);
    await set(projectId, { NEXT_PUBLIC_TITLE: "One" });
    expect((await reloadApps(ctx, { projectId })).apps).toMatchObject([{ outcome: "started", changed: ["GREETING"] }]);
  });

  it("brings back neither an app that was stopped nor an older version, once its turn comes", async () => {
    const { projectId, url, name } = await live();
    await set(projectId, { GREETING: "crash" });
    const failed = await finished(ctx, await reload(projectId));
    await set(projectId, { GREETING: "two" });
    const retried = async () =>
      (await finished(ctx, (await retryDeployment(ctx, { id: failed.id })).id)).error?.message;
    await stopApp(ctx, { name });
    expect(await retried()).toContain(`${name} was stopped meanwhile`);
    expect((await getApp(ctx, { name })).status).toBe("stopped");
    await startApp(ctx, { name });
    const newer = await deploy(ctx, projectId, tinyProject({ "server.mjs": server }));
    expect(await retried()).toContain("Another version");
    expect(await getApp(ctx, { name })).toMatchObject({ status: "running", deploymentId: newer.id });
    expect((await tell(url)).greeting).toBe("two");
  });

  it("goes back to the old values, and keeps a release for as long as it is shared", async () => {
    const { projectId, url, id: first, name } = await live();
    const folders = appFolders(host().root, name);
    const ids: string[] = [];
    for (const greeting of ["two", "three", "four", "five"]) {
      await set(projectId, { GREETING: greeting });
      const id = await reload(projectId);
      expect(await finished(ctx, id)).toMatchObject({ status: "succeeded" });
      ids.push(id);
    }
    expect((await tell(url)).greeting).toBe("five");
    expect(lstatSync(folders.release(first)).isDirectory()).toBe(true);
    expect(lstatSync(folders.release(ids.at(-1) ?? "")).isSymbolicLink()).toBe(true);
    const { id } = await rollbackDeployment(ctx, { id: ids[0] ?? "" });
    expect(await finished(ctx, id)).toMatchObject({ status: "succeeded", cause: "rollback" });
    expect((await tell(url)).greeting).toBe("two");
    const back = await rollbackDeployment(ctx, { id: first });
    expect(await finished(ctx, back.id)).toMatchObject({ status: "succeeded" });
    expect((await tell(url)).greeting).toBe("one");
    await stopApp(ctx, { name });
    await startApp(ctx, { name });
    expect((await tell(url)).greeting).toBe("one");
  }, 60_000);

  it("counts what an environment inherits", async () => {
    const project = await createProject(ctx, { name: "reload-staging" });
    const ref = { projectId: project.id, environment: "staging" };
    await ctx.db.execute(
      sql`insert into env_config (id, project_id, environment, base_environment)
          values (${ctx.newId()}, ${project.id}, 'staging', 'production')`,
    );
    await set(project.id, { GREETING: "one" });
    const sourceId = await upload(ctx, tinyProject({ "server.mjs": server }));
    const { id } = await startDeployment(ctx, { ...ref, platform: "local", sourceId });
    const { url = "" } = await finished(ctx, id);
    expect((await reloadApps(ctx, ref)).apps).toMatchObject([{ outcome: "unchanged" }]);
    await set(project.id, { GREETING: "two" });
    expect((await listChangedValues(ctx, { name: project.name })).changed).toEqual(["GREETING"]);
    const { apps } = await reloadApps(ctx, ref);
    expect(apps).toMatchObject([{ outcome: "started", changed: ["GREETING"] }]);
    await finished(ctx, apps[0]?.deploymentId ?? "");
    expect((await tell(url)).greeting).toBe("two");
  });

  it("starts an app with an embedded database in its folder only after the old one has ended", async () => {
    const opening = `import { mkdirSync } from "node:fs";
mkdirSync("db", { recursive: true });
writeFileSync("db/PG_VERSION", "17");
if (existsSync("db/open")) throw new Error("opened twice");
writeFileSync("db/open", "");
process.on("SIGTERM", () => process.exit(rmSync("db/open") ?? 0));
`;
    const files = { "server.mjs": opening + server.replace("existsSync, ", "existsSync, rmSync, ") };
    const { projectId, url } = await live({ GREETING: "one" }, files);
    await set(projectId, { GREETING: "two" });
    expect(await finished(ctx, await reload(projectId))).toMatchObject({ status: "succeeded" });
    expect((await tell(url)).greeting).toBe("two");
  });
});
