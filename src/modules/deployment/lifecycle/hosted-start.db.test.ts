import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectEmulator } from "@/modules/connections/testing/connect-emulator";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { startRailway } from "../../../../e2e/emulators/railway/railway";
import { startVercel } from "../../../../e2e/emulators/vercel/vercel";
import { registerJobs } from "../jobs";
import { getDeployment, listDeployments } from "../queries";
import type { StartDeployments } from "../schema";
import { startDeployment, startDeployments } from "../service";
import { finished, tinyProject, upload } from "../testing/tiny-project";
import { promoteDeployment, redeployDeployment, rollbackDeployment } from "./again";
import { getDeploySettings, setDeploySettings } from "./settings";

describeOnPglite("starting deployments to accounts", (getCtx) => {
  let vercel: Awaited<ReturnType<typeof startVercel>>;
  let railway: Awaited<ReturnType<typeof startRailway>>;
  let number = 0;
  beforeAll(async () => {
    [vercel, railway] = await Promise.all([startVercel(), startRailway()]);
    await registerJobs(getCtx.kernel());
  });
  afterAll(async () => {
    await Promise.all([vercel?.close(), railway?.close()]);
  });
  const newProject = async (ctx: Ctx) => {
    number += 1;
    const project = await createProject(ctx, { name: `start-${number}` });
    return { projectId: project.id, sourceId: await upload(ctx, tinyProject()) };
  };

  it("says how to connect when there is no account", async () => {
    const ctx = await getCtx();
    const start = startDeployment(ctx, { ...(await newProject(ctx)), platform: "vercel" });
    await expect(start).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining("berth platform connect vercel"),
    });
  });

  it("takes the only account, one by its name, and asks when there are several", async () => {
    const ctx = await getCtx();
    const project = await newProject(ctx);
    const first = await connectEmulator(getCtx.kernel(), ctx, railway, { name: "first", teamId: "workspace-harbour" });
    const { id } = await startDeployment(ctx, { ...project, platform: "railway" });
    expect(await getDeployment(ctx, { id })).toMatchObject({
      platform: "railway",
      connectionId: first.id,
      emulated: true,
      target: "production",
      cause: "deploy",
    });
    const second = await connectEmulator(getCtx.kernel(), ctx, railway, { name: "second", teamId: "workspace-pier" });
    const again = { ...project, platform: "railway", name: "other-name" } as const;
    await expect(startDeployment(ctx, again)).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("first, second"),
    });
    await expect(startDeployment(ctx, { ...again, connectionId: "third" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const named = await startDeployment(ctx, { ...again, connectionId: "second" });
    expect(await getDeployment(ctx, named)).toMatchObject({ connectionId: second.id });
    const stranger = await getCtx();
    const theirs = startDeployment(stranger, {
      ...(await newProject(stranger)),
      platform: "railway",
      connectionId: first.id,
    });
    await expect(theirs).rejects.toMatchObject({ code: "PRECONDITION" });
    await finished(ctx, id);
    await finished(ctx, named.id);
  });

  it("refuses an account for this machine, and previews where there are none", async () => {
    const ctx = await getCtx();
    const project = await newProject(ctx);
    const local = startDeployment(ctx, { ...project, platform: "local", connectionId: "x" });
    await expect(local).rejects.toMatchObject({ code: "VALIDATION" });
    await connectEmulator(getCtx.kernel(), ctx, railway, { teamId: "workspace-harbour" });
    const preview = startDeployment(ctx, { ...project, platform: "railway", target: "preview" });
    await expect(preview).rejects.toMatchObject({ code: "VALIDATION", message: expect.stringContaining("previews") });
  });

  describe("to several places at once", () => {
    it("starts all of them under one batch, each with its own log", async () => {
      const ctx = await getCtx();
      const project = await newProject(ctx);
      await connectEmulator(getCtx.kernel(), ctx, vercel);
      await connectEmulator(getCtx.kernel(), ctx, railway, { teamId: "workspace-harbour" });
      const input: StartDeployments = {
        ...project,
        idempotencyKey: "both",
        targets: [{ platform: "vercel" }, { platform: "railway", name: "elsewhere" }],
      };
      const { batchId, deployments } = await startDeployments(ctx, input);
      expect(deployments.map(({ platform, name }) => [platform, name])).toEqual([
        ["vercel", `start-${number}`],
        ["railway", "elsewhere"],
      ]);
      const { items } = await listDeployments(ctx, { batchId });
      expect(items.map(({ id }) => id).sort()).toEqual(deployments.map(({ id }) => id).sort());
      expect(await startDeployments(ctx, input)).toEqual({ batchId, deployments });
      for (const { id } of deployments) await finished(ctx, id);
    });

    it("starts none when one of them cannot be", async () => {
      const ctx = await getCtx();
      const project = await newProject(ctx);
      await connectEmulator(getCtx.kernel(), ctx, vercel);
      const wrong = [
        [{ platform: "vercel" }, { platform: "railway" }],
        [{ platform: "vercel" }, { platform: "vercel" }],
        [{ platform: "vercel" }, { platform: "vercel", name: "../x" }],
        [],
      ] as const;
      for (const targets of wrong) {
        await expect(startDeployments(ctx, { ...project, targets: [...targets] })).rejects.toThrow();
      }
      expect((await listDeployments(ctx, {})).items).toEqual([]);
    });
  });

  it("goes nowhere with a deployment that did not succeed, and says what to do instead", async () => {
    const ctx = await getCtx();
    const project = await newProject(ctx);
    const broken = { ...project, sourceId: await upload(ctx, tinyProject({ "package.json": "{}" })) };
    const { id } = await startDeployment(ctx, { ...broken, platform: "local", timeoutSeconds: 30 });
    expect((await finished(ctx, id)).status).toBe("failed");
    await expect(rollbackDeployment(ctx, { id })).rejects.toMatchObject({ code: "PRECONDITION" });
    await expect(promoteDeployment(ctx, { id })).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining(`berth rollback ${id}`),
    });
    await expect(promoteDeployment(await getCtx(), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = await getCtx({ permissions: ["deployment:read"] });
    for (const verb of [promoteDeployment, redeployDeployment, rollbackDeployment])
      await expect(verb(reader, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("keeps settings for the deployments to come, and refuses folders outside of the project", async () => {
    const ctx = await getCtx();
    const { projectId } = await newProject(ctx);
    expect(await getDeploySettings(ctx, { projectId })).toEqual({});
    const settings = { rootDirectory: "apps/web", buildCommand: "make" };
    await setDeploySettings(ctx, { projectId, settings });
    expect(await getDeploySettings(ctx, { projectId })).toEqual(settings);
    await setDeploySettings(ctx, { projectId, settings: { startCommand: "node x.js" } });
    expect(await getDeploySettings(ctx, { projectId })).toEqual({ startCommand: "node x.js" });
    for (const rootDirectory of ["../x", "/etc", "a/../../b", "a\\b", ""])
      await expect(setDeploySettings(ctx, { projectId, settings: { rootDirectory } })).rejects.toThrow();
    const stranger = await getCtx();
    await expect(getDeploySettings(stranger, { projectId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(setDeploySettings(stranger, { projectId, settings })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
