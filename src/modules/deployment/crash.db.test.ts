import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createTestDatabase } from "@/server/testing";
import { bundleScript, type Child, startChild } from "@/server/testing/child";
import { appFolders, chooseAppsRoot } from "./local/folders";
import { endLaunch } from "./local/launcher";
import type { DeploymentDetail, DeploymentEvent } from "./schema";
import { ask, type Files, tinyProject, until, zipOf } from "./testing/tiny-project";

const slowBuild: Files = {
  "build.mjs": `
import { appendFileSync } from "node:fs";
appendFileSync("../../data/builds.txt", process.pid + "\\n");
console.log("build begins");
setTimeout(() => console.log("build ends"), 2500);`,
};
const slowStart: Files = {
  "server.mjs": `console.log("start begins"); setTimeout(() => import("./late.mjs"), 2500);`,
  "late.mjs": tinyProject()["server.mjs"] ?? "",
};
const slowOnceReloaded: Files = {
  "server.mjs": `
const begin = () => import("./late.mjs");
if (process.env.RELOADED) console.log("start begins");
setTimeout(begin, process.env.RELOADED ? 2500 : 0);`,
  "late.mjs": tinyProject()["server.mjs"] ?? "",
};
/** Healthy when it is asked directly; through its address it first says nothing, then that it is unwell. */
const silentAtItsAddress: Files = {
  "version.txt": "two",
  "server.mjs": `
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
createServer((request, response) => {
  if (!request.headers["x-forwarded-host"]) return response.end("{}");
  if (existsSync("../../data/asked.txt")) return response.writeHead(503).end();
  writeFileSync("../../data/asked.txt", "");
}).listen(Number(process.env.PORT), "127.0.0.1");`,
};
function depending(address: string): Files {
  const scripts = { build: "node build.mjs", start: "node server.mjs" };
  const dependencies = { far: address };
  return tinyProject({
    "package.json": JSON.stringify({ name: "tiny", type: "module", scripts, dependencies }),
    "build.mjs": 'import far from "far"; import { writeFileSync } from "node:fs"; writeFileSync("version.txt", far);',
  });
}

/** What a registry answers for the package `far`. */
function packageArchive(folder: string): Buffer {
  mkdirSync(path.join(folder, "package"), { recursive: true });
  const record = { name: "far", version: "1.0.0", type: "module", main: "index.js" };
  writeFileSync(path.join(folder, "package", "package.json"), JSON.stringify(record));
  writeFileSync(path.join(folder, "package", "index.js"), 'export default "far away";');
  return execFileSync("tar", ["-cz", "-C", folder, "package"]);
}

const secrets = {
  AUTH_SECRET: "a-secret-only-for-tests-a-secret-only-for-tests",
  ENCRYPTION_KEYS: `t1:${Buffer.alloc(32, 7).toString("base64")}`,
};

/** Every moment on one database or the other; the chaos run takes each on both. */
const sample = { pglite: ["in-start", "in-reload", "in-install"], postgres: ["in-build", "in-switch"] };

