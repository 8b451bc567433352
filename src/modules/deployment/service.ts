import { and, eq, inArray, sql } from "drizzle-orm";
import { getProject } from "@/modules/projects";
import { parseConfig } from "@/modules/scaffold/pure";
import { ProjectName } from "@/modules/scaffold/schema";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { homePaths } from "@/server/process/home";
import { createRun, findRunByKey, requestCancel } from "@/server/runs";
import { run } from "@/server/tables";
import { configOf } from "./app-environment";
import { DeploymentFailure } from "./failures/failure";
import { machine } from "./local/machine";
import { DeploymentSpec, kindOf } from "./run-spec";
import { DeploymentRef, finalStatuses, RetryDeployment, StartDeployment } from "./schema";
import { inspectProject } from "./sources/foreign-project";
import { readSource } from "./sources/store";
import { deployment, source } from "./tables";

type DeploymentRow = typeof deployment.$inferSelect;
type Started = { id: string };

/** Queues a deployment of a project; a repeated idempotency key answers the first one's id. */
export async function startDeployment(ctx: Ctx, input: StartDeployment): Promise<Started> {
  requirePermission(ctx, "deployment:write");
  const { projectId, name, sourceId, connectionId, queue, idempotencyKey, ...rest } = StartDeployment.parse(input);
  refuseUnavailable(rest.platform);
  const own = await getProject(ctx, { id: projectId });
  const config = sourceId ? await configOfSource(ctx, sourceId) : configOf(own.config);
  if (!sourceId) refuseUngenerated(config, own.name);
  return createDeployment(ctx, {
    spec: {
      ...rest,
      projectId,
      name: checkName(name ?? own.name),
      sourceId: sourceId ?? null,
      filesOf: null,
      connectionId: connectionId ?? null,
    },
    config: config ?? {},
    cause: "deploy",
    idempotencyKey,
  });
}

/** A deployment that did not succeed once more: same configuration, today's variables. Throws PRECONDITION for any other. */
export async function retryDeployment(ctx: Ctx, input: RetryDeployment): Promise<Started> {
  requirePermission(ctx, "deployment:write");
  const { id, name, timeoutSeconds } = RetryDeployment.parse(input);
  const { row, spec: former, status } = await readFinished(ctx, id);
  if (status === "succeeded") {
    throw new AppError(
      "PRECONDITION",
      `This deployment succeeded, so there is nothing to retry. To deploy it once more: berth redeploy ${row.id}`,
    );
  }
  const spec = {
    ...former,
    name: checkName(name ?? former.name),
    timeoutSeconds: timeoutSeconds ?? former.timeoutSeconds,
  };
  return createDeployment(ctx, { spec, config: row.config, cause: "retry", predecessorId: row.id });
}

/** Deploys the project of a deployment as it is now. */
export async function redeployDeployment(ctx: Ctx, input: DeploymentRef): Promise<Started> {
  requirePermission(ctx, "deployment:write");
  const { row, spec } = await readFinished(ctx, DeploymentRef.parse(input).id);
  const own = await getProject(ctx, { id: row.projectId });
  const config = spec.sourceId ? row.config : (configOf(own.config) ?? row.config);
  return createDeployment(ctx, {
    spec: { ...spec, filesOf: null },
    config,
    cause: "redeploy",
    predecessorId: row.id,
  });
}

