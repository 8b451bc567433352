import { afterAll, beforeAll, expect, it } from "vitest";
import { listConnections, markConnectionRefused } from "@/modules/connections";
import { connectEmulator } from "@/modules/connections/testing/connect-emulator";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { run } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { type GithubEmulator, startGithub } from "../../../../e2e/emulators/github/github";
import { type RenderEmulator, startRender } from "../../../../e2e/emulators/render/render";
import { registerJobs } from "../jobs";
import { deployment, hostedApp } from "../tables";
import { listPlatforms } from "./registry";
import { listConnectionUsage } from "./usage";

describeOnPglite("platforms", (getCtx) => {
  let render: RenderEmulator;
  let github: GithubEmulator;
  beforeAll(async () => {
    await registerJobs(getCtx.kernel());
    [render, github] = await Promise.all([startRender(), startGithub()]);
  });
  afterAll(() => Promise.all([render.close(), github.close()]));
  const find = async (ctx: Ctx, id: string) => (await listPlatforms(ctx)).find((platform) => platform.id === id);
  const connect = (ctx: Ctx, emulator: RenderEmulator | GithubEmulator) =>
    connectEmulator(getCtx.kernel(), ctx, emulator);

  it("are this machine and three more, which say what would make them available", async () => {
    const ctx = await getCtx();
    expect((await listPlatforms(ctx)).map(({ id, available, accounts }) => [id, available, accounts])).toEqual([
      ["local", true, []],
      ["vercel", false, []],
      ["railway", false, []],
      ["render", false, []],
    ]);
    expect(await find(ctx, "vercel")).toMatchObject({
      reason: "No Vercel account is connected.",
      fix: { label: "Connect Vercel", href: "/connections?connect=vercel" },
      capabilities: expect.arrayContaining(["previews", "promote", "rollback"]),
    });
    expect((await find(ctx, "local"))?.fix).toBeUndefined();
  });

  it("are available with an account whose token works; Render with a GitHub account beside it", async () => {
    const ctx = await getCtx();
    const connection = await connect(ctx, render);
    expect(await find(ctx, "render")).toMatchObject({
      available: false,
      reason: "No GitHub account is connected. Render builds from a repository there.",
      fix: { href: "/connections?connect=github" },
      accounts: [{ connectionId: connection.id, state: "ok", emulated: true }],
    });
    const { id } = await connect(ctx, github);
    expect(await find(ctx, "render")).toMatchObject({ available: true });
    await markConnectionRefused(ctx, id);
    expect(await find(ctx, "render")).toMatchObject({
      available: false,
      reason: "The token of octo is not accepted by GitHub any more. Render builds from a repository there.",
      fix: { label: "Reconnect GitHub", href: `/connections?reconnect=${id}` },
    });
  });

  it("send those who may not connect to an owner or admin", async () => {
    const ctx = await getCtx({ permissions: ["deployment:read", "connection:read"] });
    const vercel = await find(ctx, "vercel");
    expect(vercel?.reason).toBe("No Vercel account is connected. An owner or admin can change that.");
    expect(vercel?.fix).toBeUndefined();
    const blind = await getCtx({ permissions: ["deployment:read"] });
    expect(await find(blind, "vercel")).toMatchObject({ available: false, accounts: [] });
    await expect(listPlatforms(await getCtx({ permissions: [] }))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("tell what depends on an account: apps that are there, deployments that are not over", async () => {
    const ctx = await getCtx();
    const { id: connectionId } = await connect(ctx, github);
    const { id: projectId } = await createProject(ctx, { name: "shop" });
    const own = { orgId: ctx.orgId, projectId, connectionId, platform: "render" };
    await ctx.db.insert(hostedApp).values([
      { ...own, id: ctx.newId(), name: "shop" },
      { ...own, id: ctx.newId(), name: "old-shop", state: "deleted" },
    ]);
    const running = ctx.newId();
    for (const [id, status] of [
      [running, "running"],
      [ctx.newId(), "succeeded"],
    ] as const) {
      await ctx.db
        .insert(run)
        .values({ id, orgId: ctx.orgId, kind: "hosted-deployment", status, spec: {}, timeoutSeconds: 60 });
      const more = { environment: "production", config: {}, cause: "deploy", createdBy: "tester" };
      await ctx.db.insert(deployment).values({ ...own, ...more, id, name: "shop" });
    }
    expect(await listConnectionUsage(ctx)).toEqual([
      { connectionId, apps: [{ name: "shop", projectId }], deployments: [{ id: running, name: "shop" }] },
    ]);
    expect(await listConnectionUsage(await getCtx())).toEqual([]);
    expect(await listConnections(ctx)).toHaveLength(1);
  });
});
