import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { setVariables } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import type { Kernel } from "@/server/kernel";
import type { GetCtx } from "@/server/testing";
import { deleteApp, listApps } from "../index";
import { openLocalHost } from "../local/host";
import { reloadApps } from "../sync/reload";
import { deploy, type Files, tinyProject, visit } from "./tiny-project";

/** Tells its greeting, and does not start with one that it cannot say. */
export const greetingServer = `
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
const { GREETING = "none", PORT } = process.env;
if (GREETING === "crash") throw new Error("no greeting");
createServer((request, response) => {
  if (request.url === "/keep") writeFileSync("kept.txt", "");
  if (request.url === "/go") writeFileSync("go.txt", "");
  const answer = () => response.end(JSON.stringify({ greeting: GREETING, pid: process.pid, kept: existsSync("kept.txt") }));
  const wait = () => (existsSync("go.txt") ? answer() : setTimeout(wait, 20));
  if (request.url === "/slow") wait();
  else answer();
}).listen(Number(PORT), "127.0.0.1");`;

/** An app whose answers tell which values it runs with, deployed and reloaded by a Berth that is cleaned up afterwards. */
export function greetingApp(getCtx: GetCtx, registerJobs: (kernel: Kernel) => Promise<void>) {
  let ctx: Ctx;
  let number = 0;
  const host = () => openLocalHost(getCtx.kernel());
  const set = (projectId: string, values: Record<string, string>, environment = "production") =>
    setVariables(ctx, {
      projectId,
      environment,
      variables: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
    });
  const live = async (values: Record<string, string> = { GREETING: "one" }, files: Files = {}) => {
    number += 1;
    const project = await createProject(ctx, { name: `reload-${number}` });
    await set(project.id, values);
    const done = await deploy(ctx, project.id, tinyProject({ "server.mjs": greetingServer, ...files }));
    expect(done.error).toBeUndefined();
    return { projectId: project.id, name: project.name, url: done.url ?? "", id: done.id };
  };
  const tell = async (url: string, at = "/") => {
    const { status, body } = await visit(url, at);
    expect(status).toBe(200);
    return JSON.parse(body) as { greeting: string; pid: number; kept: boolean };
  };
  const reload = async (projectId: string) => {
    const { apps } = await reloadApps(ctx, { projectId });
    expect(apps).toMatchObject([{ outcome: "started" }]);
    return apps[0]?.deploymentId ?? "";
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
  return { ctx: () => ctx, host, set, live, tell, reload };
}
