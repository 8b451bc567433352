import { expect, it } from "vitest";
import { connectPlatform, openConnection } from "@/modules/connections";
import { setVariables } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import { describeOnPglite } from "@/server/testing";
import { cancelDeployment, rollbackDeployment, startDeployment } from "../../index";
import { registerJobs } from "../../jobs";
import { createDeployment } from "../../lifecycle/create";
import { DeploymentSpec } from "../../run-spec";
import { railwayRuns } from "../../testing/railway-runs";
import { eventOf, eventsOf, finished, tinyProject, until, upload } from "../../testing/tiny-project";
import { followLogs } from "./log";

describeOnPglite("deployments to Railway", (getCtx) => {
  const runs = railwayRuns(getCtx, registerJobs);
  const linesOf = async (id: string) => (await eventsOf(runs.ctx, id)).flatMap(({ line }) => line ?? []);
  /** As a person does something on Railway by hand. */
  const askRailway = async (operationName: string, variables: object, query: string) => {
    const response = await fetch(`${runs.railway.address}/graphql/v2`, {
      method: "POST",
      headers: { authorization: `Bearer ${runs.railway.goodToken}`, "content-type": "application/json" },
      body: JSON.stringify({ operationName, query, variables }),
    });
    return response.json();
  };
  const migrating = {
    "package.json": JSON.stringify({ scripts: { build: "b", start: "s", "db:migrate": "node migrate.mjs" } }),
  };
  const buildLog = [
    "Using Railpack",
    "npm ci",
    "added 312 packages in 9s",
    "npm run build",
    "compiling",
    "compiling",
    "Compiled successfully",
  ];
  const toldOf = async (id: string) => (await linesOf(id)).filter((line) => buildLog.includes(line));

  it("makes project, service and address, and runs a generated app with its variables", async () => {
    const { id: projectId } = await createProject(runs.ctx, {
      name: "harbour",
      config: { name: "harbour", framework: "hono" },
    });
    const variables = { GREETING: { value: "hello" } };
    await setVariables(runs.ctx, { projectId, environment: "production", variables });
    const { connectionId } = runs;
    const { id } = await startDeployment(runs.ctx, { projectId, platform: "railway", connectionId });
    const done = await finished(runs.ctx, id);
    expect(done.error).toBeUndefined();
    expect(done).toMatchObject({ status: "succeeded", emulated: true, isCurrent: true });
    expect(done.steps.map(({ status }) => status)).toEqual(Array(9).fill("succeeded"));
    const { projects, instances, deployments } = runs.onRailway("harbour");
    expect(projects).toMatchObject([{ environments: ["production"], services: [{ name: "harbour" }] }]);
    expect(instances).toMatchObject([
      {
        variables: { GREETING: "hello", HOST: "0.0.0.0" },
        settings: { healthcheckPath: "/api/health", buildCommand: null, preDeployCommand: [] },
      },
    ]);
    expect(done.url).toBe(`http://${instances[0]?.domain}`);
    expect(deployments).toMatchObject([{ status: "SUCCESS", variables: { GREETING: "hello" } }]);
    expect(deployments[0]?.files).toContain("src/server.ts");
    expect(deployments[0]?.meta.cliMessage).toContain(id);
    const lines = await linesOf(id);
    expect(lines.filter((line) => buildLog.includes(line))).toEqual(buildLog);
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Build the image: done in \d+ s$/),
        expect.stringMatching(/^Check its health: done/),
        "Ready",
      ]),
    );
  });

  it("deploys once more to the same place, and goes back without a build", async () => {
    const first = await runs.deploy("again");
    const second = await runs.again(first.projectId, { "version.txt": "two" });
    expect(second).toMatchObject({ status: "succeeded", url: first.url });
    expect(runs.onRailway("again").deployments.map(({ status }) => status)).toEqual(["REMOVED", "SUCCESS"]);
    const uploads = runs.railway.requests.filter(({ operation }) => operation === "up").length;
    const { id } = await rollbackDeployment(runs.ctx, { id: first.id });
    const back = await finished(runs.ctx, id);
    expect(back.error).toBeUndefined();
    expect(back).toMatchObject({ status: "succeeded", cause: "rollback", isCurrent: true });
    expect(runs.railway.requests.filter(({ operation }) => operation === "up")).toHaveLength(uploads);
    const { projects, deployments } = runs.onRailway("again");
    expect(projects).toHaveLength(1);
    expect(deployments.map(({ status }) => status)).toEqual(["REMOVED", "REMOVED", "SUCCESS"]);
    expect(deployments[2]?.files).toEqual(deployments[0]?.files);
  });

  it("leaves variables alone that Berth did not set", async () => {
    const first = await runs.deploy("beside");
    const [project] = runs.onRailway("beside").projects;
    const { data } = await askRailway(
      "project",
      { id: project?.id },
      "query project($id: String!) { project(id: $id) { environments { edges { node { id } } } services { edges { node { id } } } } }",
    );
    const idOf = (nodes: { edges: { node: { id: string } }[] }) => nodes.edges[0]?.node.id;
    const input = {
      projectId: project?.id,
      environmentId: idOf(data.project.environments),
      serviceId: idOf(data.project.services),
      variables: { THEIRS: "kept" },
      skipDeploys: true,
    };
    await askRailway(
      "variableCollectionUpsert",
      { input },
      "mutation variableCollectionUpsert($input: VariableCollectionUpsertInput!) { variableCollectionUpsert(input: $input) }",
    );
    expect(await runs.again(first.projectId)).toMatchObject({ status: "succeeded" });
    expect(runs.onRailway("beside").instances[0]?.variables).toEqual({ HOST: "0.0.0.0", THEIRS: "kept" });
    expect(runs.onRailway("beside").deployments).toHaveLength(2);
  });

  it("makes previews in an environment of their own, with an address of its own", async () => {
    const first = await runs.deploy("looks");
    const { projectId, url } = first;
    const sourceId = await upload(runs.ctx, tinyProject());
    const { connectionId } = runs;
    const place = { projectId, connectionId, platform: "railway", environment: "production", name: "looks" } as const;
    const spec = DeploymentSpec.parse({ ...place, target: "preview", sourceId, timeoutSeconds: 120, filesOf: null });
    const preview = await finished(runs.ctx, await createDeployment(runs.ctx, { spec, config: {}, isEmulated: true }));
    expect(preview.error).toBeUndefined();
    expect(preview).toMatchObject({ status: "succeeded", target: "preview", isCurrent: false });
    expect(preview.url).not.toBe(url);
    const { projects, deployments } = runs.onRailway("looks");
    expect(projects).toMatchObject([{ environments: ["production", "preview"], services: [{ name: "looks" }] }]);
    expect(deployments.map(({ environment, status }) => `${environment} ${status}`)).toEqual([
      "production SUCCESS",
      "preview SUCCESS",
    ]);
    expect(await runs.again(projectId)).toMatchObject({ status: "succeeded", url });
  });

  it("runs migrations before the start, and tells when they fail", async () => {
    runs.railway.scenario.addOutcome({ name: "migrations", result: "migrate-failed" });
    const failed = await runs.deploy("migrations", migrating);
    expect(runs.onRailway("migrations").instances[0]?.settings.preDeployCommand).toEqual(["npm run db:migrate"]);
    expect(failed).toMatchObject({ status: "failed" });
    expect(failed.error?.evidence?.join("\n")).toContain('relation "entries" already exists');
    expect(await linesOf(failed.id)).toContain("Run migrations: failed: Pre-deploy command exited with code 1");
  });

  it("tells why a build failed, with its lines", async () => {
    runs.railway.scenario.addOutcome({ name: "broken", result: "build-failed" });
    const failed = await runs.deploy("broken");
    expect(failed).toMatchObject({
      status: "failed",
      error: { type: "BUILD_FAILED", file: "src/app/page.tsx", line: 12 },
    });
    expect(await linesOf(failed.id)).toContain("Type error: Type 'string' is not assignable to type 'number'.");
  });

  it.each([
    ["crashed", "START_FAILED"],
    ["unhealthy", "START_FAILED"],
    ["skipped", "INVALID_CONFIG"],
  ])("tells of a deployment that Railway says is %s", async (result, type) => {
    runs.railway.scenario.addOutcome({ name: `end-${result}`, result });
    const failed = await runs.deploy(`end-${result}`);
    expect(failed).toMatchObject({ status: "failed", error: { type } });
    expect(failed.url).toBeUndefined();
  });

  it("counts an app that sleeps as live", async () => {
    runs.railway.scenario.addOutcome({ name: "dozing", result: "sleeping" });
    expect(await runs.deploy("dozing")).toMatchObject({ status: "succeeded", isCurrent: true });
  });

  it("does not touch a project of that name which Berth did not make", async () => {
    runs.railway.addProject("strangers");
    const failed = await runs.deploy("strangers");
    expect(failed).toMatchObject({ status: "failed", error: { type: "PROJECT_NAME_TAKEN" } });
    const free = failed.error?.recovery.find(({ name }) => name !== undefined)?.name ?? "";
    expect(free).toMatch(/^strangers-/);
    expect(runs.onRailway("strangers").projects).toMatchObject([{ services: [] }]);
    const { projectId } = failed;
    expect(await runs.again(projectId, {}, { name: free })).toMatchObject({ status: "succeeded", name: free });
  });

  it("asks a person to approve, waits, and goes on", async () => {
    runs.railway.scenario.addOutcome({ name: "guarded", result: "needs-approval" });
    const { id } = await runs.begin("guarded");
    const asked = await eventOf(runs.ctx, id, ({ error }) => error !== undefined);
    expect(asked.error?.recovery).toMatchObject([{ fix: { kind: "approve" } }]);
    const [waiting] = runs.onRailway("guarded").deployments;
    const approve = "mutation deploymentApprove($id: String!) { deploymentApprove(id: $id) }";
    await askRailway("deploymentApprove", { id: waiting?.id }, approve);
    expect(await finished(runs.ctx, id)).toMatchObject({ status: "succeeded" });
  });

  it("cancels on Railway too", async () => {
    runs.railway.scenario.addOutcome({ name: "slow", result: "stuck" });
    const { id } = await runs.begin("slow");
    await eventOf(runs.ctx, id, ({ line }) => line?.includes("waits for its turn") ?? false);
    await cancelDeployment(runs.ctx, { id });
    expect(await finished(runs.ctx, id)).toMatchObject({ status: "cancelled" });
    expect(runs.onRailway("slow").deployments).toMatchObject([{ status: "REMOVED" }]);
  });

  it("cancels what becomes a deployment only after it was cancelled", async () => {
    runs.railway.scenario.addOutcome({ name: "late", result: "stuck" });
    runs.railway.scenario.add({ operation: "up", name: "late", delayMs: 1_500 });
    const { id } = await runs.begin("late");
    const asked = (operation: string) =>
      runs.railway.requests.filter((request) => request.operation === operation).length;
    const [updates, uploads] = [asked("serviceInstanceUpdate"), asked("up")];
    await until(async () => asked("serviceInstanceUpdate") > updates);
    await cancelDeployment(runs.ctx, { id });
    expect(await finished(runs.ctx, id)).toMatchObject({ status: "cancelled" });
    // On a slow machine the archive may not have been sent when the deployment was cancelled.
    await until(async () => asked("up") > uploads, 5_000).catch(() => undefined);
    const statuses = runs.onRailway("late").deployments.map(({ status }) => status);
    expect(statuses.filter((status) => status !== "REMOVED")).toEqual([]);
  });

  it("tells no line twice and loses none over broken, shuffled and silent sockets", async () => {
    runs.railway.scenario.add({ operation: "subscribe", times: 4, cutAfterWrites: 4 });
    expect(await toldOf((await runs.deploy("torn")).id)).toEqual(buildLog);
    runs.railway.disturb({ isShuffled: true });
    expect((await toldOf((await runs.deploy("shuffled")).id)).toSorted()).toEqual(buildLog.toSorted());
    runs.railway.disturb({ isShuffled: false, isSilent: true });
    const silent = await runs.deploy("silent");
    runs.railway.disturb({ isSilent: false });
    expect(silent).toMatchObject({ status: "succeeded" });
    expect(await toldOf(silent.id)).toEqual(buildLog);
  });

  it("tells nothing twice when it takes up a deployment whose lines were told before", async () => {
    const { id } = await runs.deploy("resumed");
    const access = await openConnection(runs.ctx, runs.connectionId);
    const provider = runs.onRailway("resumed").deployments[0]?.id ?? "";
    const tell = async (attempt: number) => {
      const told: string[] = [];
      const log = (_step: string, _stream: string, line: string) => void told.push(line);
      const phases = { started: Promise.resolve(), over: AbortSignal.abort() };
      const active = { id, log, run: { attempt, ctx: runs.ctx } };
      await followLogs(access, { active, id: provider, phases }, AbortSignal.timeout(30_000));
      return told;
    };
    expect(await tell(1)).toEqual([...buildLog, "Starting Container", "Ready"]);
    expect(await tell(2)).toEqual([]);
  });

  it("gets over refusals that pass", async () => {
    const { scenario } = runs.railway;
    scenario.add({ operation: "projects", times: 2, answer: { status: 503 } });
    scenario.add({ operation: "serviceCreate", times: 1, answer: { status: 429, headers: { "retry-after": "1" } } });
    scenario.add({ operation: "variableCollectionUpsert", times: 1, answer: { status: 500 } });
    scenario.add({ operation: "up", times: 1, answer: { status: 502, text: "<html>bad gateway</html>" } });
    const done = await runs.deploy("stormy");
    expect(done.error).toBeUndefined();
    expect(done.status).toBe("succeeded");
    const { projects, deployments } = runs.onRailway("stormy");
    expect([projects.length, projects[0]?.services.length, deployments.length]).toEqual([1, 1, 1]);
  });

  it("says what Railway's plan does not allow, and when an hour's requests are spent", async () => {
    const message = "Free plan resource provision limit exceeded. Please upgrade to provision more resources!";
    const answer = { status: 200, json: { data: null, errors: [{ message, extensions: { code: "X" } }] } };
    runs.railway.scenario.add({ operation: "projectCreate", name: "poor", answer });
    expect(await runs.deploy("poor")).toMatchObject({ status: "failed", error: { type: "PAYMENT_REQUIRED" } });
    runs.railway.scenario.clear();
    const spent = { status: 429, headers: { "retry-after": "1800" } };
    runs.railway.scenario.add({ operation: "projects", times: 1, answer: spent });
    expect(await runs.deploy("spent")).toMatchObject({ status: "failed", error: { type: "QUOTA_EXCEEDED" } });
  });

  it("waits for another token when the one it has is refused, and then goes on", async () => {
    runs.railway.scenario.addOutcome({ name: "revoked", result: "success", statePaceMs: 1_500 });
    const { id } = await runs.begin("revoked");
    await eventOf(runs.ctx, id, ({ line }) => line?.includes("has begun the deployment") ?? false);
    runs.railway.scenario.revoke(runs.railway.goodToken);
    await eventOf(runs.ctx, id, ({ kind, message }) => kind === "recovery" && /connected again/.test(message ?? ""));
    runs.railway.scenario.clear();
    runs.railway.scenario.addOutcome({ name: "revoked", result: "success" });
    await connectPlatform(runs.ctx, {
      platform: "railway",
      token: runs.railway.goodToken,
      teamId: "workspace-harbour",
    });
    expect(await finished(runs.ctx, id)).toMatchObject({ status: "succeeded" });
    expect(runs.onRailway("revoked").deployments).toHaveLength(1);
  });

  it("deploys into the project of a project token, beside what is there", async () => {
    const place = runs.railway.addProject("given");
    runs.railway.addService(place.projectId, "theirs");
    runs.railway.bindProjectToken(place);
    const outcome = await connectPlatform(runs.ctx, {
      platform: "railway",
      token: runs.railway.projectToken,
      name: "p",
    });
    if (outcome.outcome === "choose-team") throw new Error("A project token has no choice of workspaces.");
    const { id: connectionId } = outcome.connection;
    const done = await runs.deploy("guest", {}, { connectionId });
    expect(done.error).toBeUndefined();
    const [given] = runs.onRailway("given").projects;
    expect(given?.services.map(({ name }) => name)).toEqual(["theirs", "guest"]);
    const taken = await runs.deploy("theirs", {}, { connectionId });
    expect(taken).toMatchObject({ status: "failed", error: { type: "PROJECT_NAME_TAKEN" } });
    await until(async () => runs.onRailway("theirs").deployments.length === 0);
  });
});
