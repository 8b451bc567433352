import { expect, it } from "vitest";
import { AppError } from "@/server/errors";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { onProjectDelete } from "./delete-hooks";
import { createProject, deleteProject, ensureProject, findProject, getProject, listProjects } from "./service";

describeOnDatabases("projects", (getCtx) => {
  it("are created, listed by name, found and deleted", async () => {
    const ctx = await getCtx();
    const shop = await createProject(ctx, { name: "shop", config: { framework: "next" } });
    await createProject(ctx, { name: "blog" });
    expect((await listProjects(ctx)).map(({ name }) => name)).toEqual(["blog", "shop"]);
    expect(await getProject(ctx, { id: shop.id })).toEqual(shop);
    expect((await findProject(ctx, "shop"))?.config).toEqual({ framework: "next" });
    await deleteProject(ctx, { id: shop.id });
    expect(await findProject(ctx, "shop")).toBeUndefined();
    await expect(deleteProject(ctx, { id: shop.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("have one name each within an organization, also when made at the same time", async () => {
    const [ctx, other] = [await getCtx(), await getCtx()];
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => createProject(ctx, { name: "shop" })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
    }
    await expect(createProject(other, { name: "shop" })).resolves.toMatchObject({ name: "shop" });
  });

  it("are out of reach for another organization", async () => {
    const [ctx, stranger] = [await getCtx(), await getCtx()];
    const { id } = await createProject(ctx, { name: "shop" });
    await expect(getProject(stranger, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(deleteProject(stranger, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listProjects(stranger)).toEqual([]);
    expect(await listProjects(ctx)).toHaveLength(1);
  });

  it.each([
    "",
    "../x",
    ".git",
    "-x",
    "Shop",
    "shop!",
    "con",
    "shöp",
    "🚢",
    "a\0b",
    "a--b",
    "x".repeat(51),
    "x".repeat(300),
  ])("refuse the name %j", async (name) => {
    const ctx = await getCtx();
    await expect(createProject(ctx, { name })).rejects.toMatchObject({ name: "ZodError" });
    expect(await listProjects(ctx)).toEqual([]);
  });

  it("refuse a configuration over 64 KB and unknown fields", async () => {
    const ctx = await getCtx();
    await expect(createProject(ctx, { name: "shop", config: { text: "x".repeat(70_000) } })).rejects.toThrow(/64 KB/);
    await expect(createProject(ctx, { name: "shop", orgId: "other" })).rejects.toThrow();
    expect(await listProjects(ctx)).toEqual([]);
  });

  it("are made when missing and take over a new configuration", async () => {
    const ctx = await getCtx();
    const first = await ensureProject(ctx, { name: "shop", config: { version: 1 } });
    const second = await ensureProject(ctx, { name: "shop", config: { version: 2 } });
    const third = await ensureProject(ctx, { name: "shop" });
    expect([second.id, third.id]).toEqual([first.id, first.id]);
    expect(third.config).toEqual({ version: 2 });
  });

  it("need the permission for each verb", async () => {
    const reader = await getCtx({ permissions: ["project:read"] });
    const nobody = await getCtx({ permissions: [] });
    for (const work of [
      createProject(reader, { name: "shop" }),
      deleteProject(reader, { id: "x" }),
      listProjects(nobody),
    ]) {
      await expect(work).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("stay whole when a module refuses the deletion", async () => {
    const ctx = await getCtx();
    const { id } = await createProject(ctx, { name: "shop" });
    let isDeploying = true;
    const afterwards: string[] = [];
    onProjectDelete("test", async (_tx, project) => {
      if (project.id === id && isDeploying) throw new AppError("CONFLICT", "A deployment runs.");
      return async () => void afterwards.push(project.name);
    });
    await expect(deleteProject(ctx, { id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await getProject(ctx, { id })).toMatchObject({ name: "shop" });
    expect(afterwards).toEqual([]);
    isDeploying = false;
    await deleteProject(ctx, { id });
    expect(afterwards).toEqual(["shop"]);
    const audit = await ctx.db.select().from(auditLog);
    const own = audit.filter((entry) => entry.targetId === id).map(({ action }) => action);
    expect(own).toEqual(["project.created", "project.deleted"]);
  });
});
