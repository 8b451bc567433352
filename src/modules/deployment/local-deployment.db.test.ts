import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureGenerated } from "@/modules/environment";
import { createProject, deleteProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnDatabases, type GetCtx } from "@/server/testing";
import {
  cancelDeployment,
  deleteApp,
  getApp,
  getDeployment,
  listApps,
  readLogs,
  retryDeployment,
  rollbackDeployment,
  startApp,
  startDeployment,
  stopApp,
} from "./index";
import { registerJobs } from "./jobs";
import { openLocalHost } from "./local/host";
import {
  ask,
  begin,
  deploy,
  eventOf,
  eventsOf,
  type Files,
  finished,
  tinyProject,
  until,
  upload,
  visit,
} from "./testing/tiny-project";

/** A configuration that reads DATABASE_URL, which becomes an embedded database: two versions cannot run at once. */
const withDatabase: Files = {
  "berth.json": JSON.stringify({ config: { name: "tiny", database: "drizzle-postgres" } }),
};
const slow = "setTimeout(() => {}, 60_000)";

describeOnDatabases("a deployment to this machine", (getCtx: GetCtx) => {
  let ctx: Ctx;
  let number = 0;
  const newProject = async () => {
    number += 1;
    return createProject(ctx, { name: `tiny-${number}` });
  };
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

  it("goes live at an address of its own, every step and line recorded", async () => {
    const project = await newProject();
    const done = await deploy(ctx, project.id, tinyProject());
    expect(done.error).toBeUndefined();
    expect(done).toMatchObject({ status: "succeeded", isCurrent: true, appName: project.name });
    expect(done.steps.map(({ status }) => status)).toEqual(Array(9).fill("succeeded"));
    expect(done.checks.map(({ name, ok }) => `${name} ${ok}`)).toEqual(["health true", "address true"]);
    const { host } = new URL(done.url ?? "");
    expect(await ask(done.url ?? "")).toMatchObject({ version: "one", host, forwarded: host });
    const events = await eventsOf(ctx, done.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const line = (wanted: object) => expect(events).toContainEqual(expect.objectContaining({ kind: "log", ...wanted }));
    line({ step: "trigger-build", stream: "stdout", line: "building" });
    line({ stream: "stderr", line: "a warning from the build", level: "warn" });
    line({ step: "monitor", line: expect.stringContaining("version one") });
    expect(events.at(-1)).toMatchObject({ kind: "end", status: "succeeded", url: done.url });
    let text = "";
    for await (const piece of await readLogs(ctx, { id: done.id })) text += piece;
    expect(text).toContain("trigger-build stdout building");
  });

  it("gives the app its variables and nothing of Berth's, and keeps their values out of the log", async () => {
    const project = await newProject();
    await ensureGenerated(ctx, { projectId: project.id, keys: ["API_KEY"] });
    const files = tinyProject({ "build.mjs": "console.log('key', process.env.API_KEY, JSON.stringify(process.env))" });
    const done = await deploy(ctx, project.id, files);
    expect(done.variableNames).toEqual(["API_KEY"]);
    const { names, uid } = await ask(done.url ?? "");
    expect(names).toContain("API_KEY");
    expect(names.filter((name) => /^(DATABASE_URL|AUTH_SECRET|ENCRYPTION_KEYS|BERTH_HOME|VITEST)/.test(name))).toEqual(
      [],
    );
    if (process.getuid?.() === 0) expect(uid).toBeGreaterThan(60_000);
    const lines = (await eventsOf(ctx, done.id)).map(({ line }) => line).join("\n");
    expect(lines).toMatch(/^key \[redacted\] .*"API_KEY":"\[redacted\]"/m);
  });

  it("stops, starts, revives and deletes the live app", async () => {
    const project = await newProject();
    const done = await deploy(ctx, project.id, tinyProject());
    const url = done.url ?? "";
    expect((await stopApp(ctx, { name: project.name })).status).toBe("stopped");
    expect((await visit(url)).status).toBe(503);
    expect((await getDeployment(ctx, { id: done.id })).status).toBe("stopped");
    expect((await startApp(ctx, { name: project.name })).status).toBe("running");
    const before = await ask(url);
    await visit(url, "/crash");
    await until(async () => (await ask(url)).version === before.version);
    const events = await eventsOf(ctx, done.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ status }) => status === "stopped")).toHaveLength(1);
    const { deleted } = await deleteApp(ctx, { name: project.name });
    expect(deleted.join("\n")).toMatch(/data.*data/s);
    expect((await visit(url)).status).toBe(404);
    await expect(getApp(ctx, { name: project.name })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("takes the switch back when the new version does not answer through its address", async () => {
    const project = await newProject();
    const { url = "", id: first } = await deploy(ctx, project.id, tinyProject());
    const server = `import { createServer } from "node:http";
createServer((request, response) => {
  response.writeHead(request.headers["x-forwarded-host"] ? 503 : 200).end("{}");
}).listen(Number(process.env.PORT), "127.0.0.1");`;
    const failed = await deploy(ctx, project.id, tinyProject({ "version.txt": "two", "server.mjs": server }));
    expect(failed).toMatchObject({ status: "failed", isCurrent: false });
    expect(failed.url).toBeUndefined();
    expect(await getApp(ctx, { name: project.name })).toMatchObject({ status: "running", deploymentId: first });
    expect(await ask(url)).toMatchObject({ version: "one" });
  });

  it("keeps the old version serving when the new one does not build or crashes", async () => {
    const project = await newProject();
    const { url = "", id: first } = await deploy(ctx, project.id, tinyProject());
    const { pid } = await ask(url);
    const typeError = 'console.log("./src/page.ts:3:9\\nType error: no"); process.exit(1)';
    const unbuilt = await deploy(ctx, project.id, tinyProject({ "build.mjs": typeError }));
    expect(unbuilt).toMatchObject({ status: "failed", error: { type: "BUILD_FAILED", file: "src/page.ts", line: 3 } });
    const crashed = await deploy(
      ctx,
      project.id,
      tinyProject({ "server.mjs": 'throw new Error("cannot run like this")' }),
    );
    expect(crashed).toMatchObject({ status: "failed", error: { type: "START_FAILED" } });
    expect(crashed.error?.evidence?.join("\n")).toContain("cannot run like this");
    expect((await ask(url)).pid).toBe(pid);
    expect((await getDeployment(ctx, { id: first })).isCurrent).toBe(true);
  });

  it("replaces an app on an embedded database one after the other, and brings the old one back on failure", async () => {
    const project = await newProject();
    const { url = "" } = await deploy(ctx, project.id, tinyProject(withDatabase));
    const broken = { ...withDatabase, "version.txt": "broken", "server.mjs": 'throw new Error("broken")' };
    expect(await deploy(ctx, project.id, tinyProject(broken))).toMatchObject({ status: "failed" });
    expect(await ask(url)).toMatchObject({ version: "one", starts: ["one", "one"] });
    const two = await deploy(ctx, project.id, tinyProject({ ...withDatabase, "version.txt": "two" }));
    expect(two.error).toBeUndefined();
    expect(await ask(url)).toMatchObject({ version: "two", starts: ["one", "one", "two"] });
  });

  it("rolls back to the files and variables of an earlier deployment", async () => {
    const project = await newProject();
    const set = (key: string) => ensureGenerated(ctx, { projectId: project.id, keys: [key] });
    await set("FIRST");
    const one = await deploy(ctx, project.id, tinyProject());
    await set("SECOND");
    const two = await deploy(ctx, project.id, tinyProject({ "version.txt": "two" }));
    expect(await ask(two.url ?? "")).toMatchObject({ version: "two", names: expect.arrayContaining(["SECOND"]) });
    const { id } = await rollbackDeployment(ctx, { id: one.id });
    expect(await finished(ctx, id)).toMatchObject({ status: "succeeded", cause: "rollback", predecessorId: one.id });
    const back = await ask(two.url ?? "");
    expect(back.version).toBe("one");
    expect(back.names).not.toContain("SECOND");
  });

  it.each([
    ["the build", { "build.mjs": `console.log("here"); ${slow}` }],
    ["the start", { "server.mjs": `console.log("here"); ${slow}` }],
  ])("cancels in %s within 5 s, and leaves the old version alone", async (_phase, files) => {
    const project = await newProject();
    const { url = "" } = await deploy(ctx, project.id, tinyProject());
    const { pid } = await ask(url);
    const id = await begin(ctx, project.id, tinyProject(files));
    await eventOf(ctx, id, ({ line }) => line === "here");
    const cancelledAt = Date.now();
    await cancelDeployment(ctx, { id });
    expect(await finished(ctx, id)).toMatchObject({ status: "cancelled", error: { type: "CANCELLED" } });
    expect(Date.now() - cancelledAt).toBeLessThan(5000);
    expect((await ask(url)).pid).toBe(pid);
    const again = await retryDeployment(ctx, { id });
    await cancelDeployment(ctx, again);
    expect(await finished(ctx, again.id)).toMatchObject({ status: "cancelled", cause: "retry", predecessorId: id });
  });

  it("stops a deployment that takes longer than it may", async () => {
    const project = await newProject();
    const id = await begin(ctx, project.id, tinyProject({ "build.mjs": slow }), 10);
    expect(await finished(ctx, id)).toMatchObject({ status: "timed_out", error: { type: "TIMEOUT" } });
    const { id: again } = await retryDeployment(ctx, { id, timeoutSeconds: 86_000 });
    const begun = (await eventOf(ctx, again, ({ step }) => step === "trigger-build")).at;
    const { deadlineAt = "" } = await getDeployment(ctx, { id: again });
    expect(Date.parse(deadlineAt) - Date.parse(begun)).toBeGreaterThan(80_000_000);
    await cancelDeployment(ctx, { id: again });
    await finished(ctx, again);
  });

  it("refuses a name another project's app has, and deploys under the one it says is free", async () => {
    const [one, two] = [await newProject(), await newProject()];
    await deploy(ctx, one.id, tinyProject());
    const sourceId = await upload(ctx, tinyProject());
    const { id } = await startDeployment(ctx, { projectId: two.id, platform: "local", sourceId, name: one.name });
    const failed = await finished(ctx, id);
    expect(failed.error).toMatchObject({ type: "PROJECT_NAME_TAKEN" });
    expect(failed.error?.suggestions.join(" ")).toContain(`${one.name}-2`);
    const [way] = failed.error?.recovery ?? [];
    expect(way).toMatchObject({ name: `${one.name}-2`, command: `berth retry ${id} --name ${one.name}-2` });
    await expect(retryDeployment(ctx, { id, name: "../x" })).rejects.toMatchObject({ code: "VALIDATION" });
    const again = await finished(ctx, (await retryDeployment(ctx, { id, name: way?.name })).id);
    expect(again).toMatchObject({ status: "succeeded", appName: `${one.name}-2`, predecessorId: id });
  });

  it("answers a repeated start with the first one, and has a second one of the same app wait for it", async () => {
    const project = await newProject();
    const sourceId = await upload(ctx, tinyProject({ "build.mjs": slow }));
    const input = { projectId: project.id, platform: "local", sourceId, idempotencyKey: `key-${project.id}` } as const;
    const { id } = await startDeployment(ctx, input);
    expect(await startDeployment(ctx, input)).toEqual({ id });
    const again = { ...input, idempotencyKey: undefined };
    const second = await startDeployment(ctx, again);
    expect(await getDeployment(ctx, second)).toMatchObject({ status: "queued", queuePosition: 1 });
    const third = await startDeployment(ctx, { ...again, queue: "newest" });
    const replaced = await getDeployment(ctx, second);
    expect(replaced).toMatchObject({ status: "cancelled", error: { type: "CANCELLED" } });
    expect(replaced.error?.recovery[0]?.href).toBe(`/deployments/${third.id}`);
    expect((await getDeployment(ctx, { id })).status).not.toBe("cancelled");
    await cancelDeployment(ctx, third);
    await expect(deleteProject(ctx, { id: project.id })).rejects.toMatchObject({ code: "CONFLICT" });
    await cancelDeployment(ctx, { id });
    await finished(ctx, id);
    await deleteProject(ctx, { id: project.id });
    await expect(getDeployment(ctx, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuses bad input with nothing started", async () => {
    const project = await newProject();
    const sourceId = await upload(ctx, tinyProject());
    const input = { projectId: project.id, platform: "local", sourceId } as const;
    const refused = (change: object, code: string) =>
      expect(startDeployment(ctx, { ...input, ...change })).rejects.toMatchObject({ code });
    await refused({ name: "../x" }, "VALIDATION");
    await refused({ sourceId: "../../etc/passwd" }, "NOT_FOUND");
    await refused({ sourceId: undefined }, "VALIDATION");
    await refused({ sourceId: await upload(ctx, { "package.json": "{}" }) }, "VALIDATION");
    await refused({ platform: "vercel" }, "PRECONDITION");
    await refused({ projectId: "nobody" }, "NOT_FOUND");
    const reader = await getCtx({ permissions: ["deployment:read", "project:read"] });
    await expect(startDeployment(reader, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(getDeployment(reader, { id: "0" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(upload(ctx, { "../x": "1" })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await listApps(reader)).toEqual([]);
  });
});
