import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { listVariables, setVariables } from "../service";
import { openSnapshot } from "../snapshots/deployments";
import { renameVariable } from "./rename";

describeOnPglite("another name for a variable", (getCtx) => {
  let ctx: Ctx;
  let at: { projectId: string; environment: string };
  beforeEach(async () => {
    ctx = await getCtx();
    at = { projectId: (await createProject(ctx, { name: "shop" })).id, environment: "production" };
  });
  const set = (key: string, value: string, more: object = {}) =>
    setVariables(ctx, { ...at, variables: { [key]: { value, ...more } } });

  it("keeps the value and what is known of it, a restricted one included, in one save", async () => {
    await set("API_KEYS", "needle", { visibility: "restricted", description: "Of the shop" });
    const saved = await renameVariable(ctx, { ...at, key: "API_KEYS", to: "API_KEY", reason: "a slip" });
    expect(saved).toMatchObject({ added: ["API_KEY"], removed: ["API_KEYS"], changed: [] });
    expect(await listVariables(ctx, at)).toMatchObject([
      { key: "API_KEY", visibility: "restricted", description: "Of the shop" },
    ]);
    expect((await openSnapshot(ctx, saved.snapshotId)).get("API_KEY")?.unwrap()).toBe("needle");
  });

  it("refuses a name that is set, one that is not there, and a reader", async () => {
    await set("A", "1");
    await set("B", "2");
    const rename = (key: string, to: string, by = ctx) => renameVariable(by, { ...at, key, to });
    await expect(rename("A", "B")).rejects.toMatchObject({ code: "CONFLICT", details: { key: "B" } });
    await expect(rename("A", "A")).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(rename("C", "D")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(rename("A", "not a name")).rejects.toThrow();
    await expect(rename("A", "__proto__")).rejects.toThrow();
    const reader = { ...ctx, permissions: new Set(permissions.filter((each) => each !== "environment:write")) };
    await expect(rename("A", "C", reader)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(rename("A", "C", await getCtx())).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listVariables(ctx, at)).map(({ key }) => key)).toEqual(["A", "B"]);
  });

  it("tells of what somebody else did to it meanwhile", async () => {
    const { snapshotId } = await set("A", "1");
    await set("A", "2");
    const late = renameVariable(ctx, { ...at, key: "A", to: "B", expectedSnapshotId: snapshotId });
    await expect(late).rejects.toMatchObject({ code: "CONFLICT", details: { changedKeys: ["A"] } });
  });
});
