import { github, type OpenConnection, PlatformError } from "@/modules/connections";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { readDeployment } from "../lifecycle/again";
import { type PushedToGithub, PushToGithub } from "../schema";
import { withGithub } from "./account";
import { deployedFiles, type ProjectFiles, projectFiles, withoutValues } from "./project-files";

/**
 * Pushes the files of a deployment, or of a project as it is now, to a repository of a connected GitHub account: one commit
 * on top of what is there. The repository is created when there is none; throws CONFLICT when another one has the name.
 */
export async function pushToGithub(ctx: Ctx, input: PushToGithub): Promise<PushedToGithub> {
  requirePermission(ctx, "deployment:write");
  const { deploymentId, projectId, connectionId, name, isPrivate } = PushToGithub.parse(input);
  const row = deploymentId === undefined ? undefined : (await readDeployment(ctx, deploymentId)).row;
  const own = await getProject(ctx, { id: row?.projectId ?? projectId });
  const found = row ? await deployedFiles(row) : await projectFiles(ctx, own);
  const { files, leftOut } = withoutValues(found.files);
  const pushed = await withGithub(ctx, connectionId, async (access) => {
    const wanted = { name: name ?? own.name, isPrivate, marker: projectMarker(own.id) };
    const repository = await ensureNamed(ctx, access, wanted);
    const commit = await github.pushFiles(
      access,
      {
        owner: repository.owner,
        name: repository.name,
        branch: repository.defaultBranch,
        files,
        message: messageOf(ctx, found),
      },
      ctx.signal,
    );
    return { access, repository, commit };
  });
  const { access, repository, commit } = pushed;
  const place = `${repository.owner}/${repository.name}`;
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, {
      action: "project.pushed",
      targetKind: "project",
      targetId: own.id,
      details: { repository: place, commit: commit.commit, connection: access.name, deploymentId: found.deploymentId },
    }),
  );
  return {
    url: repository.htmlUrl,
    commit: commit.commit,
    commitUrl: commit.htmlUrl,
    repository: place,
    isPrivate: repository.isPrivate,
    wasCreated: repository.wasCreated,
    wasUnchanged: commit.wasUnchanged,
    leftOut,
    emulated: access.isEmulated || undefined,
  };
}

/** Stands in a repository's description, and says which project of Berth it is of. */
export function projectMarker(projectId: string): string {
  return `berth:${projectId}`;
}

type Wanted = Parameters<typeof github.ensureRepository>[1];

async function ensureNamed(ctx: Ctx, access: OpenConnection, wanted: Wanted) {
  try {
    return await github.ensureRepository(access, wanted, ctx.signal);
  } catch (error) {
    if (!PlatformError.is(error) || error.kind !== "NAME_TAKEN") throw error;
    const free = await findFreeName(ctx, access, wanted.name);
    throw new AppError("CONFLICT", `${error.message}${free === undefined ? "" : ` ${free} is free.`}`, {
      cause: error,
      details: { name: free },
    });
  }
}

async function findFreeName(ctx: Ctx, access: OpenConnection, name: string): Promise<string | undefined> {
  const owner = access.teamId ?? access.account.name;
  for (let number = 2; number <= 6; number += 1) {
    const candidate = `${name}-${number}`;
    if (!(await github.findRepository(access, { owner, name: candidate }, ctx.signal))) return candidate;
  }
  return undefined;
}

/** Each push has a line of its own: the same files may be wanted again on top of others. */
function messageOf(ctx: Ctx, { name, deploymentId }: ProjectFiles): string {
  const what = deploymentId === undefined ? `Push ${name}` : `Push ${name} as deployed\n\nDeployment ${deploymentId}`;
  return `${what}\n\nBerth-Push: ${ctx.newId()}`;
}
