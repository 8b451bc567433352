import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
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
import { eventOf, eventsOf, type Files, finished, tinyProject, upload } from "../../testing/tiny-project";

describeOnPglite("a deployment to Render", (getCtx) => {
  let ctx: Ctx;
  let github: GithubEmulator;
  let render: RenderEmulator;
  let number = 0;

  beforeAll(async () => {
    await registerJobs(getCtx.kernel());
    github = await startGithub();
    render = await startRender({ github });
  });
  beforeEach(async () => {
    for (const emulator of [github, render]) {
      await fetch(`${emulator.address}/__emulator/reset`, { method: "POST" });
    }
    ctx = await getCtx();
    await connectEmulator(getCtx.kernel(), ctx, render);
  });
  afterAll(async () => {
    await github.close();
    await render.close();
    const host = openLocalHost(getCtx.kernel());
    await host.proxy.stop();
    rmSync(path.dirname(host.root), { recursive: true, force: true });
  });

  const connectGithub = () => connectEmulator(getCtx.kernel(), ctx, github);
  const newProject = async (keys: string[] = []) => {
    number += 1;
    const project = await createProject(ctx, { name: `boat-${number}` });
    if (keys.length > 0) await ensureGenerated(ctx, { projectId: project.id, keys });
    return project;
  };
  const begin = async (projectId: string, files: Files = {}, name?: string) => {
    const sourceId = await upload(ctx, tinyProject({ "package-lock.json": "{}", ...files }));
    return (await startDeployment(ctx, { projectId, platform: "render", sourceId, timeoutSeconds: 120, name })).id;
  };
  const deploy = async (projectId: string, files: Files = {}, name?: string) =>
    finished(ctx, await begin(projectId, files, name));
  const service = () => {
    const [only, ...others] = render.view().services;
    expect(others).toEqual([]);
    if (!only) throw new Error("There is no service.");
    return only;
  };

  it("pushes the code, makes a service of it and tells what happens", async () => {
    await connectGithub();
    const project = await newProject(["API_KEY"]);
    const scripts = { build: "node build.mjs", start: "node server.mjs", "db:migrate": "node migrate.mjs" };
    const done = await deploy(project.id, {
      "package.json": JSON.stringify({ name: "tiny", type: "module", scripts }),
      ".env": "SECRET=here",
    });
    expect(done.error).toBeUndefined();
    expect(done).toMatchObject({ status: "succeeded", isCurrent: true, url: service().url, emulated: true });
    expect(done.steps.map(({ status }) => status)).toEqual(Array(9).fill("succeeded"));
    expect(service()).toMatchObject({
      name: project.name,
      plan: "starter",
      repo: `${github.address}/octo/${project.name}`,
      buildCommand: "npm ci --include=dev && npm run build",
      startCommand: "npm run start",
      preDeployCommand: "npm run db:migrate",
      healthCheckPath: "/api/health",
    });
    expect(Object.keys(service().variables).sort()).toEqual(["API_KEY", "BERTH_APP_ID", "HOST"]);
    const [repository] = github.repositories();
    expect(repository).toMatchObject({ name: project.name, isPrivate: true });
    const head = github.commit(repository?.head ?? "");
    expect(head?.message).toContain(`Berth-Deployment: ${done.id}`);
    expect([...(head?.files.keys() ?? [])]).toContain("server.mjs");
    expect([...(head?.files.keys() ?? [])]).not.toContain(".env");
    expect(service().deploys).toMatchObject([{ status: "live", commit: { id: repository?.head } }]);
    const lines = (await eventsOf(ctx, done.id)).map(({ line }) => line ?? "");
    for (const told of ["https://github.com/apps/render/installations/new", "about 7 US dollars a month"])
      expect(lines.join("\n")).toContain(told);
    expect(lines.filter((line) => line === "added 214 packages in 9s")).toHaveLength(1);
    expect(lines).toContain("==> Your service is live");
    expect(render.violations).toEqual([]);
    expect(github.violations).toEqual([]);
  });

  it("deploys again to the same service, keeps what others set", async () => {
    await connectGithub();
    const project = await newProject(["FIRST"]);
    await deploy(project.id);
    render.setVariable(project.name, "FOREIGN", "theirs");
    await ensureGenerated(ctx, { projectId: project.id, keys: ["SECOND"] });
    const done = await deploy(project.id, { "version.txt": "two" });
    expect(done.error).toBeUndefined();
    expect(Object.keys(service().variables).sort()).toEqual(["BERTH_APP_ID", "FIRST", "FOREIGN", "HOST", "SECOND"]);
    expect(service().variables.FOREIGN).toBe("theirs");
    expect(service().deploys.map(({ status }) => status)).toEqual(["deactivated", "live"]);
    expect(github.repositories()).toHaveLength(1);
    expect(render.violations).toEqual([]);
  });

  it.each([
    ["build-failed", { type: "BUILD_FAILED", file: "src/app/page.tsx", line: 3 }],
    ["build-out-of-memory", { type: "BUILD_FAILED", message: expect.stringMatching(/memory/) }],
    [
      "pre-deploy-failed",
      { type: "BUILD_FAILED", evidence: expect.arrayContaining([expect.stringContaining("users")]) },
    ],
    ["out-of-memory", { type: "START_FAILED", message: expect.stringMatching(/memory/) }],
    ["unhealthy", { type: "START_FAILED", message: expect.stringMatching(/health/i) }],
    ["timed-out", { type: "START_FAILED", message: expect.stringMatching(/port/i) }],
    ["crashed", { type: "START_FAILED" }],
  ])("tells why it failed: %s", async (result, error) => {
    await connectGithub();
    render.scenario.addOutcome({ result });
    const project = await newProject();
    const migrate = { build: "b", start: "s", "db:migrate": "m" };
    const files: Files = result.startsWith("pre-") ? { "package.json": JSON.stringify({ scripts: migrate }) } : {};
    const done = await deploy(project.id, files);
    expect(done).toMatchObject({ status: "failed", error });
    expect(render.violations).toEqual([]);
  });

  it("refuses without a GitHub account, before anything is made", async () => {
    const project = await newProject();
    const done = await deploy(project.id);
    expect(done.error).toMatchObject({
      type: "INVALID_CONFIG",
      message: expect.stringContaining("no GitHub account is connected"),
      recovery: expect.arrayContaining([expect.objectContaining({ href: "/connections?connect=github" })]),
    });
    expect(render.view().services).toEqual([]);
  });

  it("leaves a stranger's service alone and suggests a free name", async () => {
    await connectGithub();
    const project = await newProject();
    render.addService(project.name);
    const done = await deploy(project.id);
    expect(done.error).toMatchObject({ type: "PROJECT_NAME_TAKEN" });
    const free = done.error?.recovery.find(({ name }) => name !== undefined)?.name;
    expect(free).toMatch(new RegExp(`^${project.name}-`));
    expect(github.repositories()).toEqual([]);
    const again = await deploy(project.id, {}, free);
    expect(again.error).toBeUndefined();
  });

  it("leaves a stranger's repository alone and makes another one", async () => {
    await connectGithub();
    const project = await newProject();
    github.addRepository({ owner: "octo", name: project.name });
    const before = github.repository("octo", project.name)?.head;
    const done = await deploy(project.id);
    expect(done.error).toBeUndefined();
    expect(github.repository("octo", project.name)?.head).toBe(before);
    expect(service().repo).toMatch(new RegExp(`/octo/${project.name}-[0-9a-f]{6}$`));
  });

  it("tells that Render's GitHub app must see the repository, and goes on once it does", async () => {
    await connectGithub();
    const project = await newProject();
    render.hideRepository(`octo/${project.name}`);
    const done = await deploy(project.id);
    expect(done.error).toMatchObject({
      type: "INSUFFICIENT_PERMISSIONS",
      message: expect.stringContaining("its own GitHub app"),
      recovery: expect.arrayContaining([
        expect.objectContaining({ href: expect.stringContaining("github.com/apps/render") }),
      ]),
    });
    render.hideRepository(`octo/${project.name}`, false);
    const again = await deploy(project.id);
    expect(again.error).toBeUndefined();
    expect(service().deploys).toHaveLength(1);
  });

  it("asks for a card where there is none", async () => {
    await connectGithub();
    render.removeCard();
    const { id } = await newProject();
    // Once more for what the first try left behind.
    for (const done of [await deploy(id), await deploy(id)]) {
      expect(done.error).toMatchObject({ type: "PAYMENT_REQUIRED", message: expect.stringContaining("paid plan") });
    }
    expect(render.violations).toEqual([]);
  });

  it("waits out a rate limit and a burst of failures", async () => {
    await connectGithub();
    const limited = { status: 429, headers: { "ratelimit-reset": "1" }, json: { message: "too many requests" } };
    render.scenario.add({ operation: "create-service", times: 1, answer: limited });
    render.scenario.add({ operation: "retrieve-deploy", times: 2, answer: { status: 502, text: "<html>" } });
    render.scenario.add({ operation: "list-services", times: 1, answer: { status: 503 } });
    const done = await deploy((await newProject()).id);
    expect(done.error).toBeUndefined();
    expect(service().deploys).toHaveLength(1);
  });

  it("finds a deploy that was queued", async () => {
    await connectGithub();
    const project = await newProject();
    await deploy(project.id);
    render.scenario.addOutcome({ result: "queued" });
    const done = await deploy(project.id, { "version.txt": "two" });
    expect(done.error).toBeUndefined();
    expect(service().deploys.map(({ status }) => status)).toEqual(["deactivated", "live"]);
  });

  it("resumes a service that was paused, and deploys to it", async () => {
    await connectGithub();
    const project = await newProject();
    await deploy(project.id);
    const headers = { authorization: `Bearer ${render.goodToken}` };
    await fetch(`${render.address}/v1/services/${service().id}/suspend`, { method: "POST", headers });
    const done = await deploy(project.id, { "version.txt": "two" });
    expect(done.error).toBeUndefined();
    expect(service()).toMatchObject({ isSuspended: false });
    expect(service().deploys.map(({ trigger, status }) => `${trigger} ${status}`)).toEqual([
      "api deactivated",
      "service_resumed deactivated",
      "api live",
    ]);
  });

  it("makes the service again once it was deleted on Render", async () => {
    await connectGithub();
    const project = await newProject();
    await deploy(project.id);
    const before = service().id;
    const headers = { authorization: `Bearer ${render.goodToken}` };
    await fetch(`${render.address}/v1/services/${before}`, { method: "DELETE", headers });
    const done = await deploy(project.id);
    expect(done.error).toBeUndefined();
    expect(service().id).not.toBe(before);
  });

  it("takes the address Render gives, and has the app told it", async () => {
    await connectGithub();
    const project = await newProject();
    render.takeSlug(project.name);
    const config = { name: project.name, framework: "next" };
    const done = await deploy(project.id, { "berth.json": JSON.stringify({ config }) });
    expect(done.url).toBe(service().url);
    expect(service().url).toContain(`${project.name}-x7k2.`);
    expect(service().variables).not.toHaveProperty("NEXT_PUBLIC_APP_URL");
    expect(service().startCommand).toContain(
      `export NEXT_PUBLIC_APP_URL="\${NEXT_PUBLIC_APP_URL:-$RENDER_EXTERNAL_URL}"`,
    );
    await deploy(project.id, { "berth.json": JSON.stringify({ config }), "version.txt": "two" });
    expect(service().variables.NEXT_PUBLIC_APP_URL).toBe(service().url);
    expect(service().startCommand).toBe("npm run start");
  });

  it("stops the deploy on Render when it is cancelled", async () => {
    await connectGithub();
    render.scenario.addOutcome({ result: "stuck" });
    const id = await begin((await newProject()).id);
    await eventOf(ctx, id, ({ line }) => line === "Render: build in progress.");
    await cancelDeployment(ctx, { id });
    expect(await finished(ctx, id)).toMatchObject({ status: "cancelled" });
    expect(service().deploys).toMatchObject([{ status: "canceled" }]);
  });

  it("stops a deploy on Render that was still queued there when it was cancelled", async () => {
    await connectGithub();
    const project = await newProject();
    await deploy(project.id);
    render.scenario.addOutcome({ result: "stuck" });
    const [first] = service().deploys;
    await fetch(`${render.address}/v1/services/${service().id}/deploys`, {
      method: "POST",
      headers: { authorization: `Bearer ${render.goodToken}`, "content-type": "application/json" },
      body: JSON.stringify({ commitId: first?.commit.id, clearCache: "clear" }),
    });
    const id = await begin(project.id, { "version.txt": "two" });
    await expect.poll(() => service().deploys.length, { timeout: 30_000 }).toBe(3);
    await cancelDeployment(ctx, { id });
    expect(await finished(ctx, id)).toMatchObject({ status: "cancelled" });
    expect(service().deploys.map(({ status }) => status)).toEqual(["live", "build_in_progress", "canceled"]);
  });

  it("goes back to an earlier build with its variables, without a push or a build", async () => {
    await connectGithub();
    const project = await newProject(["FIRST"]);
    const one = await deploy(project.id);
    await ensureGenerated(ctx, { projectId: project.id, keys: ["SECOND"] });
    await deploy(project.id, { "version.txt": "two" });
    const head = github.repositories()[0]?.head;
    const { id } = await rollbackDeployment(ctx, { id: one.id });
    const done = await finished(ctx, id);
    expect(done.error).toBeUndefined();
    expect(github.repositories()[0]?.head).toBe(head);
    const [first, , last] = service().deploys;
    expect(last).toMatchObject({ trigger: "rollback", status: "live", commit: first?.commit });
    expect(Object.keys(service().variables)).not.toContain("SECOND");
    expect(Object.keys(service().variables)).toContain("FIRST");
  });
});