/** Goes back to a deployment that succeeded: its files and the variables it ran with. */
export async function rollbackDeployment(ctx: Ctx, input: DeploymentRef): Promise<Started> {
  requirePermission(ctx, "deployment:write");
  const { row, spec, status } = await readFinished(ctx, DeploymentRef.parse(input).id);
  if (status !== "succeeded") {
    throw new AppError("PRECONDITION", "Only a deployment that succeeded can be rolled back to. Choose another one.");
  }
  const { config, snapshotId } = row;
  const target = { ...spec, filesOf: row.id };
  return createDeployment(ctx, { spec: target, config, snapshotId, cause: "rollback", predecessorId: row.id });
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

interface NewDeployment {
  spec: DeploymentSpec;
  config: unknown;
  cause: "deploy" | "retry" | "redeploy" | "rollback";
  snapshotId?: string | null;
  predecessorId?: string;
  idempotencyKey?: string | undefined;
}

async function createDeployment(ctx: Ctx, input: NewDeployment): Promise<Started> {
  const { spec, idempotencyKey } = input;
  const known = idempotencyKey ? await findRunByKey(ctx, idempotencyKey) : undefined;
  if (known) return { id: known };
  const id = ctx.newId();
  const { hostId } = machine();
  await inTransaction(ctx, async (tx) => {
    // Two starts of one app at once follow each other here, so that the second one sees the first.
    await lockName(tx, spec);
    await createRun(tx, {
      id,
      kind: kindOf(spec),
      spec: JSON.parse(JSON.stringify(spec)),
      timeoutSeconds: spec.timeoutSeconds,
      hostId: spec.platform === "local" ? hostId : undefined,
      idempotencyKey,
    });
    await tx.db.insert(deployment).values({
      id,
      orgId: tx.orgId,
      projectId: spec.projectId,
      platform: spec.platform,
      connectionId: spec.connectionId,
      target: spec.target,
      environment: spec.environment,
      name: spec.name,
      config: input.config,
      sourceId: spec.sourceId,
      snapshotId: input.snapshotId ?? null,
      cause: input.cause,
      predecessorId: input.predecessorId ?? null,
      createdBy: tx.actor.kind === "system" ? "berth" : tx.actor.userId,
      createdAt: tx.now(),
    });
    const details = {
      projectId: spec.projectId,
      name: spec.name,
      cause: input.cause,
      predecessor: input.predecessorId,
    };
    await recordAudit(tx, { action: "deployment.started", targetKind: "deployment", targetId: id, details });
  });
  await ctx.jobs.send(id);
  return { id };
}

async function lockName(tx: Ctx, spec: DeploymentSpec): Promise<void> {
  await tx.db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`deploy:${spec.projectId}:${spec.name}`}, 0))`,
  );
  const [open] = await tx.db
    .select({ id: deployment.id })
    .from(deployment)
    .innerJoin(run, eq(run.id, deployment.id))
    .where(
      and(
        eq(deployment.orgId, tx.orgId),
        eq(deployment.projectId, spec.projectId),
        eq(deployment.name, spec.name),
        inArray(run.status, ["queued", "running", "cancelling"]),
      ),
    );
  if (!open) return;
  throw new AppError(
    "CONFLICT",
    `${spec.name} is being deployed already. Wait for it, or cancel it: berth cancel ${open.id}`,
    {
      details: { deploymentId: open.id },
    },
  );
}

async function readFinished(ctx: Ctx, id: string) {
  const found = await readDeployment(ctx, id);
  if (!finalStatuses.has(found.status)) {
    throw new AppError(
      "PRECONDITION",
      `This deployment still runs. Wait for it, or cancel it first: berth cancel ${id}`,
    );
  }
  refuseUnavailable(found.spec.platform);
  return found;
}

/** A deployment of the organization with its run. Throws NOT_FOUND. */
async function readDeployment(ctx: Ctx, id: string) {
  const [found] = await ctx.db
    .select({ row: deployment, spec: run.spec, status: run.status })
    .from(deployment)
    .innerJoin(run, eq(run.id, deployment.id))
    .where(and(eq(deployment.id, id), eq(deployment.orgId, ctx.orgId)));
  if (!found) throw new AppError("NOT_FOUND", "There is no such deployment. `berth deployments` lists yours.");
  const status = found.status as
    | "queued"
    | "running"
    | "cancelling"
    | "succeeded"
    | "failed"
    | "cancelled"
    | "timed_out";
  return { row: found.row as DeploymentRow, spec: DeploymentSpec.parse(found.spec), status };
}

async function configOfSource(ctx: Ctx, id: string): Promise<unknown> {
  const [row] = await ctx.db
    .select({ id: source.id })
    .from(source)
    .where(and(eq(source.id, id), eq(source.orgId, ctx.orgId)));
  if (!row) throw new AppError("NOT_FOUND", "There is no such uploaded project. Send it again, then deploy it.");
  try {
    const { files, config: recorded } = await readSource(homePaths(machine().env.home).sources, id);
    return recorded === undefined ? await inspectProject(files) : recorded;
  } catch (error) {
    if (!(error instanceof DeploymentFailure)) throw error;
    throw new AppError("VALIDATION", [error.message, ...error.failure.suggestions].join(" "), { cause: error });
  }
}

function refuseUngenerated(config: unknown, name: string): void {
  if (config) parseConfig(config);
  else
    throw new AppError(
      "VALIDATION",
      `The project ${name} has no configuration to generate from. Deploy its folder with --dir.`,
    );
}

function refuseUnavailable(platform: string): void {
  if (platform === "local") return;
  throw new AppError(
    "PRECONDITION",
    `Deploying to ${platform} is not available yet. Deploy to this machine: --platform local`,
  );
}

function checkName(name: string): string {
  const parsed = ProjectName.safeParse(name);
  if (parsed.success) return parsed.data;
  throw new AppError("VALIDATION", `name: ${parsed.error.issues[0]?.message}`, {
    details: { issues: [{ field: "name", message: parsed.error.issues[0]?.message }] },
  });
}
