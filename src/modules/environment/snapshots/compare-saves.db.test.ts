import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { describeOnDatabases } from "@/server/testing";
import { setVariables, unsetVariables } from "../service";
import { compareSaves } from "./compare-saves";
import { restoreSnapshot } from "./restore";

const environment = "production";

describeOnDatabases("comparing saves", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "shop" })).id;
  });
  const set = (values: Record<string, string>, at = environment) => {
    const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
    return setVariables(ctx, { projectId, environment: at, variables, reason: "why" });
  };
  const compare = (snapshotId: string, other?: string) => compareSaves(ctx, { projectId, snapshotId, with: other });
  const statuses = async (snapshotId: string, other?: string) =>
    Object.fromEntries((await compare(snapshotId, other)).variables.map(({ key, status }) => [key, status]));

  it("tells by name what a save held against what holds now, and gives no value away", async () => {
    const first = await set({ SAME: "value-1", OTHER: "value-1", GONE: "value-1", BACK: "value-1" });
    await set({ OTHER: "value-2", BACK: "value-2", NEW: "value-1" });
    await set({ BACK: "value-1" });
    const last = await unsetVariables(ctx, { projectId, environment, keys: ["GONE"] });
    const compared = await compare(first.snapshotId);
    expect(compared).toMatchObject({
      environment,
      configuration: "default",
      save: { snapshotId: first.snapshotId, seq: 1, cause: "edit", reason: "why" },
      with: { snapshotId: last.snapshotId, seq: 4, cause: "unset", reason: null },
    });
    expect(compared.variables.map(({ key, status, version }) => [key, status, version])).toEqual([
      ["BACK", "same", 1],
      ["GONE", "missing", 1],
      ["NEW", "extra", undefined],
      ["OTHER", "different", 1],
      ["SAME", "same", 1],
    ]);
    expect(JSON.stringify(compared)).not.toContain("value-");
    expect(await statuses(last.snapshotId, first.snapshotId)).toMatchObject({ GONE: "extra", NEW: "missing" });
    expect(new Set(Object.values(await statuses(last.snapshotId)))).toEqual(new Set(["same"]));
  });

  it("foretells exactly what a restore then does", async () => {
    const first = await set({ A: "1", B: "1", C: "1" });
    await set({ A: "2", D: "1" });
    await unsetVariables(ctx, { projectId, environment, keys: ["B"] });
    const { variables } = await compare(first.snapshotId);
    const named = (wanted: string) => variables.filter(({ status }) => status === wanted).map(({ key }) => key);
    const restored = await restoreSnapshot(ctx, { projectId, snapshotId: first.snapshotId });
    expect(restored).toMatchObject({ added: named("missing"), changed: named("different"), removed: named("extra") });
    expect(new Set(Object.values(await statuses(first.snapshotId)))).toEqual(new Set(["same"]));
  });

  it("tells a reference from the same text as a literal", async () => {
    const text = `\${{staging.A}}`;
    const first = await set({ A: text });
    await setVariables(ctx, { projectId, environment, variables: { A: { value: text, isReference: true } } });
    expect(await statuses(first.snapshotId)).toEqual({ A: "different" });
  });

  it("refuses saves that are not there, not of one configuration, or not to be read", async () => {
    const { snapshotId } = await set({ A: "1" });
    const other = await set({ A: "1" }, "staging");
    const missing = { code: "NOT_FOUND" };
    await expect(compare("none")).rejects.toMatchObject(missing);
    await expect(compare(snapshotId, other.snapshotId)).rejects.toMatchObject(missing);
    const elsewhere = (await createProject(ctx, { name: "other" })).id;
    await expect(compareSaves(ctx, { projectId: elsewhere, snapshotId })).rejects.toMatchObject(missing);
    await expect(compareSaves(await getCtx(), { projectId, snapshotId })).rejects.toMatchObject(missing);
    const blind = { ...ctx, permissions: new Set(permissions.filter((each) => each !== "environment:read")) };
    await expect(compareSaves(blind, { projectId, snapshotId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
