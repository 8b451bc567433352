import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { listVariables, setVariables } from "../service";
import { takeSnapshot } from "../snapshots/deployments";
import { envConfig } from "../tables";
import {
  activateConfiguration,
  createConfiguration,
  deleteConfiguration,
  listConfigurations,
  updateConfiguration,
} from "./configurations";

describeOnDatabases("configurations", (getCtx) => {
  let ctx: Ctx;
  let at: { projectId: string; environment: string };
  beforeEach(async () => {
    ctx = await getCtx();
    at = { projectId: (await createProject(ctx, { name: "shop" })).id, environment: "production" };
  });
  const set = (value: string, configuration?: string) =>
    setVariables(ctx, { ...at, configuration, variables: { A: { value, sensitive: false } } });
  const valueIn = async (configuration?: string) => (await listVariables(ctx, { ...at, configuration }))[0]?.value;
  const active = async () =>
    (await listConfigurations(ctx, at)).flatMap(({ name, isActive }) => (isActive ? [name] : []));

  it("holds several, each with values of its own, and takes those of the active one", async () => {
    await set("green");
    const blue = await createConfiguration(ctx, { ...at, name: "blue", description: "The next release" });
    expect(blue).toMatchObject({ name: "blue", description: "The next release", isActive: false, count: 0 });
    await set("blue", "blue");
    expect([await valueIn(), await valueIn("blue"), await valueIn("default")]).toEqual(["green", "blue", "green"]);
    const before = await takeSnapshot(ctx, at);
    await activateConfiguration(ctx, { ...at, configuration: "blue" });
    expect(await valueIn()).toBe("blue");
    expect((await takeSnapshot(ctx, at)).snapshotId).not.toBe(before.snapshotId);
    const [row] = (await ctx.db.select().from(auditLog)).filter(
      ({ action }) => action === "environment.configuration-activated",
    );
    expect(row).toMatchObject({ details: { configuration: "blue", before: "default" } });
  });

  it("has one active at most, also when two activate at once, and the database refuses a second", async () => {
    await set("1");
    for (const name of ["blue", "green"]) await createConfiguration(ctx, { ...at, name });
    const names = ["blue", "green", "default", "blue", "green"];
    await Promise.all(names.map((configuration) => activateConfiguration(ctx, { ...at, configuration })));
    expect(await active()).toHaveLength(1);
    const second = ctx.db.insert(envConfig).values({ id: ctx.newId(), ...at, name: "second", isActive: true });
    await expect(second).rejects.toMatchObject({ cause: { code: "23505" } });
  });

  it("counts what each sets itself in its last save", async () => {
    await set("1");
    const blue = await createConfiguration(ctx, { ...at, name: "blue", baseEnvironment: "staging" });
    expect(blue).toMatchObject({ count: 0, snapshotId: null });
    await set("1", "blue");
    const more = { B: { value: "1" }, C: { value: `\${{staging.A}}`, isReference: true } };
    await setVariables(ctx, { ...at, configuration: "blue", variables: more });
    await setVariables(ctx, { ...at, environment: "staging", variables: { A: { value: "s" }, D: { value: "s" } } });
    await activateConfiguration(ctx, { ...at, configuration: "blue" });
    // What a deployment fixed of other environments is no variable of this one.
    const fixed = await takeSnapshot(ctx, at);
    const listed = await listConfigurations(ctx, { projectId: at.projectId });
    expect(listed.map(({ environment, name, count }) => [environment, name, count])).toEqual([
      ["production", "default", 1],
      ["production", "blue", 3],
      ["staging", "default", 2],
    ]);
    expect(listed[1]).toMatchObject({ snapshotId: fixed.snapshotId, isActive: true });
  });

  it("makes the first ones of an environment at once, and only one of them is active", async () => {
    const names = ["blue", "green", "red"];
    const made = await Promise.all(names.map((name) => createConfiguration(ctx, { ...at, name })));
    expect(made.filter(({ isActive }) => isActive)).toHaveLength(1);
    expect((await listConfigurations(ctx, at)).map(({ name }) => name).sort()).toEqual(names);
  });

  it("refuses to activate what would make bases go in a circle", async () => {
    await set("1");
    const { projectId } = at;
    await createConfiguration(ctx, { ...at, name: "blue", baseEnvironment: "staging" });
    await createConfiguration(ctx, {
      projectId,
      environment: "staging",
      name: "default",
      baseEnvironment: "production",
    });
    await expect(activateConfiguration(ctx, { ...at, configuration: "blue" })).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining("production > staging > production"),
    });
    expect(await active()).toEqual(["default"]);
    expect(await valueIn()).toBe("1");
  });

  it("renames, describes and deletes, but never the active one", async () => {
    const first = await createConfiguration(ctx, { ...at, name: "first" });
    expect(first.isActive).toBe(true);
    await createConfiguration(ctx, { ...at, name: "second" });
    const renamed = await updateConfiguration(ctx, { ...at, configuration: "second", name: "third", description: "d" });
    expect(renamed).toMatchObject({ name: "third", description: "d", baseEnvironment: null });
    const taken = updateConfiguration(ctx, { ...at, configuration: "third", name: "first" });
    await expect(taken).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(createConfiguration(ctx, { ...at, name: "first" })).rejects.toMatchObject({ code: "CONFLICT" });
    const remove = (configuration: string) => deleteConfiguration(ctx, { ...at, configuration });
    await expect(remove("first")).rejects.toMatchObject({ code: "PRECONDITION" });
    await expect(remove("second")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await remove("third");
    expect((await listConfigurations(ctx, at)).map(({ name }) => name)).toEqual(["first"]);
    await expect(activateConfiguration(ctx, { ...at, configuration: "third" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("shows and changes nothing of another organization", async () => {
    await set("1");
    const stranger = await getCtx();
    const missing = { code: "NOT_FOUND" };
    await expect(listConfigurations(stranger, at)).rejects.toMatchObject(missing);
    await expect(createConfiguration(stranger, { ...at, name: "x" })).rejects.toMatchObject(missing);
    await expect(updateConfiguration(stranger, { ...at, name: "x" })).rejects.toMatchObject(missing);
    await expect(activateConfiguration(stranger, { ...at, configuration: "default" })).rejects.toMatchObject(missing);
    await expect(deleteConfiguration(stranger, { ...at, configuration: "default" })).rejects.toMatchObject(missing);
    expect(await active()).toEqual(["default"]);
  });
});
