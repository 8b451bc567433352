import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { createBackup } from "@/server/backup";
import { systemCtx } from "@/server/kernel";
import { restoreBackup } from "@/server/restore";
import { describeOnPglite, openFresh } from "@/server/testing";
import { deleteApp, getApp, getDeployment, listApps, readDeployedFiles, startApp } from "./index";
import { registerJobs } from "./jobs";
import { redeployDeployment, retryDeployment } from "./lifecycle/again";
import { openLocalHost } from "./local/host";
import { ask, deploy, finished, tinyProject } from "./testing/tiny-project";

describeOnPglite("the apps of a restored backup", (getCtx) => {
  const cleanUp: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const step of cleanUp.reverse()) await step();
  });

  it("are this machine's own, stopped until they are deployed again", async () => {
    const ctx = await getCtx();
    const kernel = getCtx.kernel();
    await registerJobs(kernel);
    const old = openLocalHost(kernel);
    const project = await createProject(ctx, { name: "moved" });
    const done = await deploy(ctx, project.id, tinyProject());
    const { pid } = await ask(done.url ?? "");
    expect((await readDeployedFiles(ctx, { id: done.id })).zip.subarray(0, 2).toString()).toBe("PK");
    await expect(retryDeployment(ctx, { id: done.id })).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining(`berth redeploy ${done.id}`),
    });
    cleanUp.push(async () => {
      await registerJobs(kernel);
      await deleteApp(ctx, { name: "moved" });
      await old.proxy.stop();
      rmSync(path.dirname(old.root), { recursive: true, force: true });
    });

    const bytes = Buffer.from(await createBackup(kernel));
    const fresh = await openFresh("pglite");
    cleanUp.push(() => fresh.close());
    await registerJobs(fresh.kernel);
    await restoreBackup(fresh.kernel, bytes);
    const there = systemCtx(fresh.kernel, { orgId: ctx.orgId });
    const host = openLocalHost(fresh.kernel);
    cleanUp.push(async () => {
      await deleteApp(there, { name: "moved" });
      await host.proxy.stop();
    });

    expect((await listApps(there)).map(({ name, status }) => `${name} ${status}`)).toEqual(["moved stopped"]);
    await expect(startApp(there, { name: "moved" })).rejects.toMatchObject({
      code: "PRECONDITION",
      message: expect.stringContaining(`berth redeploy ${done.id}`),
    });
    expect((await getDeployment(there, { id: done.id })).status).toBe("stopped");
    await expect(readDeployedFiles(there, { id: done.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const again = await finished(there, (await redeployDeployment(there, { id: done.id })).id);
    expect(again.error).toMatchObject({
      type: "INVALID_CONFIG",
      message: expect.stringContaining("not on this machine"),
    });

    const renewed = await deploy(there, project.id, tinyProject({ "version.txt": "two" }));
    expect(renewed.error).toBeUndefined();
    expect(await ask(renewed.url ?? "")).toMatchObject({ version: "two" });
    expect(await getApp(there, { name: "moved" })).toMatchObject({ status: "running", deploymentId: renewed.id });
    // The app of the Berth that made the backup was left alone all the while.
    expect((await ask(done.url ?? "")).pid).toBe(pid);
  }, 90_000);
});
