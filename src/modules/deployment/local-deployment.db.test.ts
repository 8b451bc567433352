import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnDatabases, type GetCtx } from "@/server/testing";
import {
  cancelDeployment,
  createSource,
  deleteApp,
  getApp,
  getDeployment,
  listApps,
  startApp,
  startDeployment,
  stopApp,
  watchDeployment,
} from "./index";
import { registerJobs } from "./jobs";
import { openLocalHost } from "./local/host";
import type { DeploymentDetail } from "./schema";

const server = `
import { createServer } from "node:http";
import { writeFileSync, readFileSync, existsSync } from "node:fs";
const version = process.env.VERSION_FILE ?? readFileSync("version.txt", "utf8").trim();
console.log("version", version, "listens on", process.env.PORT);
createServer((request, response) => {
  if (request.url === "/api/health") {
    response.writeHead(existsSync("sick") ? 503 : 200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ status: "ok", missing: [], featuresOff: [] }));
  }
  response.end(JSON.stringify({ version, host: request.headers.host, uid: process.getuid(), forwarded: request.headers["x-forwarded-host"] }));
}).listen(Number(process.env.PORT), "127.0.0.1");
`;

type Files = Record<string, string>;

function tinyProject(files: Files = {}): Files {
  return {
    "berth.json": "{}",
    "package.json": JSON.stringify({
      name: "tiny",
      type: "module",
      scripts: { build: "node build.mjs", start: "node server.mjs" },
    }),
    "build.mjs": 'console.log("building"); console.error("a warning from the build");',
    "server.mjs": server,
    "version.txt": "one",
    ...files,
  };
}

async function upload(ctx: Ctx, files: Files): Promise<string> {
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
  return (await createSource(ctx, new Blob([Buffer.from(zip)]).stream())).id;
}

async function finished(ctx: Ctx, id: string): Promise<DeploymentDetail> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await getDeployment(ctx, { id });
    if (found.finishedAt) return found;
    await sleep(50);
  }
  throw new Error("The deployment did not finish within 30 s.");
}

async function deploy(ctx: Ctx, projectId: string, files: Files): Promise<DeploymentDetail> {
  const sourceId = await upload(ctx, files);
  const { id } = await startDeployment(ctx, { projectId, platform: "local", sourceId });
  return finished(ctx, id);
}

function visit(url: string, path = "/"): Promise<{ status: number; body: string }> {
  const { port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, headers: { host }, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });
}

async function eventsOf(ctx: Ctx, id: string) {
  const events = [];
  for await (const event of await watchDeployment(ctx, { id, after: 0 })) events.push(event);
  return events;
}

describeOnDatabases("a deployment to this machine", (getCtx: GetCtx) => {
  let ctx: Ctx;
  let number = 0;
  beforeAll(async () => {
    ctx = await getCtx();
    await registerJobs(getCtx.kernel());
  });
  afterAll(async () => {
    for (const { name } of await listApps(ctx)) await deleteApp(ctx, { name });
    await openLocalHost(getCtx.kernel()).proxy.stop();
  });
  const newProject = async () => {
    number += 1;
    return createProject(ctx, { name: `tiny-${number}` });
  };

  it("goes live at an address of its own, every step and line recorded", async () => {
    const project = await newProject();
    const done = await deploy(ctx, project.id, tinyProject());
    expect(done.error).toBeUndefined();
    expect(done).toMatchObject({ status: "succeeded", isCurrent: true, appName: project.name });
    expect(done.steps.map(({ status }) => status)).toEqual(Array(9).fill("succeeded"));
    const page = await visit(done.url ?? "");
    expect(page.status).toBe(200);
    expect(JSON.parse(page.body)).toMatchObject({ version: "one", host: new URL(done.url ?? "").host });
    const events = await eventsOf(ctx, done.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const lines = events.filter(({ kind }) => kind === "log");
    expect(lines).toContainEqual(
      expect.objectContaining({ step: "trigger-build", stream: "stdout", line: "building" }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ stream: "stderr", line: "a warning from the build", level: "warn" }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ step: "monitor", line: expect.stringContaining("version one") }),
    );
    expect(events.at(-1)).toMatchObject({ kind: "end", status: "succeeded", url: done.url });
  });

  it("stops, starts and deletes the live app", async () => {
    const project = await newProject();
    const done = await deploy(ctx, project.id, tinyProject());
    const url = done.url ?? "";
    expect((await stopApp(ctx, { name: project.name })).status).toBe("stopped");
    expect((await visit(url)).status).toBe(503);
    expect((await getDeployment(ctx, { id: done.id })).status).toBe("stopped");
    expect((await startApp(ctx, { name: project.name })).status).toBe("running");
    expect((await visit(url)).status).toBe(200);
    const { deleted } = await deleteApp(ctx, { name: project.name });
    expect(deleted.join("\n")).toContain("data");
    expect((await visit(url)).status).toBe(404);
    await expect(getApp(ctx, { name: project.name })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("keeps the old version serving when the new one does not build, crashes or is cancelled", async () => {
    const project = await newProject();
    const { url = "", id: first } = await deploy(ctx, project.id, tinyProject());
    const failing: [Files, string, RegExp][] = [
      [
        { "build.mjs": 'console.log("./src/page.ts:3:9\\nType error: no"); process.exit(1)' },
        "BUILD_FAILED",
        /src\/page.ts, line 3/,
      ],
      [
        { "server.mjs": 'console.log("up"); throw new Error("cannot run like this")' },
        "START_FAILED",
        /cannot run like this/,
      ],
    ];
    for (const [files, type, message] of failing) {
      const failed = await deploy(ctx, project.id, tinyProject(files));
      expect(failed).toMatchObject({ status: "failed", error: { type, message: expect.stringMatching(message) } });
      expect(failed.error?.recovery.length).toBeGreaterThan(0);
      expect(JSON.parse((await visit(url)).body).version).toBe("one");
    }
    const sourceId = await upload(ctx, tinyProject({ "build.mjs": "setTimeout(() => {}, 60_000)" }));
    const { id } = await startDeployment(ctx, { projectId: project.id, platform: "local", sourceId });
    await sleep(1500);
    const cancelledAt = Date.now();
    await cancelDeployment(ctx, { id });
    expect(await finished(ctx, id)).toMatchObject({ status: "cancelled", error: { type: "CANCELLED" } });
    expect(Date.now() - cancelledAt).toBeLessThan(5000);
    expect(JSON.parse((await visit(url)).body).version).toBe("one");
    expect((await getDeployment(ctx, { id: first })).isCurrent).toBe(true);
  });
});
