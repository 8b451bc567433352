import { and, eq } from "drizzle-orm";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { homePaths } from "@/server/process/home";
import { requestCancel } from "@/server/runs";
import { configOf } from "./app-environment";
import { DeploymentFailure } from "./failures/failure";
import { readDeployment } from "./lifecycle/again";
import {
  checkName,
  createDeployment,
  createDeployments,
  type NewDeployment,
  refuseUngenerated,
} from "./lifecycle/create";
import { findDestination, findTarget, refuseDatabase } from "./lifecycle/destination";
import { readSettings } from "./lifecycle/settings";
import { machine } from "./local/machine";
import { filesOfRoot, rootOf } from "./local/settings";
import { DeploymentRef, type DeploySettings, type Platform, StartDeployment, StartDeployments } from "./schema";
import { inspectProject } from "./sources/foreign-project";
import { mayAllow } from "./sources/leak-check";
import { readSource } from "./sources/store";
import { source } from "./tables";

/** Queues a deployment of a project; a repeated idempotency key answers the first one's id. */
export async function startDeployment(ctx: Ctx, input: StartDeployment): Promise<{ id: string }> {
  requirePermission(ctx, "deployment:write");
  const { platform, connectionId, target, name, database, ...rest } = StartDeployment.parse(input);
  const [made] = await checkInput(ctx, { ...rest, targets: [{ platform, connectionId, target, name, database }] });
  if (!made) throw new Error("One target makes one deployment.");
  return { id: await createDeployment(ctx, made) };
}

/** Queues deployments of one project to several places at once, all or none; each has its own log and end. */
export async function startDeployments(
  ctx: Ctx,
  input: StartDeployments,
): Promise<{ batchId: string; deployments: { id: string; platform: Platform; name: string }[] }> {
  requirePermission(ctx, "deployment:write");
  const parsed = StartDeployments.parse(input);
  const checked = await checkInput(ctx, parsed);
  const places = new Set(checked.map(({ spec }) => `${spec.platform} ${spec.connectionId} ${spec.name}`));
  if (places.size < checked.length) {
    throw new AppError("VALIDATION", "Two of the targets are the same place. Name each one once, or use other names.");
  }
  const batchId = ctx.newId();
  const ids = await createDeployments(
    ctx,
    checked.map((each) => ({ ...each, batchId })),
  );
  const known = ids[0] === undefined ? undefined : (await readDeployment(ctx, ids[0])).row.batchId;
  return {
    batchId: known ?? batchId,
    deployments: checked.map(({ spec }, index) => ({ id: ids[index] ?? "", platform: spec.platform, name: spec.name })),
  };
}

type Parsed = ReturnType<typeof StartDeployments.parse>;

async function checkInput(ctx: Ctx, input: Parsed): Promise<NewDeployment[]> {
  const { projectId, sourceId, environment, timeoutSeconds, queue, idempotencyKey, targets } = input;
  const own = await getProject(ctx, { id: projectId });
  const settings = await readSettings(ctx, projectId);
  const config = sourceId ? await configOfSource(ctx, sourceId, settings) : configOf(own.config);
  if (!sourceId) refuseUngenerated(config, own.name);
  const checked: NewDeployment[] = [];
  for (const [index, { platform, connectionId: account, target: wanted, name: given, database }] of targets.entries()) {
    const name = checkName(given ?? own.name);
    if (database) refuseDatabase(platform);
    const { connectionId, isEmulated } = await findDestination(ctx, { platform, connectionId: account });
    const target = await findTarget(ctx, platform, wanted, { projectId, connectionId, name });
    const place = { platform, connectionId, target, name };
    checked.push({
      spec: {
        ...place,
        projectId,
        environment,
        timeoutSeconds,
        sourceId: sourceId ?? null,
        filesOf: null,
        releaseOf: null,
        database: database ?? null,
        cause: "deploy",
        allowedSecrets: mayAllow(ctx, input.allowSecrets),
        settings,
      },
      config: config ?? {},
      isEmulated,
      isNewest: queue === "newest",
      idempotencyKey: idempotencyKey && (index === 0 ? idempotencyKey : `${idempotencyKey}:${index}`),
    });
  }
  return checked;
}

/** Stops a deployment that is queued or running. Throws CONFLICT for one that has ended. */
export async function cancelDeployment(ctx: Ctx, input: DeploymentRef): Promise<void> {
  requirePermission(ctx, "deployment:write");
  const { row } = await readDeployment(ctx, DeploymentRef.parse(input).id);
  await inTransaction(ctx, async (tx) => {
    await requestCancel(tx, row.id);
    await recordAudit(tx, { action: "deployment.cancelled", targetKind: "deployment", targetId: row.id });
  });
}

async function configOfSource(ctx: Ctx, id: string, settings: DeploySettings): Promise<unknown> {
  const [row] = await ctx.db
    .select({ id: source.id })
    .from(source)
    .where(and(eq(source.id, id), eq(source.orgId, ctx.orgId)));
  if (!row) throw new AppError("NOT_FOUND", "There is no such uploaded project. Send it again, then deploy it.");
  try {
    const { files, config: recorded } = await readSource(homePaths(machine().env.home).sources, id);
    if (recorded !== undefined) return recorded;
    const deployed = filesOfRoot(files, settings);
    if (deployed.length === 0) throw noFolder(rootOf(settings));
    return await inspectProject(deployed, settings);
  } catch (error) {
    if (!(error instanceof DeploymentFailure)) throw error;
    throw new AppError("VALIDATION", [error.message, ...error.failure.suggestions].join(" "), { cause: error });
  }
}

function noFolder(folder: string): AppError {
  return new AppError(
    "VALIDATION",
    `The project holds no folder ${folder}, which its build settings name as the root folder. Correct it there.`,
  );
}
