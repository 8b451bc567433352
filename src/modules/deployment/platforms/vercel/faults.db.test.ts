import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { listConnections, reconnectPlatform } from "@/modules/connections";
import { createProject } from "@/modules/projects";
import { runStep } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { cancelDeployment, rollbackDeployment } from "../../index";
import { registerJobs } from "../../jobs";
import type { DeploymentDetail } from "../../schema";
import { eventsOf, finished } from "../../testing/tiny-project";
import { vercelRuns } from "../../testing/vercel-runs";

const tokens = ["vercel-first-token-0123456789abcdef", "vercel-second-token-0123456789abcdef"];

describeOnPglite("a disturbed Vercel", (getCtx) => {
  const runs = vercelRuns(getCtx, registerJobs, { tokens });
  let count = 0;
  const fresh = (kind: string) => {
    count += 1;
    return `${kind}-${count}`;
  };

  /** Whatever was lost on the way: one project, one deployment, every variable. */
  const expectWhole = (done: DeploymentDetail, name: string) => {
    expect(done.error).toBeUndefined();
    expect(done.status).toBe("succeeded");
    const { project, deployments } = runs.onVercel(name);
    expect(deployments).toHaveLength(1);
    expect(deployments[0]).toMatchObject({ readyState: "READY", meta: { berthDeployment: done.id } });
    const names = project.variables.map(({ key }) => key).sort();
    expect(names).toEqual([...new Set(["BERTH_APP", ...done.variableNames])].sort());
    expect(Object.keys(deployments[0]?.env ?? {}).sort()).toEqual(names);
  };

  it.each(
    ["createProject", "uploadFile", "createProjectEnv", "createDeployment"].flatMap((operation) =>
      (["before", "after"] as const).map((lose) => ({ operation, lose })),
    ),
  )("cut off $lose the work of $operation: nothing twice, nothing lost", async ({ operation, lose }) => {
    const name = fresh("lost");
    runs.vercel.scenario.set({ rules: [{ operation, lose, times: 1 }] });
    expectWhole(await runs.deploy(name), name);
  });

  it("cut off while it leads production back: done once", async () => {
    const name = fresh("back");
    runs.vercel.scenario.clear();
    const first = await runs.deploy(name);
    await runs.again(first.projectId);
    runs.vercel.scenario.set({ rules: [{ operation: "requestRollback", lose: "after", times: 1 }] });
    const back = await finished(runs.ctx, (await rollbackDeployment(runs.ctx, { id: first.id })).id);
    expect(back.status).toBe("succeeded");
    const { project, deployments } = runs.onVercel(name);
    expect(deployments).toHaveLength(2);
    expect(project.productionId).toBe(deployments[0]?.id);
  });

  it("cancelled while its creation is on its way: no build is left running", async () => {
    const name = fresh("gone");
    runs.vercel.scenario.set({
      rules: [{ operation: "createDeployment", delayMs: 1_500, lose: "after" }],
      outcomes: [{ name, result: "stuck" }],
    });
    const { id } = await runs.begin(name);
    await expect.poll(() => readIntent(id), { timeout: 60_000 }).toEqual({ isCreating: true });
    const before = runs.vercel.requests.length;
    await cancelDeployment(runs.ctx, { id });
    expect((await finished(runs.ctx, id)).status).toBe("cancelled");
    const created = () => runs.vercel.requests.slice(before).map(({ operation }) => operation);
    await expect.poll(created, { timeout: 30_000 }).toContain("createDeployment");
    expect(runs.onVercel(name).deployments.map(({ readyState }) => readyState)).toEqual(["CANCELED"]);
  });

  it("waits as long as a rate limit asks, then goes on", async () => {
    const name = fresh("limited");
    const json = { error: { code: "rate_limited", message: "Too many requests" } };
    const answer = { status: 429, json, headers: { "retry-after": "1" } };
    runs.vercel.scenario.set({
      rules: ["createProject", "createDeployment", "getDeployment"].map((operation) => ({
        operation,
        times: 1,
        answer,
      })),
    });
    expectWhole(await runs.deploy(name), name);
  });

  it("tells when the daily quota of uploads is full again, and does not try on", async () => {
    const name = fresh("quota");
    const reset = Math.ceil(Date.now() / 1000) + 7_200;
    const json = { error: { code: "api-upload-free", message: "Too many requests", limit: { reset } } };
    runs.vercel.scenario.set({ rules: [{ operation: "uploadFile", answer: { status: 429, json } }] });
    const before = runs.vercel.requests.length;
    const failed = await runs.deploy(name);
    expect(failed).toMatchObject({ status: "failed", error: { type: "QUOTA_EXCEEDED" } });
    const until = new Date(reset * 1000).toISOString().slice(0, 16).replace("T", " ");
    expect(failed.error?.message).toContain(until);
    expect(failed.steps.find((step) => step.name === "upload")).toMatchObject({ attempts: 1 });
    const uploads = runs.vercel.requests.slice(before).filter(({ operation }) => operation === "uploadFile");
    expect(uploads.length).toBeLessThanOrEqual(50);
  });

  it("outlasts a burst of failures on the platform's side", async () => {
    const name = fresh("burst");
    const rule = { answer: { status: 502, text: "<html>Bad Gateway</html>" }, times: 2 };
    runs.vercel.scenario.set({
      rules: [
        { ...rule, operation: "createDeployment", times: 1 },
        { ...rule, operation: "getDeployment", times: 6 },
        { ...rule, operation: "getProject" },
      ],
    });
    expectWhole(await runs.deploy(name), name);
  });

  it.each([
    [
      "HTML",
      { answer: { status: 200, text: "<html>Sign in to the network</html>" } },
      "answer that Berth does not understand|failed on its side",
    ],
    ["an empty answer", { answer: { status: 200, text: "" } }, "does not understand|failed on its side"],
    ["half an answer", { truncate: true }, "broke before it answered|failed on its side"],
    ["50 MB", { huge: true }, "failed on its side|does not understand"],
    ["a missing field", { answer: { status: 200, json: { name: "x" } } }, "id is not as its description says"],
    ["a redirect", { answer: { status: 302, headers: { location: "http://127.0.0.1:9/" } } }, "failed on its side"],
  ])("ends with a reason when Vercel answers with %s", async (_what, rule, message) => {
    const name = fresh("odd");
    runs.vercel.scenario.set({ rules: [{ operation: "getProject", ...rule }] });
    const failed = await runs.deploy(name);
    expect(failed).toMatchObject({ status: "failed", error: { type: "PLATFORM_UNAVAILABLE" } });
    expect(failed.error?.message).toMatch(new RegExp(message));
    expect(failed.error?.recovery.map(({ fix }) => fix?.kind)).toContain("switch-platform");
  });

  it("tolerates fields it does not know", async () => {
    const name = fresh("newer");
    runs.vercel.scenario.clear();
    const first = await runs.deploy(name);
    const { project } = runs.onVercel(name);
    const json = { id: project.id, name, brandNew: { deep: [1] }, targets: null, lastAliasRequest: null };
    runs.vercel.scenario.set({ rules: [{ operation: "updateProject", answer: { status: 200, json } }] });
    expect((await runs.again(first.projectId)).status).toBe("succeeded");
  });

  it("waits with a refused token until the account is connected again", async () => {
    const name = fresh("revoked");
    runs.vercel.scenario.set({ rules: [{ operation: "createDeployment", revoke: true }] });
    const { id: projectId } = await createProject(runs.ctx, { name, config: { name, framework: "next" } });
    const running = runs.again(projectId);
    const { connectionId } = runs;
    await expect.poll(async () => await readState(connectionId), { timeout: 30_000 }).toBe("refused");
    runs.vercel.scenario.set({ revoked: [tokens[0] ?? ""] });
    await reconnectPlatform(runs.ctx, { id: connectionId, token: tokens[1] });
    const done = await running;
    expectWhole(done, name);
    const told = (await eventsOf(runs.ctx, done.id)).filter(({ kind }) => kind === "recovery");
    expect(told.map(({ message }) => message).join("\n")).toContain("connected again");
  });

  it("hands on every line once and in order, whatever happens to the stream", async () => {
    const name = fresh("stream");
    const log = Array.from({ length: 60 }, (_, line) => `step ${String(line).padStart(2, "0")}`);
    runs.vercel.scenario.set({
      rules: [
        { operation: "getDeploymentEvents", cutAfterWrites: 7, times: 1 },
        { operation: "getDeploymentEvents", reorder: true },
      ],
      outcomes: [{ name, result: "success", log, statePaceMs: 600 }],
    });
    const done = await runs.deploy(name);
    expect(done.status).toBe("succeeded");
    const lines = (await eventsOf(runs.ctx, done.id)).flatMap(({ line }) => (line?.startsWith("step ") ? [line] : []));
    expect(lines).toEqual(log);
  });

  async function readIntent(runId: string): Promise<unknown> {
    const ofStep = and(eq(runStep.runId, runId), eq(runStep.name, "trigger-build"));
    const [row] = await runs.ctx.db.select({ intent: runStep.intent }).from(runStep).where(ofStep);
    return row?.intent;
  }

  async function readState(id: string): Promise<string | undefined> {
    return (await listConnections(runs.ctx)).find((connection) => connection.id === id)?.state;
  }
});
