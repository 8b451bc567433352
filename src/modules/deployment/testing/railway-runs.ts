import { afterAll, beforeAll, expect } from "vitest";
import { connectEmulator } from "@/modules/connections/testing/connect-emulator";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import type { Kernel } from "@/server/kernel";
import type { GetCtx } from "@/server/testing";
import { type RailwayEmulator, type RailwayOptions, startRailway } from "../../../../e2e/emulators/railway/railway";
import type { RailwaySnapshot } from "../../../../e2e/emulators/railway/state";
import { startDeployment } from "../index";
import type { DeploymentDetail } from "../schema";
import { type Files, finished, tinyProject, upload } from "./tiny-project";

type Start = Partial<Parameters<typeof startDeployment>[1]>;

/** Berth connected to a stand-in of Railway, for tests that deploy through real runs. */
export interface RailwayRuns {
  ctx: Ctx;
  railway: RailwayEmulator;
  connectionId: string;
  /** Starts a deployment of a new project of a few files; answers both ids. */
  begin(name: string, files?: Files, start?: Start): Promise<{ id: string; projectId: string }>;
  /** The same, once it has ended. */
  deploy(name: string, files?: Files, start?: Start): Promise<DeploymentDetail>;
  again(projectId: string, files?: Files, start?: Start): Promise<DeploymentDetail>;
  /** What the stand-in has of the app. */
  onRailway(name: string): {
    projects: RailwaySnapshot["projects"];
    instances: RailwaySnapshot["instances"];
    deployments: RailwaySnapshot["deployments"];
  };
}

export function railwayRuns(
  getCtx: GetCtx,
  registerJobs: (kernel: Kernel) => Promise<void>,
  options: RailwayOptions = {},
): RailwayRuns {
  const runs = {} as RailwayRuns;
  beforeAll(async () => {
    const ctx = await getCtx();
    await registerJobs(getCtx.kernel());
    const railway = await startRailway({ paceMs: 40, ...options });
    const { id: connectionId } = await connectEmulator(getCtx.kernel(), ctx, railway, { teamId: "workspace-harbour" });
    const start = async (projectId: string, files: Files, more: Start) => {
      const sourceId = await upload(ctx, tinyProject(files));
      return startDeployment(ctx, { projectId, platform: "railway", connectionId, sourceId, ...more });
    };
    const begin: RailwayRuns["begin"] = async (name, files = {}, more = {}) => {
      const { id: projectId } = await createProject(ctx, { name });
      return { projectId, id: (await start(projectId, files, more)).id };
    };
    Object.assign(runs, {
      ctx,
      railway,
      connectionId,
      begin,
      deploy: async (...given: Parameters<RailwayRuns["begin"]>) => finished(ctx, (await begin(...given)).id),
      again: async (projectId: string, files: Files = {}, more: Start = {}) =>
        finished(ctx, (await start(projectId, files, more)).id),
      onRailway: (name: string) => found(railway.state(), name),
    });
  });
  afterAll(async () => {
    expect(runs.railway.violations).toEqual([]);
    await runs.railway.close();
  });
  return runs;
}

function found({ projects, instances, deployments }: RailwaySnapshot, name: string) {
  return {
    projects: projects.filter((project) => project.name === name),
    instances: instances.filter(({ service }) => service === name),
    deployments: deployments.filter(({ service }) => service === name),
  };
}
