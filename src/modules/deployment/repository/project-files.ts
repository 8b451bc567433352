import { and, desc, eq, isNotNull } from "drizzle-orm";
import type { github } from "@/modules/connections";
import { generate, parseConfig } from "@/modules/scaffold/pure";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { homePaths } from "@/server/process/home";
import { configOf } from "../app-environment";
import { DeploymentFailure } from "../failures/failure";
import type { ReleaseFile } from "../local/files";
import { machine } from "../local/machine";
import { readSource } from "../sources/store";
import { deployment } from "../tables";

export interface ProjectFiles {
  name: string;
  /** The deployment they were part of; undefined for files made from the project's configuration. */
  deploymentId: string | undefined;
  files: readonly ReleaseFile[];
}

type DeploymentRow = Pick<typeof deployment.$inferSelect, "id" | "name" | "sourceId" | "config">;

/** The files of a deployment as its ZIP holds them: as they were uploaded, or made from its configuration. */
export async function deployedFiles({ id, name, sourceId, config }: DeploymentRow): Promise<ProjectFiles> {
  if (!sourceId) return { name, deploymentId: id, files: await generate(parseConfig(config)) };
  try {
    const { files } = await readSource(homePaths(machine().env.home).sources, sourceId);
    return { name, deploymentId: id, files };
  } catch (error) {
    if (!(error instanceof DeploymentFailure)) throw error;
    throw new AppError("NOT_FOUND", [error.message, ...error.failure.suggestions].join(" "), { cause: error });
  }
}

/** The files of a project as it is now; one that is not made from a configuration has those it was deployed with last. */
export async function projectFiles(
  ctx: Ctx,
  { id, name, config: stored }: { id: string; name: string; config: unknown },
): Promise<ProjectFiles> {
  const config = configOf(stored);
  if (config) return { name, deploymentId: undefined, files: await generate(parseConfig(config)) };
  const [last] = await ctx.db
    .select()
    .from(deployment)
    .where(and(eq(deployment.orgId, ctx.orgId), eq(deployment.projectId, id), isNotNull(deployment.sourceId)))
    .orderBy(desc(deployment.id))
    .limit(1);
  if (!last) {
    throw new AppError(
      "PRECONDITION",
      `The project ${name} has no configuration and was never deployed from a folder, so there is nothing to push. Deploy its folder first: berth deploy --dir .`,
    );
  }
  return deployedFiles(last);
}

/** A file as GitHub takes it. */
export function pushedFile({ path, content, mode }: ReleaseFile): github.PushedFile {
  return { path, data: typeof content === "string" ? new TextEncoder().encode(content) : content, mode };
}
