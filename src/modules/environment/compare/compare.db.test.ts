import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { listVariables, revealVariable, setVariables } from "../service";
import { compareEnvironments } from "./compare";
import { copyVariables } from "./copy";

type Given = {
  value: string;
  isReference?: boolean;
  visibility?: "plain" | "masked" | "restricted";
  description?: string;
};

describeOnDatabases("compare and copy", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  const from = { environment: "staging" };
  const to = { environment: "production" };
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "shop" })).id;
    await set("staging", { SAME: { value: "1" }, OTHER: { value: "staging-value" }, ONLY: { value: "" } });
    await set("production", { SAME: { value: "1" }, OTHER: { value: "production-value" }, MORE: { value: "m" } });
  });
  const set = (environment: string, variables: Record<string, Given>) =>
    setVariables(ctx, { projectId, environment, variables });
  const statuses = async () => {
    const { variables } = await compareEnvironments(ctx, { projectId, from, to });
    return Object.fromEntries(variables.map(({ key, status }) => [key, status]));
  };
  const reveal = async (environment: string, key: string) =>
    (await revealVariable(ctx, { projectId, environment, key })).value;

  it("tells same, different, missing and extra apart without a value in the answer", async () => {
    const compared = await compareEnvironments(ctx, { projectId, from, to });
    expect(compared).toEqual({
      variables: [
        { key: "MORE", status: "extra" },
        { key: "ONLY", status: "missing" },
        { key: "OTHER", status: "different" },
        { key: "SAME", status: "same" },
      ],
      counts: { same: 1, different: 1, missing: 1, extra: 1 },
    });
    const found = await compareEnvironments(ctx, { projectId, from, to, search: "o" });
    expect(found.variables.map(({ key }) => key)).toEqual(["MORE", "ONLY", "OTHER"]);
    const none = await compareEnvironments(ctx, { projectId, from, to: { environment: "empty" } });
    expect(none.counts).toEqual({ same: 0, different: 0, missing: 3, extra: 0 });
  });

  it("compares a reference by what it resolves to, and says when it cannot be", async () => {
    await set("staging", { SAME: { value: `\${{production.SAME}}`, isReference: true } });
    expect(await statuses()).toMatchObject({ SAME: "same" });
    await set("production", { SAME: { value: "2" } });
    expect(await statuses()).toMatchObject({ SAME: "same" });
    await set("staging", { SAME: { value: `\${{production.GONE}}`, isReference: true } });
    const { variables } = await compareEnvironments(ctx, { projectId, from, to });
    expect(variables.find(({ key }) => key === "SAME")).toMatchObject({
      status: "different",
      problem: expect.stringContaining("GONE"),
    });
  });

  it("previews a copy, then makes it inside the server", async () => {
    const copy = (more: { preview?: boolean; keys?: string[] }) => copyVariables(ctx, { projectId, from, to, ...more });
    const previousSnapshotId = (await set("production", { MORE: { value: "m" } })).snapshotId;
    const preview = await copy({ preview: true });
    expect(preview).toEqual({
      added: ["ONLY"],
      changed: ["OTHER"],
      unchanged: ["SAME"],
      merged: [],
      previousSnapshotId,
    });
    expect(await statuses()).toMatchObject({ ONLY: "missing", OTHER: "different" });
    expect(await copy({ keys: ["ONLY"] })).toMatchObject({ added: ["ONLY"], changed: [], unchanged: [] });
    expect(await reveal("production", "ONLY")).toBe("");
    expect(await copy({})).toMatchObject({ added: [], changed: ["OTHER"], unchanged: ["ONLY", "SAME"] });
    expect(await reveal("production", "OTHER")).toBe("staging-value");
    expect(await statuses()).toEqual({ MORE: "extra", ONLY: "same", OTHER: "same", SAME: "same" });
    const rows = (await ctx.db.select().from(auditLog)).filter(({ details }) => "copiedFrom" in (details as object));
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain("-value");
    await expect(copy({ keys: ["MORE"] })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const onto = copyVariables(ctx, { projectId, from, to: from });
    await expect(onto).rejects.toMatchObject({ code: "VALIDATION" });
  });

  it("copies what is known of a variable, and makes none more visible", async () => {
    await set("staging", {
      SAME: { value: "1", visibility: "restricted", description: "Of the payment provider" },
      OTHER: { value: "x", visibility: "plain" },
    });
    await copyVariables(ctx, { projectId, from, to });
    const list = await listVariables(ctx, { projectId, ...to });
    const known = list.map(({ key, visibility, description }) => [key, visibility, description]);
    expect(known).toContainEqual(["SAME", "restricted", "Of the payment provider"]);
    expect(known).toContainEqual(["OTHER", "masked", ""]);
  });

  it("refuses a copy over what somebody else changed, and without the permission", async () => {
    const seen = (await set("production", { MORE: { value: "seen" } })).snapshotId;
    await set("production", { OTHER: { value: "newer" } });
    const copy = copyVariables(ctx, { projectId, from, to, expectedSnapshotId: seen });
    await expect(copy).rejects.toMatchObject({ code: "CONFLICT", details: { conflicts: ["OTHER"] } });
    expect(await reveal("production", "OTHER")).toBe("newer");
    const reader = { ...ctx, permissions: new Set(permissions.filter((each) => each !== "environment:write")) };
    await expect(copyVariables(reader, { projectId, from, to })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger = await getCtx();
    await expect(compareEnvironments(stranger, { projectId, from, to })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
