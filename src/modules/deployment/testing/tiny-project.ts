import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { strToU8, zipSync } from "fflate";
import type { Ctx } from "@/server/context";
import { createSource, getDeployment, startDeployment, watchDeployment } from "../index";
import type { DeploymentDetail, DeploymentEvent } from "../schema";

export type Files = Record<string, string>;

const server = `
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
const version = readFileSync("version.txt", "utf8").trim();
const database = process.env.DATABASE_URL?.replace("pglite:", "");
if (database) {
  mkdirSync(database, { recursive: true });
  appendFileSync(database + "/starts.txt", version + "\\n");
}
console.log("version", version, "listens on", process.env.PORT);
const answer = (request) => ({
  version,
  pid: process.pid,
  uid: process.getuid(),
  host: request.headers.host,
  forwarded: request.headers["x-forwarded-host"],
  starts: database ? readFileSync(database + "/starts.txt", "utf8").trim().split("\\n") : [],
  names: Object.keys(process.env),
});
createServer((request, response) => {
  if (request.url === "/crash") process.exit(3);
  const isHealth = request.url === "/api/health";
  response.writeHead(isHealth && existsSync("sick") ? 503 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(isHealth ? { status: "ok", missing: [], featuresOff: [] } : answer(request)));
}).listen(Number(process.env.PORT), "127.0.0.1");
`;

/** A real project without dependencies: installs, builds and starts in well under a second. */
export function tinyProject(files: Files = {}): Files {
  const scripts = { build: "node build.mjs", start: "node server.mjs" };
  return {
    "berth.json": "{}",
    "package.json": JSON.stringify({ name: "tiny", type: "module", scripts }),
    "build.mjs": 'console.log("building"); console.error("a warning from the build");',
    "server.mjs": server,
    "version.txt": "one",
    ...files,
  };
}

export function zipOf(files: Files): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

export async function upload(ctx: Ctx, files: Files): Promise<string> {
  return (await createSource(ctx, new Blob([Buffer.from(zipOf(files))]).stream())).id;
}

/** The deployment once it has ended. */
export async function finished(ctx: Ctx, id: string): Promise<DeploymentDetail> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const found = await getDeployment(ctx, { id });
    if (found.finishedAt) return found;
    await sleep(50);
  }
  throw new Error("The deployment did not finish within 60 s.");
}

export async function begin(ctx: Ctx, projectId: string, files: Files, timeoutSeconds = 120): Promise<string> {
  const sourceId = await upload(ctx, files);
  return (await startDeployment(ctx, { projectId, platform: "local", sourceId, timeoutSeconds })).id;
}

export async function deploy(ctx: Ctx, projectId: string, files: Files): Promise<DeploymentDetail> {
  return finished(ctx, await begin(ctx, projectId, files));
}

/** Waits for an event that says yes. */
export async function eventOf(
  ctx: Ctx,
  id: string,
  matches: (event: DeploymentEvent) => boolean,
): Promise<DeploymentEvent> {
  const signal = AbortSignal.timeout(60_000);
  for await (const event of await watchDeployment({ ...ctx, signal }, { id, after: 0 }))
    if (matches(event)) return event;
  throw new Error("The deployment ended without the event.");
}

export async function eventsOf(ctx: Ctx, id: string): Promise<DeploymentEvent[]> {
  const events: DeploymentEvent[] = [];
  for await (const event of await watchDeployment(ctx, { id, after: 0 })) events.push(event);
  return events;
}

interface Answer {
  version: string;
  pid: number;
  uid: number;
  host: string;
  forwarded: string;
  starts: string[];
  names: string[];
}

/** Visits a page the way a browser does: the name leads to this machine. */
export function visit(url: string, path = "/"): Promise<{ status: number; body: string }> {
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

export async function ask(url: string): Promise<Answer> {
  const { status, body } = await visit(url);
  if (status !== 200) throw new Error(`${url} answered ${status}.`);
  return JSON.parse(body);
}

export async function until(condition: () => Promise<boolean>, milliseconds = 20_000): Promise<void> {
  for (const deadline = Date.now() + milliseconds; ; ) {
    if (await condition().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error("What was waited for did not happen.");
    await sleep(100);
  }
}
