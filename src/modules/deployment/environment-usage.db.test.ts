import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { setVariables } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import { createRun } from "@/server/runs";
import { auditLog } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { checkProject, getProjectUsage } from "./environment-usage";
import { setMachine } from "./local/machine";
import { deploymentKind } from "./run-spec";
import type { Platform } from "./schema";
import { deployment } from "./tables";

const config = { name: "shop", database: "drizzle-postgres", auth: "better-auth" };
const foreign = {
  framework: "hono",
  database: "none",
  auth: "none",
  detected: {
    commands: { start: "node server.js" },
    variables: [
      {
        ...{ key: "LICENSE_ID", kind: "secret", required: true, sensitive: true, public: false, source: "user" },
        ...{ skippableLocally: false, description: "", aliases: [], feature: "The app" },
        places: [{ file: "server.js", line: 4, kind: "code" }],
      },
    ],
  },
};

describeOnPglite("what a project reads", (getCtx) => {
  let ctx: Ctx;
  let count = 0;
  beforeAll(() => setMachine(getCtx.kernel()));
  beforeEach(async () => {
    ctx = await getCtx();
  });
  const create = async (stored: unknown) => {
    count += 1;
    const made = await createProject(ctx, { name: `shop-${count}`, ...(stored ? { config: stored } : {}) });
    return made.id;
  };
  async function deployed(projectId: string, platform: Platform, row: { config: unknown; sourceId?: string }) {
    const id = ctx.newId();
    await inTransaction(ctx, async (tx) => {
      await createRun(tx, { id, kind: deploymentKind, spec: {}, timeoutSeconds: 60 });
      const place = { projectId, platform, environment: "production", name: "shop" };
      const made = { orgId: tx.orgId, cause: "deploy", createdBy: "u", createdAt: tx.now() };
      await tx.db.insert(deployment).values({ id, ...place, ...made, ...row });
    });
    return id;
  }
  const keysOf = ({ variables }: { variables: { key: string }[] }) => variables.map(({ key }) => key);

  it("checks the values nobody is shown against what is read, and writes that down", async () => {
    const projectId = await create(config);
    const variables = { DATABASE_URL: { value: "mysql://shop:pw-of-a-check@db.example.com/shop", sensitive: true } };
    await setVariables(ctx, { projectId, variables });
    const { valid, variables: lines } = await checkProject(ctx, { projectId });
    expect(valid).toBe(false);
    expect(lines.find(({ key }) => key === "DATABASE_URL")).toMatchObject({ status: "error" });
    expect(JSON.stringify(lines)).not.toContain("pw-of-a-check");
    const entries = await ctx.db.select().from(auditLog).where(eq(auditLog.targetId, projectId));
    expect(entries.map(({ action }) => action)).toContain("environment.checked");
  });

  it("is known from its configuration before any deployment", async () => {
    const projectId = await create(config);
    const usage = await getProjectUsage(ctx, { projectId });
    expect(usage).toMatchObject({ platform: "local", readFrom: { kind: "configuration" }, snapshotId: null });
    expect(keysOf(usage)).toContain("DATABASE_URL");
    const elsewhere = await getProjectUsage(ctx, { projectId, platform: "vercel" });
    expect(elsewhere.platform).toBe("vercel");
    expect(elsewhere.counts.missing).toBeGreaterThan(usage.counts.missing);
  });

  it("follows a configuration that changed since the last deployment, and where that one went", async () => {
    const projectId = await create(config);
    await deployed(projectId, "railway", { config: { name: "shop" } });
    const usage = await getProjectUsage(ctx, { projectId });
    expect(usage).toMatchObject({ platform: "railway", readFrom: { kind: "configuration" } });
    expect(keysOf(usage)).toContain("DATABASE_URL");
  });

  it("is known from the files of the last deployment where they were brought, whatever is stored", async () => {
    const projectId = await create(config);
    await deployed(projectId, "local", { config: { name: "older" }, sourceId: "a" });
    const later: Ctx = { ...ctx, now: () => new Date(Date.now() + 1_000) };
    ctx = later;
    const id = await deployed(projectId, "render", { config: foreign, sourceId: "b" });
    const usage = await getProjectUsage(ctx, { projectId });
    expect(usage).toMatchObject({ platform: "render", readFrom: { kind: "deployment", id } });
    expect(usage.variables).toMatchObject([
      { key: "LICENSE_ID", status: "missing", places: [{ file: "server.js", line: 4, kind: "code" }] },
    ]);
  });

  it("is not known of a project of another make that was never deployed", async () => {
    const projectId = await create(undefined);
    await expect(getProjectUsage(ctx, { projectId })).rejects.toMatchObject({
      code: "PRECONDITION",
      details: { reason: "NOT_KNOWN" },
    });
  });

  it("is told to the organization of the project alone, and of environments that can be", async () => {
    const projectId = await create(config);
    const stranger = await getCtx();
    await expect(getProjectUsage(stranger, { projectId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getProjectUsage(ctx, { projectId, environment: "No Such" })).rejects.toThrow();
    await expect(getProjectUsage(ctx, { projectId, configuration: "none" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const blind = { ...ctx, permissions: new Set([]) };
    await expect(getProjectUsage(blind, { projectId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
