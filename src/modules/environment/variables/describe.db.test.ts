import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import type { MetadataPatch } from "../schema";
import { listVariables, revealVariable, setVariables } from "../service";
import { openSnapshot } from "../snapshots/deployments";
import { describeVariables } from "./describe";

describeOnDatabases("what is known of a variable", (getCtx) => {
  let ctx: Ctx;
  let at: { projectId: string; environment: string };
  beforeEach(async () => {
    ctx = await getCtx();
    at = { projectId: (await createProject(ctx, { name: "shop" })).id, environment: "production" };
  });
  const set = (key: string, value: string, more: MetadataPatch & { sensitive?: boolean } = {}) =>
    setVariables(ctx, { ...at, variables: { [key]: { value, ...more } } });
  const describe = (key: string, patch: MetadataPatch) =>
    describeVariables(ctx, { ...at, variables: { [key]: patch } });
  const get = async (key: string) => (await listVariables(ctx, at)).find((each) => each.key === key);

  it("is set with the value, listed, and kept by a later value that does not mention it", async () => {
    const metadata = {
      type: "port",
      required: true,
      description: "Where the app listens",
      example: "3000",
      rule: null,
      pattern: "[0-9]+",
      options: null,
      visibility: "plain",
    } as const;
    await set("PORT", "3000", metadata);
    expect(await get("PORT")).toMatchObject({ ...metadata, value: "3000", sensitive: false, isReference: false });
    await set("PORT", "3001");
    expect(await get("PORT")).toMatchObject({ ...metadata, value: "3001", version: 2 });
    await expect(set("PORT", "http")).rejects.toMatchObject({
      code: "VALIDATION",
      message: "PORT: the value has to be a port from 1 to 65535.",
    });
    expect(await get("PORT")).toMatchObject({ value: "3001" });
  });

  it("changes without a new version, recorded before and after, and tells which value does not fit", async () => {
    const { snapshotId } = await set("LEVEL", "loud");
    const described = await describe("LEVEL", { type: "enum", options: ["info", "warn"], description: "Of the log" });
    expect(described).toEqual({
      described: ["LEVEL"],
      problems: [{ key: "LEVEL", message: "the value has to be one of info, warn." }],
    });
    expect(await get("LEVEL")).toMatchObject({ type: "enum", version: 1, visibility: "masked" });
    expect((await openSnapshot(ctx, snapshotId)).get("LEVEL")?.unwrap()).toBe("loud");
    const rows = (await ctx.db.select().from(auditLog)).filter(({ action }) => action === "environment.described");
    expect(rows).toMatchObject([{ details: { changes: { LEVEL: { type: { before: "string", after: "enum" } } } } }]);
    expect(await describe("LEVEL", { description: "Of the log" })).toMatchObject({ described: [] });
    expect(await describe("NOT_YET", { required: true })).toEqual({ described: ["NOT_YET"], problems: [] });
  });

  it("never shows a restricted value again, by any way, while deployments use it", async () => {
    const { snapshotId } = await set("KEY", "never-again", { visibility: "restricted" });
    expect(await get("KEY")).toMatchObject({ visibility: "restricted", sensitive: true });
    expect(await get("KEY")).not.toHaveProperty("value");
    await expect(revealVariable(ctx, { ...at, key: "KEY" })).rejects.toMatchObject({
      code: "FORBIDDEN",
      details: { reason: "RESTRICTED" },
    });
    expect((await openSnapshot(ctx, snapshotId)).get("KEY")?.unwrap()).toBe("never-again");
    await expect(describe("KEY", { visibility: "plain" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(set("KEY", "never-again", { sensitive: false })).rejects.toMatchObject({ code: "VALIDATION" });
    await set("KEY", "new", { sensitive: true });
    expect(await get("KEY")).toMatchObject({ visibility: "restricted" });
  });

  it("refuses what cannot be, by name", async () => {
    const bad: MetadataPatch[] = [
      { pattern: "(?=a)" },
      { pattern: "a".repeat(513) },
      { type: "enum" },
      { type: "secret", visibility: "plain" },
      { description: "a\0b" },
      { options: [] },
    ];
    for (const patch of bad) await expect(describe("A", patch), JSON.stringify(patch)).rejects.toThrow();
    expect(await listVariables(ctx, at)).toEqual([]);
    const reader = { ...ctx, permissions: new Set(permissions.filter((each) => each !== "environment:write")) };
    const refused = describeVariables(reader, { ...at, variables: { A: { type: "url" } } });
    await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
