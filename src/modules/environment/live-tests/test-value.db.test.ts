import { beforeEach, expect, inject, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnPostgres } from "@/server/testing";
import { setVariables } from "../service";
import { testValue } from "./test-value";

describeOnPostgres("environment.testValue", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "shop" })).id;
  });
  const url = (change: (url: URL) => void = () => undefined) => {
    const changed = new URL(inject("postgresUrl"));
    change(changed);
    return changed.href;
  };
  const store = (value: string) =>
    setVariables(ctx, { projectId, environment: "production", variables: { DATABASE_URL: { value } } });
  const test = (more: { value?: string; allowPrivate?: boolean } = {}) =>
    testValue(ctx, { projectId, key: "DATABASE_URL", allowPrivate: true, ...more });
  const tested = async () =>
    (await ctx.db.select().from(auditLog)).filter(
      (row) => row.orgId === ctx.orgId && row.action === "environment.tested",
    );

  it("signs in with the stored value, and records who did", async () => {
    await store(url());
    expect(await test()).toMatchObject({ outcome: "works" });
    expect((await tested()).map(({ details }) => details)).toEqual([
      { environment: "production", key: "DATABASE_URL", isStored: true, allowPrivate: true },
    ]);
  });

  it("tells what is wrong with a value that is not saved yet", async () => {
    const noDatabase = await test({ value: url((each) => (each.pathname = "/no_such_database")) });
    expect(noDatabase).toMatchObject({ outcome: "failed", cause: "no-database" });
    const noUser = await test({ value: url((each) => (each.username = "nobody")) });
    expect(noUser).toMatchObject({ outcome: "failed", cause: "wrong-credentials" });
    const noTls = await test({ value: url((each) => each.searchParams.set("sslmode", "require")) });
    expect(noTls).toMatchObject({ outcome: "failed", cause: "tls" });
    const local = await test({ value: "postgres:///app?host=/tmp" });
    expect(local).toMatchObject({ outcome: "failed", cause: "malformed" });
  });

  it("keeps to public addresses unless an owner allows others", async () => {
    await store(url());
    expect(await test({ allowPrivate: false })).toMatchObject({ outcome: "failed", cause: "not-allowed" });
    const member = permissions.filter((permission) => permission !== "identity:manage");
    ctx = { ...ctx, permissions: new Set(member) };
    await expect(test()).rejects.toMatchObject({ code: "FORBIDDEN" });
    ctx = { ...ctx, permissions: new Set(["environment:read", "environment:write", "project:read"] as const) };
    await expect(test({ allowPrivate: false })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("refuses what is not set, and another organization's project", async () => {
    await expect(test()).rejects.toMatchObject({ code: "NOT_FOUND" });
    const stranger = await getCtx();
    await expect(testValue(stranger, { projectId, key: "DATABASE_URL" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("stops after twenty tests within a minute", async () => {
    for (let count = 0; count < 20; count += 1) await test({ value: "", allowPrivate: false });
    await expect(test({ value: "", allowPrivate: false })).rejects.toMatchObject({ code: "LIMIT" });
    ctx = { ...ctx, now: () => new Date(Date.now() + 61_000) };
    expect(await test({ value: "", allowPrivate: false })).toMatchObject({ outcome: "no-test" });
  });
});
