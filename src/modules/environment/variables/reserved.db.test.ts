import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { copyVariables } from "../compare/copy";
import { createConfiguration } from "../configurations/configurations";
import { listAllowedNames, listVariables, setVariables, takeSnapshot, unsetVariables } from "../service";
import { restoreSnapshot } from "../snapshots/restore";
import { checkStored } from "../usage/check-stored";
import { allowReserved } from "./reserved";

const key = "NODE_OPTIONS";

describeOnDatabases("an owner's word on a name that changes how programs start", (getCtx) => {
  let ctx: Ctx;
  let at: { projectId: string; environment: string };
  beforeEach(async () => {
    ctx = await getCtx();
    at = { projectId: (await createProject(ctx, { name: "shop" })).id, environment: "production" };
  });
  const set = (value: string, of: Partial<typeof at> & { name?: string; isReference?: boolean } = {}) => {
    const { name = key, isReference = false, ...ref } = of;
    return setVariables(ctx, { ...at, ...ref, variables: { [name]: { value, isReference } } });
  };
  const allow = (of: object = {}) => allowReserved(ctx, { ...at, key, isAllowed: true, ...of });
  const state = async (environment = at.environment) =>
    (await listVariables(ctx, { ...at, environment })).find((each) => each.key === key)?.reserved;
  const refused = (of: object, code: string, said: string) =>
    expect(allow(of)).rejects.toMatchObject({ code, message: expect.stringContaining(said) });

  it("lets one value through, until it is changed, and again when that value comes back", async () => {
    const first = await set("--enable-source-maps");
    await set("1", { name: "OTHER" });
    expect(await state()).toBe("refused");
    expect((await listVariables(ctx, at)).find((each) => each.key === "OTHER")).not.toHaveProperty("reserved");
    expect(await allow()).toEqual({ key, reserved: "allowed" });
    expect(await state()).toBe("allowed");
    await set("--enable-source-maps");
    expect(await state()).toBe("allowed");
    const fixed = await takeSnapshot(ctx, at);
    await set("--require ./other.cjs");
    expect(await state()).toBe("refused");
    expect(await listAllowedNames(ctx, fixed.snapshotId)).toEqual([key]);
    expect(await listAllowedNames(ctx, (await takeSnapshot(ctx, at)).snapshotId)).toEqual([]);
    await restoreSnapshot(ctx, { projectId: at.projectId, snapshotId: first.snapshotId, keys: [key] });
    expect(await state()).toBe("allowed");
  });

  it("ends when it is taken back, for every value that was allowed", async () => {
    const { snapshotId } = await set("--a");
    await allow();
    await set("--b");
    await allow();
    expect(await allow({ isAllowed: false })).toEqual({ key, reserved: "refused" });
    expect(await state()).toBe("refused");
    expect(await listAllowedNames(ctx, snapshotId)).toEqual([]);
  });

  it.each(["unset", "restore"] as const)(
    "ends when the variable is removed by %s, also where it comes back",
    async (by) => {
      const before = await set("1", { name: "OTHER" });
      const { snapshotId } = await set("--a");
      await allow();
      if (by === "unset") await unsetVariables(ctx, { ...at, keys: [key] });
      else await restoreSnapshot(ctx, { projectId: at.projectId, snapshotId: before.snapshotId });
      await restoreSnapshot(ctx, { projectId: at.projectId, snapshotId });
      expect(await state()).toBe("refused");
      expect(await listAllowedNames(ctx, snapshotId)).toEqual([]);
      await set("--a");
      expect(await state()).toBe("refused");
    },
  );

  it("is not copied to another environment, and holds where the variable is inherited", async () => {
    await set("--a");
    await allow();
    const { projectId, environment } = at;
    await copyVariables(ctx, { projectId, from: { environment }, to: { environment: "staging" } });
    expect(await state("staging")).toBe("refused");
    const child = { ...at, environment: "preview" };
    await createConfiguration(ctx, { ...child, name: "default", baseEnvironment: "production" });
    expect(await listAllowedNames(ctx, (await takeSnapshot(ctx, child)).snapshotId)).toEqual([key]);
    await refused({ environment: "preview" }, "PRECONDITION", "inherited from production");
  });

  it("is taken from owners and administrators only, of names that one can allow", async () => {
    await set("--a");
    const editor = { ...ctx, permissions: new Set(permissions.filter((each) => each !== "identity:manage")) };
    await expect(allowReserved(editor, { ...at, key, isAllowed: true })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await state()).toBe("refused");
    await refused({ key: "GREETING" }, "VALIDATION", "ordinary name");
    await refused({ key: "PATH" }, "VALIDATION", "Berth sets PATH itself");
    await refused({ key: "home" }, "VALIDATION", "Berth sets home itself");
    await refused({ key: "BERTH_LAUNCH" }, "VALIDATION", "Berth knows the processes");
    await refused({ key: "ENCRYPTION_KEYS" }, "VALIDATION", "Berth's own keys");
    await refused({ key: "LD_PRELOAD" }, "NOT_FOUND", "LD_PRELOAD is not set");
    await refused({ version: 2 }, "CONFLICT", "changed meanwhile");
    await refused({ projectId: "nobody" }, "NOT_FOUND", "no such project");
    await set("$" + "{{OTHER}}", { name: "LD_PRELOAD", isReference: true });
    await refused({ key: "LD_PRELOAD" }, "PRECONDITION", "reference");
    await expect(getCtx().then((other) => allowReserved(other, { ...at, key, isAllowed: true }))).rejects.toMatchObject(
      {
        code: "NOT_FOUND",
      },
    );
  });

  it("is recorded once, without the value, and known to the check", async () => {
    await set("--require ./secret-file.cjs");
    const checked = async () =>
      (await checkStored(ctx, { ...at, variables: [], platform: "local" })).variables.find((each) => each.key === key);
    expect(await checked()).toMatchObject({
      status: "error",
      message: expect.stringContaining("until an owner allows it"),
    });
    await allow({ version: 1 });
    await allow();
    expect(await checked()).toMatchObject({ status: "ok", message: expect.stringContaining("An owner allowed") });
    await allow({ isAllowed: false });
    await allow({ isAllowed: false });
    const rows = (await ctx.db.select().from(auditLog)).filter(
      ({ action, orgId }) => orgId === ctx.orgId && action.startsWith("environment.reserved"),
    );
    expect(rows.map(({ action }) => action)).toEqual(["environment.reserved-allowed", "environment.reserved-refused"]);
    expect(rows[0]?.details).toEqual({ environment: "production", configuration: "default", key, version: 1 });
    expect(JSON.stringify(rows)).not.toContain("secret-file");
  });
});
