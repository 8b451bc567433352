import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { getEnvironment, revealVariable, setVariables } from "../service";
import { envTemplate } from "../tables";
import { applyTemplate, listTemplates, removeTemplate, saveTemplate } from "./templates";

describeOnPglite("templates of environments", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "shop" })).id;
  });
  const apply = (templateId: string, values: Record<string, string> = {}, environment = "production") =>
    applyTemplate(ctx, { projectId, environment, templateId, values });
  const current = async (environment = "production") => {
    const { variables } = await getEnvironment(ctx, { projectId, environment });
    return Object.fromEntries(variables.map((each) => [each.key, each]));
  };

  it("asks for what is required, and does nothing until it has it", async () => {
    await expect(apply("storage-s3", { AWS_REGION: "eu-central-1" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { missing: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "S3_BUCKET"] },
    });
    await expect(apply("storage-s3", { NOT_THERE: "1" })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await current()).toEqual({});
    const used = (await listTemplates(ctx, { search: "amazon" })).find(({ id }) => id === "storage-s3");
    expect(used?.useCount).toBe(0);
  });

  it("sets values with what is said of them; empty text is a value, and secrets are made once", async () => {
    await apply("runtime-node", { DATABASE_URL: "" });
    const first = await current();
    expect(first.DATABASE_URL).toMatchObject({ visibility: "masked", type: "url", required: true });
    expect(first.LOG_LEVEL).toMatchObject({ value: "info", type: "enum", options: ["debug", "info", "warn", "error"] });
    const { value: secret } = await revealVariable(ctx, { projectId, key: "SESSION_SECRET" });
    expect(secret.length).toBeGreaterThan(32);
    await setVariables(ctx, { projectId, variables: { LOG_LEVEL: { value: "debug" } } });
    await apply("runtime-node");
    const second = await current();
    expect(second.LOG_LEVEL?.value).toBe("debug");
    expect((await revealVariable(ctx, { projectId, key: "SESSION_SECRET" })).value).toBe(secret);
    const [most] = await listTemplates(ctx, {});
    expect(most).toMatchObject({ id: "runtime-node", useCount: 2, isOfficial: true });
  });

  it("leaves nothing half done when the save fails", async () => {
    const values = { DATABASE_URL: "postgres://h/d" };
    const stale = { projectId, environment: "production", templateId: "runtime-node", values };
    await apply("runtime-node", values);
    await setVariables(ctx, { projectId, variables: { DATABASE_URL: { value: "postgres://other/d" } } });
    const colliding = applyTemplate(ctx, { ...stale, expectedSnapshotId: null });
    await expect(colliding).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await listTemplates(ctx, {})).find(({ id }) => id === "runtime-node")?.useCount).toBe(1);
  });

  it("keeps an environment as a template without its secrets, and begins another with it", async () => {
    const variables = {
      TITLE: { value: "Shop", visibility: "plain" as const, description: "Name of the shop." },
      API_KEY: { value: "hunter2-of-the-shop", visibility: "masked" as const },
      VAULT: { value: "hunter2-never-shown", visibility: "restricted" as const },
    };
    await setVariables(ctx, { projectId, variables });
    const saved = await saveTemplate(ctx, { projectId, name: "Our shop" });
    expect(JSON.stringify(await ctx.db.select().from(envTemplate))).not.toContain("hunter2");
    expect(saved.variables.map(({ key, value, required }) => [key, value, required])).toEqual([
      ["API_KEY", undefined, true],
      ["TITLE", "Shop", false],
      ["VAULT", undefined, true],
    ]);
    await expect(saveTemplate(ctx, { projectId, name: "Our shop" })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(apply(saved.id, { API_KEY: "a" }, "staging")).rejects.toMatchObject({
      details: { missing: ["VAULT"] },
    });
    await apply(saved.id, { API_KEY: "a", VAULT: "b" }, "staging");
    const staging = await current("staging");
    expect(staging.TITLE).toMatchObject({ value: "Shop", description: "Name of the shop." });
    expect(staging.VAULT?.visibility).toBe("restricted");
    const rows = (await ctx.db.select().from(auditLog)).filter(({ orgId }) => orgId === ctx.orgId);
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["environment.template-saved", "environment.template-applied"]),
    );
  });

  it("belongs to its organization, is found and removed", async () => {
    await setVariables(ctx, { projectId, variables: { TITLE: { value: "Shop" } } });
    const { id } = await saveTemplate(ctx, { projectId, name: "Ours", category: "mail", keys: ["TITLE"] });
    expect((await listTemplates(ctx, { search: "title", category: "mail" })).map((each) => each.id)).toEqual([id]);
    const stranger = await getCtx();
    expect((await listTemplates(stranger, {})).some((each) => each.id === id)).toBe(false);
    await expect(removeTemplate(stranger, { templateId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await removeTemplate(ctx, { templateId: id });
    await expect(apply(id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeTemplate(ctx, { templateId: "runtime-node" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const viewer = { ...ctx, permissions: new Set(["environment:read", "project:read"] as const) };
    await expect(saveTemplate(viewer, { projectId, name: "X" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
