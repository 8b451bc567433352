import { afterAll, beforeAll, expect } from "vitest";
import { connectEmulator } from "@/modules/connections/testing/connect-emulator";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import type { GetCtx } from "@/server/testing";
import type { Deployment, Project, VercelState } from "../../../../e2e/emulators/vercel/state";
import { startVercel, type VercelEmulator, type VercelOptions } from "../../../../e2e/emulators/vercel/vercel";
import { startDeployment } from "../index";
import type { registerJobs } from "../jobs";
import type { DeploymentDetail } from "../schema";
import { finished } from "./tiny-project";

/** Berth connected to a stand-in of Vercel, for tests that deploy through real runs. */
export interface VercelRuns {
  ctx: Ctx;
  vercel: VercelEmulator;
  connectionId: string;
  /** Starts a deployment of a new project generated with Next.js; answers both ids. */
  begin(
    name: string,
    start?: Partial<Parameters<typeof startDeployment>[1]>,
  ): Promise<{ id: string; projectId: string }>;
  /** The same, once it has ended. */
  deploy(name: string, start?: Partial<Parameters<typeof startDeployment>[1]>): Promise<DeploymentDetail>;
  again(projectId: string, start?: Partial<Parameters<typeof startDeployment>[1]>): Promise<DeploymentDetail>;
  /** The one project of that name on the stand-in, and its deployments, oldest first. */
  onVercel(name: string): { project: Project; deployments: Deployment[] };
}

/** The jobs are handed in: only tests and the assembly of Berth start them. */
export function vercelRuns(getCtx: GetCtx, startJobs: typeof registerJobs, options: VercelOptions = {}): VercelRuns {
  const runs = {} as VercelRuns;
  beforeAll(async () => {
    const ctx = await getCtx();
    await startJobs(getCtx.kernel());
    const vercel = await startVercel({ paceMs: 40, ...options });
    const { id: connectionId } = await connectEmulator(getCtx.kernel(), ctx, vercel);
    const again: VercelRuns["again"] = async (projectId, start) => {
      const { id } = await startDeployment(ctx, { projectId, platform: "vercel", connectionId, ...start });
      return finished(ctx, id);
    };
    const begin: VercelRuns["begin"] = async (name, start) => {
      const { id: projectId } = await createProject(ctx, { name, config: { name, framework: "next" } });
      const { id } = await startDeployment(ctx, { projectId, platform: "vercel", connectionId, ...start });
      return { id, projectId };
    };
    Object.assign(runs, {
      ctx,
      vercel,
      connectionId,
      begin,
      again,
      deploy: async (name: string, start = {}) => finished(ctx, (await begin(name, start)).id),
      onVercel: (name: string) => found(vercel.world, name),
    });
  });
  afterAll(async () => {
    expect(runs.vercel.violations).toEqual([]);
    await runs.vercel.close();
  });
  return runs;
}

function found(world: VercelState, name: string): ReturnType<VercelRuns["onVercel"]> {
  const projects = [...world.projects.values()].filter((project) => project.name === name);
  expect(projects).toHaveLength(1);
  const [project] = projects;
  if (!project) throw new Error(`Vercel has no project ${name}.`);
  return { project, deployments: world.deploymentsOf(project.id).reverse() };
}
