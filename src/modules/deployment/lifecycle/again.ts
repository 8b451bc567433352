import { and, eq } from "drizzle-orm";
import { getProject } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { run } from "@/server/tables";
import { configNow } from "../app-environment";
import { canDo } from "../platforms/capabilities";
import { DeploymentSpec } from "../run-spec";
import { DeploymentRef, type DeploymentStatus, finalStatuses, RedeployDeployment, RetryDeployment } from "../schema";
import { mayAllow } from "../sources/leak-check";
import { deployment, hostedApp } from "../tables";
import { checkName, createDeployment } from "./create";
import { type Destination, findDestination } from "./destination";
import { readSettings } from "./settings";

type Started = { id: string };

/** A deployment that did not succeed once more, with today's variables, elsewhere if asked. Throws PRECONDITION for any other. */
export async function retryDeployment(ctx: Ctx, input: RetryDeployment): Promise<Started> {
  requirePermission(ctx, "deployment:write");
  const { id, name, timeoutSeconds, platform, connectionId, allowSecrets } = RetryDeployment.parse(input);
  const { row, spec: former, status } = await readFinished(ctx, id);
  if (status === "succeeded") {
    throw new AppError(
      "PRECONDITION",
      `This deployment succeeded, so there is nothing to retry. To deploy it once more: berth redeploy ${row.id}`,
    );
  }
  const isElsewhere = platform !== undefined && platform !== former.platform;
  const { isEmulated, ...place } =
    isElsewhere || connectionId !== undefined
      ? await findDestination(ctx, { platform: platform ?? former.platform, connectionId })
      : await sameDestination(ctx, former);
  const spec: DeploymentSpec = {
    ...former,
    ...place,
    name: checkName(name ?? former.name),
    timeoutSeconds: timeoutSeconds ?? former.timeoutSeconds,
    target: canDo(place.platform, "previews") ? former.target : "production",
    // As asked for before, where it can be made; on this machine the app brings its own.
    database: place.platform !== "local" && canDo(place.platform, "databases") ? former.database : null,
    // Elsewhere there is nothing to go back to: the same files are deployed as new ones.
    filesOf: isElsewhere ? null : former.filesOf,
    // Under another name it is another app, which has no release yet.
    releaseOf: isElsewhere || (name !== undefined && name !== former.name) ? null : former.releaseOf,
    cause: "retry",
    allowedSecrets: [...former.allowedSecrets, ...mayAllow(ctx, allowSecrets)],
    settings: await readSettings(ctx, former.projectId),
  };
  return { id: await createDeployment(ctx, { spec, config: row.config, isEmulated, predecessorId: row.id }) };
}

/** Deploys the project of a deployment as it is now. */
export async function redeployDeployment(ctx: Ctx, input: RedeployDeployment): Promise<Started> {
  requirePermission(ctx, "deployment:write");
  const { id, values } = RedeployDeployment.parse(input);
  const { row, spec } = await readFinished(ctx, id);
  if (values === "same" && row.snapshotId === null) {
    throw new AppError(
      "PRECONDITION",
      "This deployment ended before its variables were fixed, so there are none to use again. Deploy with those of now.",
    );
  }
  const own = await getProject(ctx, { id: row.projectId });
  const config = configNow({ sourceId: spec.sourceId, config: row.config }, own.config);
  const { isEmulated, ...place } = await sameDestination(ctx, spec);
  return {
    id: await createDeployment(ctx, {
      spec: {
        ...spec,
        ...place,
        filesOf: null,
        releaseOf: null,
        cause: "redeploy",
        settings: await readSettings(ctx, row.projectId),
      },
      config,
      isEmulated,
      predecessorId: row.id,
      ...(values === "same" ? { snapshotId: row.snapshotId } : {}),
    }),
  };
}

