import { eq } from "drizzle-orm";
import { github, type OpenConnection, PlatformError } from "@/modules/connections";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { withoutSecretFiles } from "@/server/leaks/secret-file";
import { readDeployment } from "../lifecycle/again";
import { type PushedToGithub, PushToGithub } from "../schema";
import { auditAllowed, mayAllow, refuseLeaks } from "../sources/leak-check";
import { hostedApp } from "../tables";
import { withGithub } from "./account";
import { appMarker, projectMarker } from "./markers";
import { deployedFiles, type ProjectFiles, projectFiles, pushedFile } from "./project-files";

/**
 * Pushes the files of a deployment, or of a project as it is now, to a repository of a connected GitHub account: one commit
 * on top of what is there. The repository is created when there is none; throws CONFLICT when another one has the name.
 */
export async function pushToGithub(ctx: Ctx, input: PushToGithub): Promise<PushedToGithub> {
  requirePermission(ctx, "deployment:write");
  const { deploymentId, projectId, connectionId, name, isPrivate, allowSecrets } = PushToGithub.parse(input);
  const row = deploymentId === undefined ? undefined : (await readDeployment(ctx, deploymentId)).row;
  const own = await getProject(ctx, { id: row?.projectId ?? projectId });
  const found = row ? await deployedFiles(row) : await projectFiles(ctx, own);
  const { files, leftOut } = withoutSecretFiles(found.files);
  const allowed = mayAllow(ctx, allowSecrets);
  await refuseLeaks(ctx, files, allowed);
  const place = await placeOf(ctx, { name, connectionId, project: own, hostedAppId: row?.hostedAppId });
  const pushed = await withGithub(ctx, place.connectionId, async (access) => {
    const repository = await ensureNamed(ctx, access, { name: place.name, marker: place.marker, isPrivate });
    const commit = await github.pushFiles(
      access,
      {
        owner: repository.owner,
        name: repository.name,
        branch: repository.defaultBranch,
        files: files.map(pushedFile),
        message: messageOf(ctx, found),
      },
      ctx.signal,
    );
    return { access, repository, commit };
  });
  const { access, repository, commit } = pushed;
  const fullName = `${repository.owner}/${repository.name}`;
  await inTransaction(ctx, async (tx) => {
    await auditAllowed(tx, { kind: "project", id: own.id }, allowed);
    await recordAudit(tx, {
      action: "project.pushed",
      targetKind: "project",
      targetId: own.id,
      details: {
        repository: fullName,
        commit: commit.commit,
        connection: access.name,
        deploymentId: found.deploymentId,
      },
    });
  });
  return {
    url: repository.htmlUrl,
    commit: commit.commit,
    commitUrl: commit.htmlUrl,
    repository: fullName,
    isPrivate: repository.isPrivate,
    wasCreated: repository.wasCreated,
    wasUnchanged: commit.wasUnchanged,
    leftOut,
    emulated: access.isEmulated || undefined,
  };
}

interface Place {
  name: string;
  marker: string;
  connectionId: string | undefined;
}

/** Where the files go: to the repository a platform builds the app from, where there is one and no other was named. */
async function placeOf(ctx: Ctx, { name, connectionId, project, hostedAppId }: PlaceOf): Promise<Place> {
  if (name === undefined && connectionId === undefined && hostedAppId) {
    const [app] = await ctx.db.select().from(hostedApp).where(eq(hostedApp.id, hostedAppId));
    const repository = app?.ids.repository;
    if (app && repository) return { name: repository, marker: appMarker(app.id), connectionId: app.ids.github };
  }
  return { name: name ?? project.name, marker: projectMarker(project.id), connectionId };
}

interface PlaceOf {
  name: string | undefined;
  connectionId: string | undefined;
  project: { id: string; name: string };
  hostedAppId: string | null | undefined;
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
