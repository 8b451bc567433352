import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { listConnections, reconnectPlatform } from "@/modules/connections";
import { connectEmulator } from "@/modules/connections/testing/connect-emulator";
import { ensureGenerated } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { type GithubEmulator, startGithub } from "../../../../../e2e/emulators/github/github";
import { type RenderEmulator, startRender } from "../../../../../e2e/emulators/render/render";
import { cancelDeployment, rollbackDeployment, startDeployment } from "../../index";
import { registerJobs } from "../../jobs";
import { openLocalHost } from "../../local/host";
import { eventOf, type Files, finished, tinyProject, upload } from "../../testing/tiny-project";

const secondToken = "rnd_second00000000000000000000";

describeOnPglite("Render when answers are lost", (getCtx) => {
  let ctx: Ctx;
  let github: GithubEmulator;
  let render: RenderEmulator;
  let project: { id: string; name: string };
  let number = 0;

  beforeAll(async () => {
    await registerJobs(getCtx.kernel());
    github = await startGithub();
    render = await startRender({ github, tokens: ["rnd_first000000000000000000000", secondToken] });
  });
  beforeEach(async () => {
    for (const emulator of [github, render]) await fetch(`${emulator.address}/__emulator/reset`, { method: "POST" });
    ctx = await getCtx();
    await connectEmulator(getCtx.kernel(), ctx, render);
    await connectEmulator(getCtx.kernel(), ctx, github);
    number += 1;
    project = await createProject(ctx, { name: `raft-${number}` });
    await ensureGenerated(ctx, { projectId: project.id, keys: ["OWN"] });
  });
  afterAll(async () => {
    await github.close();
    await render.close();
    const host = openLocalHost(getCtx.kernel());
    await host.proxy.stop();
    rmSync(path.dirname(host.root), { recursive: true, force: true });
  });

  const begin = async (files: Files = {}) => {
    const sourceId = await upload(ctx, tinyProject({ "package-lock.json": "{}", ...files }));
    const input = { projectId: project.id, platform: "render", sourceId, timeoutSeconds: 120 } as const;
    return (await startDeployment(ctx, input)).id;
  };
  const deploy = async (files: Files = {}) => finished(ctx, await begin(files));
  const expectOneOfEach = () => {
    expect(github.repositories()).toHaveLength(1);
    expect(render.view().services).toHaveLength(1);
    expect(render.violations).toEqual([]);
    return render.view().services[0];
  };

  it.each([
    ["render", "create-service"],
    ["github", "createRepository"],
    ["github", "createTree"],
    ["github", "createCommit"],
    ["github", "updateRef"],
  ] as const)("a first deployment makes one of everything: %s %s", async (platform, operation) => {
    const emulator = platform === "render" ? render : github;
    emulator.scenario.add({ operation, lose: "after", times: 1 });
    const done = await deploy();
    expect(done.error).toBeUndefined();
    expect(emulator.requests.some((request) => request.operation === operation && request.status === 0)).toBe(true);
    expect(expectOneOfEach()?.deploys.map(({ status }) => status)).toEqual(["live"]);
  });

  it.each(["before", "after"] as const)(
    "a service is made once although all answers are lost %s for a while",
    async (lose) => {
      render.scenario.add({ operation: "create-service", lose, times: 2 });
      const done = await deploy();
      expect(done.error).toBeUndefined();
      expect(expectOneOfEach()?.deploys).toHaveLength(1);
    },
  );

  it("a service whose making was noted late is not deployed twice", async () => {
    render.scenario.add({ operation: "create-service", lose: "after", times: 1 });
    render.scenario.add({ operation: "list-deploys", times: 4, answer: { status: 502 } });
    const done = await deploy();
    expect(done.error).toBeUndefined();
    expect(done.steps.find(({ name }) => name === "trigger-build")?.attempts).toBe(2);
    expect(expectOneOfEach()?.deploys).toHaveLength(1);
  });

  it.each(["create-deploy", "update-env-var", "update-service"])(
    "a later deployment makes one deploy and keeps foreign variables: %s",
    async (operation) => {
      await deploy();
      render.setVariable(project.name, "FOREIGN", "theirs");
      await ensureGenerated(ctx, { projectId: project.id, keys: ["MORE"] });
      render.scenario.add({ operation, lose: "after", times: 1 });
      const scripts = { build: "node build.mjs", start: "node server.mjs", "db:migrate": "node m.mjs" };
      const done = await deploy({ "package.json": JSON.stringify({ scripts }) });
      expect(done.error).toBeUndefined();
      expect(render.requests.some((request) => request.operation === operation && request.status === 0)).toBe(true);
      const service = expectOneOfEach();
      expect(service?.deploys.map(({ status }) => status)).toEqual(["deactivated", "live"]);
      expect(service?.variables).toMatchObject({
        FOREIGN: "theirs",
        OWN: expect.any(String),
        MORE: expect.any(String),
      });
      expect(service?.preDeployCommand).toBe("npm run db:migrate");
    },
  );

  it("a roll back is made once", async () => {
    const one = await deploy();
    await deploy({ "version.txt": "two" });
    render.scenario.add({ operation: "rollback-deploy", lose: "after", times: 1 });
    const { id } = await rollbackDeployment(ctx, { id: one.id });
    expect((await finished(ctx, id)).error).toBeUndefined();
    expect(expectOneOfEach()?.deploys.map(({ trigger }) => trigger)).toEqual(["api", "api", "rollback"]);
  });

  it("a cancel reaches Render all the same", async () => {
    render.scenario.addOutcome({ result: "stuck" });
    render.scenario.add({ operation: "cancel-deploy", lose: "before", times: 1 });
    const id = await begin();
    await eventOf(ctx, id, ({ line }) => line === "Render: build in progress.");
    await cancelDeployment(ctx, { id });
    expect(await finished(ctx, id)).toMatchObject({ status: "cancelled" });
    expect(expectOneOfEach()?.deploys).toMatchObject([{ status: "canceled" }]);
  });

  it("the live log goes on by windows when its connection is refused or cut, each line once", async () => {
    render.scenario.set({
      rules: [
        { operation: "subscribe", times: 1, answer: { status: 503 } },
        { operation: "subscribe", times: 1, cutAfterWrites: 2 },
      ],
      outcomes: [{ result: "success", log: ["alpha", "beta", "gamma"], statePaceMs: 1_500 }],
    });
    const id = await begin();
    const lines: string[] = [];
    await eventOf(ctx, id, ({ kind, line }) => {
      if (kind === "log" && line) lines.push(line);
      return kind === "end";
    });
    for (const line of ["alpha", "beta", "gamma", "==> Your service is live"])
      expect(lines.filter((told) => told === line)).toHaveLength(1);
  });

  it("waits for a new key when the old one is revoked in the middle, then goes on", async () => {
    render.scenario.add({ operation: "create-service", revoke: true, times: 1 });
    const id = await begin();
    await eventOf(ctx, id, ({ kind, message }) => kind === "recovery" && /connected again/.test(message ?? ""));
    const [connection] = await listConnections(ctx, { platform: "render" });
    await reconnectPlatform(ctx, { id: connection?.id, token: secondToken });
    const done = await finished(ctx, id);
    expect(done.error).toBeUndefined();
    expect(expectOneOfEach()?.deploys).toHaveLength(1);
  });
});
