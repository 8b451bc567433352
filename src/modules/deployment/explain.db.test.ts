import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { saveModelSettings } from "@/modules/models";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import { appendEvents, createRun } from "@/server/runs";
import { auditLog, run } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { type ChatServer, startChatServer } from "@/server/testing/chat-server";
import { explainFailure } from "./explain";
import { registerJobs } from "./jobs";
import type { DeploymentError } from "./schema";
import { deployment } from "./tables";

const error: DeploymentError = {
  type: "BUILD_FAILED",
  severity: "recoverable",
  message: "The build found a type error in src/a.ts, line 3.",
  suggestions: [],
  recovery: [],
  evidence: ["src/a.ts:3:1 Type error"],
};

describeOnPglite("explaining a failure", (getCtx) => {
  let ctx: Ctx;
  let chat: ChatServer;
  beforeAll(async () => {
    chat = await startChatServer();
    await registerJobs(getCtx.kernel());
  });
  afterAll(() => chat.close());
  beforeEach(async () => {
    ctx = await getCtx();
    chat.requests.length = 0;
    chat.answer = () => ({ say: "  A number is expected in src/a.ts.  " });
  });

  const connect = () =>
    saveModelSettings(ctx, { provider: "openai-compatible", model: "llama-test", address: chat.address });

  /** A deployment with its log that ended, without having run. */
  async function ended(failure: DeploymentError | null = error): Promise<string> {
    const id = ctx.newId();
    const project = await createProject(ctx, { name: `shop-${id.slice(-6)}` });
    const place = { projectId: project.id, platform: "vercel", environment: "production", name: "shop" };
    await inTransaction(ctx, async (tx) => {
      await createRun(tx, { id, kind: "hosted-deployment", spec: {}, timeoutSeconds: 60 });
      await tx.db
        .insert(deployment)
        .values({ id, orgId: tx.orgId, ...place, config: {}, cause: "deploy", createdBy: "u" });
    });
    await appendEvents(ctx, id, [
      { kind: "log", step: "trigger-build", stream: "stdout", line: "Creating a build" },
      { kind: "log", step: "trigger-build", stream: "stderr", line: "src/a.ts:3:1 Type error" },
    ]);
    const status = failure ? "failed" : "succeeded";
    await ctx.db.update(run).set({ status, error: failure, finishedAt: ctx.now() }).where(eq(run.id, id));
    return id;
  }
  const audits = () =>
    ctx.db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.orgId, ctx.orgId), eq(auditLog.action, "deployment.explained")));

  it("asks the model with the error and the log, says who wrote the answer, and records it", async () => {
    await connect();
    const id = await ended();
    expect(await explainFailure(ctx, { id })).toEqual({
      ok: true,
      text: "A number is expected in src/a.ts.",
      model: "llama-test",
    });
    const sent = JSON.stringify(chat.requests[0]?.body);
    expect(sent).toContain("Creating a build");
    expect(sent).toContain(error.message);
    const [audit] = await audits();
    expect(audit).toMatchObject({ targetId: id, details: { model: "llama-test" } });
  });

  it("tells why the model gave no answer", async () => {
    await connect();
    const id = await ended();
    chat.answer = () => ({ status: 401, json: { error: { message: "bad key" } } });
    expect(await explainFailure(ctx, { id })).toMatchObject({ ok: false, message: expect.stringContaining("key") });
    chat.answer = () => ({ say: "   " });
    expect(await explainFailure(ctx, { id })).toMatchObject({
      ok: false,
      message: expect.stringContaining("without a word"),
    });
    expect(await audits()).toHaveLength(2);
  });

  it("is refused without a model, without a failure, and for what is not there", async () => {
    const id = await ended();
    await expect(explainFailure(ctx, { id })).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining("No model"),
    });
    await connect();
    await expect(explainFailure(ctx, { id: await ended(null) })).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining("did not fail"),
    });
    await expect(explainFailure(ctx, { id: "nothing" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const stranger = await getCtx();
    await expect(explainFailure(stranger, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const unallowed = await getCtx({ permissions: ["deployment:read"] });
    await expect(explainFailure({ ...unallowed, orgId: ctx.orgId }, { id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(chat.requests).toEqual([]);
  });

  it("is limited, because each answer costs", async () => {
    await connect();
    const id = await ended();
    for (let asked = 0; asked < 20; asked += 1) await explainFailure(ctx, { id });
    await expect(explainFailure(ctx, { id })).rejects.toMatchObject({ code: "LIMIT" });
    expect(chat.requests).toHaveLength(20);
  });
});
