import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { createGuardedFetch } from "@/server/guarded-fetch";
import { describeOnDatabases, type GetCtx } from "@/server/testing";
import { deleteApp, listApps, startDeployment } from "../index";
import { registerJobs } from "../jobs";
import { openLocalHost } from "../local/host";
import { GitServer } from "../testing/git-server";
import { ask, eventsOf, type Files, finished, tinyProject, upload } from "../testing/tiny-project";
import { detectRepository, detectSource } from "./detection";

/** The tiny project as somebody else would have made it: no berth.json. */
function foreignProject(files: Files = {}): Files {
  const { "berth.json": _record, ...rest } = tinyProject(files);
  return rest;
}

describeOnDatabases("a project that Berth did not make", (getCtx: GetCtx) => {
  let ctx: Ctx;
  const server = new GitServer();
  beforeAll(async () => {
    ctx = await getCtx();
    await registerJobs(getCtx.kernel());
    await server.start(foreignProject({ "notes.ts": "process.env.NOTES_TOKEN;\n" }));
  });
  afterAll(async () => {
    server.stop();
    const host = openLocalHost(getCtx.kernel());
    for (const { name } of await listApps(ctx)) await deleteApp(ctx, { name });
    await host.proxy.stop();
    rmSync(path.dirname(host.root), { recursive: true, force: true });
  });
  const deployed = async (sourceId: string, name: string) => {
    const { id: projectId } = await createProject(ctx, { name });
    const { id } = await startDeployment(ctx, { projectId, platform: "local", sourceId });
    return finished(ctx, id);
  };

  it("is described from its files and deployed without a berth.json", async () => {
    const sourceId = await upload(ctx, foreignProject({ "mail.ts": "send(process.env.RESEND_API_KEY);\n" }));
    const { project } = await detectSource(ctx, { sourceId });
    expect(project.commands).toEqual({ build: "node build.mjs", start: "node server.mjs" });
    expect(project.variables.map(({ key }) => key)).toEqual(["RESEND_API_KEY", "DATABASE_URL"]);
    const done = await deployed(sourceId, "foreign");
    expect(done.error).toBeUndefined();
    const told = (await eventsOf(ctx, done.id)).map(({ message }) => message);
    expect(told).toContain("Mail is off until RESEND_API_KEY is set.");
    expect((await ask(done.url ?? "")).version).toBe("one");
  });

  it("is not started without a variable its code insists on", async () => {
    const insisting = { "check.mjs": 'if (!process.env.LICENSE_ID) throw new Error("LICENSE_ID");\n' };
    const done = await deployed(await upload(ctx, foreignProject(insisting)), "insisting");
    expect(done.error).toMatchObject({ type: "INVALID_CONFIG", message: expect.stringContaining("LICENSE_ID") });
  });

  it("is taken in from a public repository as if it had been uploaded", async () => {
    const fetch = createGuardedFetch({ protocols: ["http:"], isAllowed: (address) => address === "127.0.0.1" });
    const found = await detectRepository(ctx, { url: server.url("owner/shop") }, fetch);
    expect(found.name).toBe("shop");
    expect(found.project.variables.map(({ key }) => key)).toEqual(["NOTES_TOKEN", "DATABASE_URL"]);
    expect((await detectSource(ctx, { sourceId: found.sourceId })).project.fileCount).toBe(5);
  });

  it("is found only by the organization that sent it", async () => {
    const sourceId = await upload(ctx, foreignProject());
    await expect(detectSource({ ...ctx, orgId: "another" }, { sourceId })).rejects.toThrow(/no such uploaded project/);
    await expect(detectRepository({ ...ctx, permissions: new Set() }, { url: "x" })).rejects.toThrow(/permission/);
  });

  it("is never fetched from a private address", async () => {
    await expect(detectRepository(ctx, { url: "https://127.0.0.1/owner/shop" })).rejects.toThrow(/private network/);
    await expect(detectRepository(ctx, { url: "http://example.com/owner/shop" })).rejects.toThrow(/https/);
  });
});
