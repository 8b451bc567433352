import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureGenerated, takeSnapshot } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { readEnvironment } from "./app-environment";
import { registerJobs } from "./jobs";
import { openLocalHost } from "./local/host";
import { deploy, tinyProject } from "./testing/tiny-project";

const reserved = [
  "NODE_OPTIONS",
  "NODE_EXTRA_CA_CERTS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "LD_PRELOAD",
  "LD_LIBRARY_PATH",
  "DYLD_INSERT_LIBRARIES",
  "BASH_ENV",
  "ENV",
  "PATH",
  "npm_config_registry",
  "GIT_SSH_COMMAND",
];

describeOnPglite("a variable that changes how programs start", (getCtx) => {
  let ctx: Ctx;
  beforeAll(async () => {
    ctx = await getCtx();
    await registerJobs(getCtx.kernel());
  });
  afterAll(async () => {
    const host = openLocalHost(getCtx.kernel());
    await host.proxy.stop();
    rmSync(path.dirname(host.root), { recursive: true, force: true });
  });

  it("keeps the app from being deployed and never reaches a process", async () => {
    const project = await createProject(ctx, { name: "reserved" });
    await ensureGenerated(ctx, { projectId: project.id, keys: [...reserved, "GREETING"] });
    const { error, steps } = await deploy(ctx, project.id, tinyProject());
    expect(error?.type).toBe("INVALID_CONFIG");
    const named = error?.suggestions.map((text) => text.split(":")[0]);
    expect(named?.toSorted()).toEqual(reserved.toSorted());
    expect(steps.find(({ name }) => name === "trigger-build")?.status).toBe("skipped");

    const ref = { projectId: project.id, environment: "production" };
    const { snapshotId } = await takeSnapshot(ctx, ref);
    const target = { address: "http://reserved.localhost:1", dataFolder: "data/db" };
    const { values } = await readEnvironment(ctx, { ...ref, platform: "local", config: {}, target }, snapshotId);
    expect(Object.keys(values)).toEqual(["GREETING"]);
  });

  it("is told once where it is the only one", async () => {
    const project = await createProject(ctx, { name: "reserved-one" });
    const [key = ""] = reserved;
    await ensureGenerated(ctx, { projectId: project.id, keys: [key] });
    const { error } = await deploy(ctx, project.id, tinyProject());
    expect(error).toMatchObject({ message: expect.stringContaining(key), suggestions: [] });
  });
});