describe.each(["pglite", "postgres"] as const)("kill -9 of Berth (%s)", (dialect) => {
  const isTaken = (moment: string) => inject("matrix") === "whole" || sample[dialect].includes(moment);
  const base = mkdtempSync(path.join(tmpdir(), "berth-crash-"));
  const home = path.join(base, "home");
  const env: Record<string, string> = { BERTH_HOME: home, NODE_ENV: "test" };
  let script = "";
  let drop = async () => {};
  const started: Child[] = [];
  const start = (...args: string[]) => {
    const child = startChild(script, args, env);
    started.push(child);
    return child;
  };
  beforeAll(async () => {
    script = await bundleScript("deploy-process", "src/modules/deployment/testing");
    if (dialect === "pglite") return;
    const database = await createTestDatabase({ fromTemplate: true });
    Object.assign(env, { DATABASE_URL: database.url, ...secrets });
    drop = database.drop;
  });
  afterAll(async () => {
    for (const child of started) await child.kill();
    const root = chooseAppsRoot(home, process.getuid?.() === 0);
    for (const name of ["in-build", "in-start", "in-reload", "in-install", "in-switch"]) {
      const ids = started.map((child) => String(child.messages.find(({ type }) => type === "ready")?.id));
      for (const id of ids) await endLaunch(path.join(root, ".state", name, `${id}.app.json`), 500);
    }
    await endLaunch(path.join(home, "proxy", "process.json"), 500);
    rmSync(base, { recursive: true, force: true });
    rmSync(path.dirname(root), { recursive: true, force: true });
    await drop();
  });

  const moments = [
    ["in-build", slowBuild, "build begins", "trigger-build"],
    ["in-start", slowStart, "start begins", "monitor"],
  ] as const;
  it.each(moments.filter(([moment]) => isTaken(moment)))(
    "finishes the same deployment after a kill %s",
    async (name, files, line, step) => {
      const zip = path.join(base, `${name}.zip`);
      writeFileSync(zip, zipOf(tinyProject(files)));
      const first = start(zip, name);
      const ready = await first.next("ready");
      await first.next("event", ({ event }) => (event as DeploymentEvent).line === line);
      await first.kill();
      const second = start("", name);
      expect((await second.next("ready")).id).toBe(ready.id);
      const detail = (await second.next("finished")).detail as DeploymentDetail;
      expect(detail.error).toBeUndefined();
      expect(detail).toMatchObject({ status: "succeeded", resumedFrom: step });
      const attempts = Object.fromEntries(detail.steps.map((each) => [each.name, each.attempts]));
      expect(attempts).toMatchObject({ initialize: 1, generate: 1, upload: 1, [step]: 2, complete: 1 });
      const events = second.messages.flatMap(({ type, event }) => (type === "event" ? [event as DeploymentEvent] : []));
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      expect(events.filter(({ kind }) => kind === "end")).toHaveLength(1);
      const app = await ask(detail.url ?? "");
      expect(app.version).toBe("one");

      // The live app and its address outlive Berth, and the next Berth adopts the same process.
      await second.kill();
      expect((await ask(detail.url ?? "")).pid).toBe(app.pid);
      const third = start("", name);
      await third.next("finished");
      expect((await ask(detail.url ?? "")).pid).toBe(app.pid);

      // What died while Berth was down is started again.
      await third.kill();
      process.kill(-recordedPid(detail), "SIGKILL");
      await until(async () => !(await isUp(detail.url ?? "")));
      const fourth = start("", name);
      await fourth.next("ready");
      await until(() => isUp(detail.url ?? ""));
      await fourth.kill();
    },
    180_000,
  );

  const itIn = (moment: string, name: string, work: () => Promise<void>) => {
    if (isTaken(moment)) it(name, work, 120_000);
  };

  itIn("in-reload", "finishes a reload after a kill, while the version with the old values serves", async () => {
    const zip = path.join(base, "in-reload.zip");
    writeFileSync(zip, zipOf(tinyProject(slowOnceReloaded)));
    const first = start(zip, "in-reload");
    const { url = "" } = (await first.next("finished")).detail as DeploymentDetail;
    const { pid } = await ask(url);
    await first.kill();
    const second = start("", "in-reload", "RELOADED");
    const { id } = await second.next("ready");
    await second.next("event", ({ event }) => (event as DeploymentEvent).line === "start begins");
    await second.kill();
    expect(await ask(url)).toMatchObject({ pid });
    const third = start("", "in-reload");
    expect((await third.next("ready")).id).toBe(id);
    const detail = (await third.next("finished")).detail as DeploymentDetail;
    expect(detail.error).toBeUndefined();
    expect(detail).toMatchObject({ status: "succeeded", cause: "reload", resumedFrom: "monitor", url });
    expect((await ask(url)).names).toContain("RELOADED");
    await third.kill();
  });

  itIn("in-switch", "leaves the earlier version in charge when the new one fails its check after a kill", async () => {
    const app = appFolders(chooseAppsRoot(home, process.getuid?.() === 0), "in-switch");
    const [good, bad] = [path.join(base, "good.zip"), path.join(base, "bad.zip")];
    writeFileSync(good, zipOf(tinyProject()));
    writeFileSync(bad, zipOf(tinyProject(silentAtItsAddress)));
    const first = start(good, "in-switch");
    const { url = "" } = (await first.next("finished")).detail as DeploymentDetail;
    await first.kill();
    const second = start(bad, "in-switch");
    await second.next("ready");
    await until(async () => existsSync(path.join(app.data, "asked.txt")), 60_000);
    await second.kill();
    const third = start("", "in-switch");
    const failed = (await third.next("finished")).detail as DeploymentDetail;
    expect(failed).toMatchObject({ status: "failed", isCurrent: false, error: { type: "START_FAILED" } });
    expect((await ask(url)).version).toBe("one");
    await third.kill();
  });

  itIn("in-install", "installs again after a kill in the install", async () => {
    const held: ServerResponse[] = [];
    let isAnswering = false;
    const registry = createServer((_request, response) => {
      if (isAnswering) response.end(packageArchive(base));
      else held.push(response);
    });
    await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = registry.address() as AddressInfo;
      const zip = path.join(base, "in-install.zip");
      writeFileSync(zip, zipOf(depending(`http://127.0.0.1:${port}/far.tgz`)));
      const first = start(zip, "in-install");
      const ready = await first.next("ready");
      await until(async () => held.length > 0);
      await first.kill();
      isAnswering = true;
      const second = start("", "in-install");
      expect((await second.next("ready")).id).toBe(ready.id);
      const detail = (await second.next("finished")).detail as DeploymentDetail;
      expect(detail.error).toBeUndefined();
      expect(detail).toMatchObject({ status: "succeeded", resumedFrom: "trigger-build" });
      expect(detail.steps.find(({ name }) => name === "trigger-build")?.attempts).toBe(2);
      // npm of the first try is gone, or it would still wait for its answer.
      await until(async () => held.every(({ destroyed }) => destroyed));
      expect((await ask(detail.url ?? "")).version).toBe("far away");
      await second.kill();
    } finally {
      registry.closeAllConnections();
      registry.close();
    }
  });

  function recordedPid(detail: DeploymentDetail): number {
    const root = chooseAppsRoot(home, process.getuid?.() === 0);
    const record = path.join(root, ".state", detail.appName ?? "", `${detail.id}.app.json`);
    expect(existsSync(record)).toBe(true);
    return Number.parseInt(readFileSync(record, "utf8"), 10);
  }

  async function isUp(url: string): Promise<boolean> {
    return ask(url).then(
      () => true,
      () => false,
    );
  }
});