/** Goes back to a deployment that succeeded: its files and the variables it ran with. */
export async function rollbackDeployment(ctx: Ctx, input: DeploymentRef): Promise<Started> {
  requirePermission(ctx, "deployment:write");
  const found = await readFinished(ctx, DeploymentRef.parse(input).id);
  if (found.status !== "succeeded") {
    throw new AppError("PRECONDITION", "Only a deployment that succeeded can be rolled back to. Choose another one.");
  }
  if (found.row.platform !== "local" && found.row.target === "preview") {
    throw new AppError(
      "PRECONDITION",
      `Visitors never got this preview, so there is no way back to it. To lead them to it: berth promote ${found.row.id}`,
    );
  }
  return serveAgain(ctx, found, "rollback");
}

/** Leads visitors to a deployment that succeeded as a preview, or that they had before. */
export async function promoteDeployment(ctx: Ctx, input: DeploymentRef): Promise<Started> {
  requirePermission(ctx, "deployment:write");
  const found = await readFinished(ctx, DeploymentRef.parse(input).id);
  if (found.row.platform === "local") {
    throw new AppError(
      "PRECONDITION",
      `This machine has no previews: each deployment is live at once. To go back to this one: berth rollback ${found.row.id}`,
    );
  }
  if (found.status !== "succeeded") {
    throw new AppError("PRECONDITION", "Only a deployment that succeeded can be promoted. Choose another one.");
  }
  return serveAgain(ctx, found, "promote");
}

type Found = Awaited<ReturnType<typeof readFinished>>;

async function serveAgain(ctx: Ctx, { row, spec }: Found, cause: "rollback" | "promote"): Promise<Started> {
  if (row.platform !== "local") await refuseServing(ctx, row);
  const { isEmulated, ...place } = await sameDestination(ctx, spec);
  const { config, snapshotId } = row;
  const again: DeploymentSpec = { ...spec, ...place, filesOf: row.id, releaseOf: null, cause, target: "production" };
  return { id: await createDeployment(ctx, { spec: again, config, isEmulated, snapshotId, predecessorId: row.id }) };
}

async function refuseServing(ctx: Ctx, { id, hostedAppId }: Found["row"]): Promise<void> {
  const [app] = await ctx.db
    .select({ state: hostedApp.state, current: hostedApp.currentDeploymentId })
    .from(hostedApp)
    .where(eq(hostedApp.id, hostedAppId ?? ""));
  if (!app || app.state === "deleted") {
    throw new AppError(
      "PRECONDITION",
      `The app is not on its platform any more. To bring it back: berth redeploy ${id}`,
    );
  }
  if (app.current === id) throw new AppError("PRECONDITION", "Visitors get this deployment already.");
}

/** The account of an earlier deployment, or where it was disconnected the only other one. */
async function sameDestination(ctx: Ctx, { platform, connectionId }: DeploymentSpec): Promise<Destination> {
  if (platform === "local") return findDestination(ctx, { platform });
  try {
    return await findDestination(ctx, { platform, connectionId: connectionId ?? undefined });
  } catch (error) {
    if (!AppError.is(error) || error.code !== "NOT_FOUND") throw error;
    return findDestination(ctx, { platform });
  }
}

async function readFinished(ctx: Ctx, id: string) {
  const found = await readDeployment(ctx, id);
  if (finalStatuses.has(found.status)) return found;
  throw new AppError("PRECONDITION", `This deployment still runs. Wait for it, or cancel it first: berth cancel ${id}`);
}

/** A deployment of the organization with its run. Throws NOT_FOUND. */
export async function readDeployment(ctx: Ctx, id: string) {
  const [found] = await ctx.db
    .select({ row: deployment, spec: run.spec, status: run.status })
    .from(deployment)
    .innerJoin(run, eq(run.id, deployment.id))
    .where(and(eq(deployment.id, id), eq(deployment.orgId, ctx.orgId)));
  if (!found) throw new AppError("NOT_FOUND", "There is no such deployment. `berth deployments` lists yours.");
  return { row: found.row, spec: DeploymentSpec.parse(found.spec), status: found.status as DeploymentStatus };
}
