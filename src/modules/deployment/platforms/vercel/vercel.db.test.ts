import { expect, it } from "vitest";
import { setVariables } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import { describeOnPglite } from "@/server/testing";
import {
  cancelDeployment,
  promoteDeployment,
  redeployDeployment,
  rollbackDeployment,
  startDeployment,
} from "../../index";
import { registerJobs } from "../../jobs";
import { eventOf, eventsOf, finished } from "../../testing/tiny-project";
import { vercelRuns } from "../../testing/vercel-runs";

describeOnPglite("deployments to Vercel", (getCtx) => {
  const runs = vercelRuns(getCtx, registerJobs, { takenNames: ["strangers"] });
  const linesOf = async (id: string) => (await eventsOf(runs.ctx, id)).flatMap(({ line }) => line ?? []);
  const variablesOf = (name: string) =>
    Object.fromEntries(runs.onVercel(name).project.variables.map(({ key, ...variable }) => [key, variable]));

  it("builds a generated project there and leads its address to it", async () => {
    const done = await runs.deploy("shop");
    expect(done.error).toBeUndefined();
    expect(done).toMatchObject({ status: "succeeded", emulated: true, isCurrent: true });
    const { project, deployments } = runs.onVercel("shop");
    const [deployed] = deployments;
    expect(deployments).toHaveLength(1);
    expect(deployed).toMatchObject({ readyState: "READY", target: "production", meta: { berthDeployment: done.id } });
    expect(deployed?.files).toContain("src/app/page.tsx");
    expect(project).toMatchObject({ productionId: deployed?.id, settings: { framework: "nextjs" } });
    expect(done.url).toBe(`http://${project.domains[0]?.name}`);
    expect(done.checks).toContainEqual({ name: "address", ok: true, message: `${done.url} answers.` });
    const lines = await linesOf(done.id);
    expect(lines).toContain('Running "npm run build"');
    expect(lines.filter((line) => line.includes("Compiled successfully"))).toHaveLength(1);
    // The address that Berth fills in is no doubtful value.
    expect((await eventsOf(runs.ctx, done.id)).filter(({ kind }) => kind === "warning")).toEqual([]);
  });

  it("sends only what Vercel does not have yet, and sets back the variables it goes back to", async () => {
    const first = await runs.deploy("steps");
    const uploads = runs.vercel.world.uploadsToday;
    const { projectId } = first;
    const variables = { GREETING: { value: "two", sensitive: false }, API_SECRET: { value: "hush" } };
    await setVariables(runs.ctx, { projectId, environment: "production", variables });
    const second = await runs.again(projectId);
    expect(second).toMatchObject({ status: "succeeded", isCurrent: true });
    expect(runs.vercel.world.uploadsToday).toBe(uploads);
    expect(variablesOf("steps").API_SECRET).toMatchObject({ type: "sensitive", value: "hush", target: ["production"] });
    expect(runs.onVercel("steps").deployments[1]?.env).toMatchObject({ GREETING: "two", API_SECRET: "hush" });

    const back = await finished(runs.ctx, (await rollbackDeployment(runs.ctx, { id: first.id })).id);
    expect(back).toMatchObject({ status: "succeeded", cause: "rollback", isCurrent: true, url: first.url });
    const { project, deployments } = runs.onVercel("steps");
    expect(deployments).toHaveLength(2);
    expect(project.productionId).toBe(deployments[0]?.id);
    expect(Object.keys(variablesOf("steps"))).not.toContain("GREETING");
    expect(Object.keys(variablesOf("steps"))).toContain("BERTH_APP");

    // Vercel holds production where it was led back to, until a deployment is promoted.
    const third = await finished(runs.ctx, (await redeployDeployment(runs.ctx, { id: second.id })).id);
    expect(third.status).toBe("succeeded");
    expect(runs.onVercel("steps").project.productionId).toBe(runs.onVercel("steps").deployments[2]?.id);
  });

  it("makes a preview that asks visitors to sign in, and promotes it", async () => {
    const first = await runs.deploy("looks");
    const preview = await runs.again(first.projectId, { target: "preview" });
    expect(preview).toMatchObject({ status: "succeeded", target: "preview", isCurrent: false });
    expect(preview.url).not.toBe(first.url);
    const [address] = preview.checks.filter(({ name }) => name === "address");
    expect(address?.message).toContain("Live, protected");
    expect(address?.message).toContain("/settings/deployment-protection");
    expect(runs.onVercel("looks").project.productionId).toBe(runs.onVercel("looks").deployments[0]?.id);

    const promoted = await finished(runs.ctx, (await promoteDeployment(runs.ctx, { id: preview.id })).id);
    expect(promoted).toMatchObject({ status: "succeeded", cause: "promote", isCurrent: true, url: first.url });
    expect(runs.onVercel("looks").project.productionId).toBe(runs.onVercel("looks").deployments[1]?.id);
    expect(runs.onVercel("looks").deployments).toHaveLength(2);
  });

  it("tells why a build failed, with its lines", async () => {
    runs.vercel.scenario.addOutcome({ name: "broken", result: "build-failed" });
    const failed = await runs.deploy("broken");
    expect(failed).toMatchObject({ status: "failed", error: { type: "BUILD_FAILED" } });
    expect(failed.error?.message).toContain("left-pad");
    expect(failed.error?.evidence?.join("\n")).toContain("Can't resolve 'left-pad'");
    expect(await linesOf(failed.id)).toContain("Module not found: Can't resolve 'left-pad'");
  });

  it("does not touch a project of that name which Berth did not make", async () => {
    const stranger = await runs.deploy("strangers");
    expect(stranger).toMatchObject({ status: "failed", error: { type: "PROJECT_NAME_TAKEN" } });
    const free = stranger.error?.recovery.find(({ name }) => name !== undefined)?.name;
    expect(free).toMatch(/^strangers-/);

    const init = {
      method: "POST",
      headers: { authorization: `Bearer ${runs.vercel.goodToken}`, "content-type": "application/json" },
    };
    await fetch(`${runs.vercel.address}/v11/projects`, {
      ...init,
      body: JSON.stringify({ name: "mine-by-hand", environmentVariables: [] }),
    });
    const own = await runs.deploy("mine-by-hand");
    expect(own).toMatchObject({ status: "failed", error: { type: "PROJECT_NAME_TAKEN" } });
    expect(runs.onVercel("mine-by-hand").deployments).toEqual([]);
  });

  it("names the variable Vercel did not take, and begins no build", async () => {
    const { id: projectId } = await createProject(runs.ctx, {
      name: "picky",
      config: { name: "picky", framework: "next" },
    });
    const variables = { GOOD: { value: "1" }, TZ: { value: "UTC" } };
    await setVariables(runs.ctx, { projectId, environment: "production", variables });
    const failed = await runs.again(projectId);
    expect(failed).toMatchObject({ status: "failed", error: { type: "INVALID_CONFIG" } });
    expect(failed.error?.message).toContain("TZ");
    expect(failed.error?.recovery).toContainEqual(
      expect.objectContaining({ fix: { kind: "set-variable", key: "TZ" } }),
    );
    expect(runs.onVercel("picky").deployments).toEqual([]);
    expect(variablesOf("picky").GOOD).toBeDefined();
  });

  it.each(["hono", "vite-react", "astro"])("refuses a project with %s before anything is made", async (framework) => {
    const name = `server-${framework}`;
    const { id } = await createProject(runs.ctx, { name, config: { name, framework } });
    const failed = await runs.again(id);
    expect(failed).toMatchObject({ status: "failed", error: { type: "INVALID_CONFIG" } });
    expect(failed.error?.message).toContain("cannot run");
    expect(failed.error?.recovery).toContainEqual(
      expect.objectContaining({ fix: { kind: "switch-platform", platform: "local" } }),
    );
    expect([...runs.vercel.world.projects.values()].map((project) => project.name)).not.toContain(name);
  });

  it("stops the build on Vercel when it is cancelled here", async () => {
    runs.vercel.scenario.addOutcome({ name: "endless", result: "stuck" });
    const { id } = await runs.begin("endless");
    await eventOf(runs.ctx, id, ({ line }) => line?.startsWith("Build Completed") ?? false);
    await cancelDeployment(runs.ctx, { id });
    expect((await finished(runs.ctx, id)).status).toBe("cancelled");
    expect(runs.onVercel("endless").deployments.map(({ readyState }) => readyState)).toEqual(["CANCELED"]);
  });

  it("leads visitors back when a deployment that serves already is cancelled", { timeout: 120_000 }, async () => {
    const first = await runs.deploy("late");
    runs.vercel.scenario.add({ operation: "getProject", name: "late", delayMs: 5_000, after: 1 });
    const { projectId } = first;
    const { connectionId } = runs;
    const { id } = await startDeployment(runs.ctx, { projectId, platform: "vercel", connectionId });
    await eventOf(runs.ctx, id, ({ step, status }) => step === "complete" && status === "running");
    await cancelDeployment(runs.ctx, { id });
    expect((await finished(runs.ctx, id)).status).toBe("cancelled");
    runs.vercel.scenario.clear();
    const { project, deployments } = runs.onVercel("late");
    expect(deployments).toHaveLength(2);
    expect(project.productionId).toBe(deployments[0]?.id);
  });

  it("tells that an address could not be led to the deployment", async () => {
    runs.vercel.scenario.addOutcome({ name: "homeless", result: "alias-failed" });
    const failed = await runs.deploy("homeless");
    expect(failed).toMatchObject({ status: "failed", error: { type: "START_FAILED" } });
    expect(failed.error?.message).toContain("certificate");
  });
});
