import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { cancelDeployment, getDeployment, stopApp } from "./index";
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

const pnpmLockfile = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false

importers:

  .:
    dependencies:
      is-number:
        specifier: 7.0.0
        version: 7.0.0

packages:

  is-number@7.0.0:
    resolution: {integrity: sha512-41Cifkg6e8TylSpdtTpeLVMqvSBEVzTttHvERD741+pnZ8ANv0004MRL43QKPDlK9cGvNp6NZWZUBlbGXYxxng==}
    engines: {node: '>=0.12.0'}

snapshots:

  is-number@7.0.0: {}
`;

/** Says at every start which package it found, and calls pnpm by name in its build. */
function pnpmProject(lockfile: string): Files {
  return tinyProject({
    "package.json": JSON.stringify({
      name: "tiny",
      type: "module",
      packageManager: "pnpm@10.34.9",
      scripts: { build: "pnpm --version && node build.mjs", start: "node server.mjs" },
      dependencies: { "is-number": "7.0.0" },
    }),
    "pnpm-lock.yaml": lockfile,
    "build.mjs": 'import isNumber from "is-number"; console.log("is-number says " + isNumber(7));',
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

  it("installs a pnpm project with pnpm, from the cache the second time", async () => {
    const project = await createProject(ctx, { name: "by-pnpm" });
    const first = await deploy(ctx, project.id, pnpmProject(pnpmLockfile));
    expect(first).toMatchObject({ status: "succeeded" });
    const lines = (await eventsOf(ctx, first.id)).map(({ line }) => line ?? "");
    expect(lines).toContain("10.34.9");
    expect(lines).toContain("is-number says true");
    const second = await deploy(ctx, project.id, pnpmProject(pnpmLockfile));
    expect(second).toMatchObject({ status: "succeeded" });
    const again = (await eventsOf(ctx, second.id)).map(({ line }) => line ?? "");
    expect(again.some((line) => line.startsWith("Packages taken from the cache"))).toBe(true);
    expect(again).toContain("is-number says true");
    await stopApp(ctx, { name: "by-pnpm" });
  });

  it("says that a pnpm lockfile is out of date", async () => {
    const project = await createProject(ctx, { name: "stale-pnpm" });
    const failed = await deploy(ctx, project.id, pnpmProject(pnpmLockfile.replaceAll("7.0.0", "6.0.0")));
    expect(failed).toMatchObject({ status: "failed", error: { type: "BUILD_FAILED" } });
    expect(failed.error?.message).toContain("ERR_PNPM_OUTDATED_LOCKFILE");
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
