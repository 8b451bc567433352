import { parseConfig } from "@/modules/scaffold/pure";
import { ProjectName } from "@/modules/scaffold/schema";
import { recordAudit } from "@/server/audit";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { cancelWaiting, createRun, findRunByKey, type Json } from "@/server/runs";
import { machine } from "../local/machine";
import { type DeploymentSpec, kindOf } from "../run-spec";
import type { DeploymentError } from "../schema";
import { auditAllowed } from "../sources/leak-check";
import { deployment } from "../tables";

/** A deployment whose input was checked. */
export interface NewDeployment {
  spec: DeploymentSpec;
  config: unknown;
  isEmulated: boolean;
  snapshotId?: string | null;
  predecessorId?: string;
  batchId?: string;
  /** True: those of the same app that still wait are cancelled. */
  isNewest?: boolean;
  idempotencyKey?: string | undefined;
  /** The machine whose app it is about; this one when left out. */
  hostId?: string;
  /** What belongs to it in the same transaction; it refuses by throwing. */
  alongside?: (tx: Ctx, id: string) => Promise<void>;
}

/** Queues a deployment; a repeated idempotency key answers the first one's id. */
export async function createDeployment(ctx: Ctx, input: NewDeployment): Promise<string> {
  const [id = ""] = await createDeployments(ctx, [input]);
  return id;
}

/** Queues several, all or none of them. */
export async function createDeployments(ctx: Ctx, inputs: readonly NewDeployment[]): Promise<string[]> {
  const known = await Promise.all(
    inputs.map(({ idempotencyKey }) => (idempotencyKey ? findRunByKey(ctx, idempotencyKey) : undefined)),
  );
  const ids = inputs.map((_, index) => known[index] ?? ctx.newId());
  await inTransaction(ctx, async (tx) => {
    for (const [index, input] of inputs.entries())
      if (known[index] === undefined) await insertDeployment(tx, ids[index] ?? "", input);
  });
  for (const id of ids) await ctx.jobs.send(id);
  return ids;
}

async function insertDeployment(tx: Ctx, id: string, input: NewDeployment): Promise<void> {
  const { spec, idempotencyKey } = input;
  const groupKey = groupOf(spec);
  await input.alongside?.(tx, id);
  if (input.isNewest) await cancelWaiting(tx, groupKey, replaced(spec.name, id) as Json);
  await createRun(tx, {
    id,
    kind: kindOf(spec),
    spec: JSON.parse(JSON.stringify(spec)),
    timeoutSeconds: spec.timeoutSeconds,
    hostId: spec.platform === "local" ? (input.hostId ?? machine().hostId) : undefined,
    idempotencyKey,
    groupKey,
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
    batchId: input.batchId ?? null,
    cause: spec.cause,
    predecessorId: input.predecessorId ?? null,
    isEmulated: input.isEmulated,
    createdBy: tx.actor.kind === "system" ? "berth" : tx.actor.userId,
    createdAt: tx.now(),
  });
  const { projectId, name, cause, platform } = spec;
  const details = { projectId, name, cause, platform, predecessor: input.predecessorId };
  await recordAudit(tx, { action: "deployment.started", targetKind: "deployment", targetId: id, details });
  await auditAllowed(tx, { kind: "deployment", id }, spec.allowedSecrets);
}

/** Deployments of one app follow each other: two at once would overwrite each other's variables and files. */
function groupOf({ platform, connectionId, projectId, name }: DeploymentSpec): string {
  return platform === "local" ? `local:${projectId}:${name}` : `${platform}:${connectionId}:${name}`;
}

function replaced(name: string, by: string): DeploymentError {
  return {
    type: "CANCELLED",
    severity: "recoverable",
    message: `A newer deployment of ${name} took its place before it began.`,
    suggestions: ["Look at the newer one instead."],
    recovery: [
      { action: "check", label: "See the newer deployment", command: `berth status ${by}`, href: `/deployments/${by}` },
    ],
  };
}

/** Throws VALIDATION for a project that cannot be generated. */
export function refuseUngenerated(config: unknown, name: string): void {
  if (config) parseConfig(config);
  else
    throw new AppError(
      "VALIDATION",
      `The project ${name} has no configuration to generate from. Deploy its folder with --dir.`,
    );
}

export function checkName(name: string): string {
  const parsed = ProjectName.safeParse(name);
  if (parsed.success) return parsed.data;
  throw new AppError("VALIDATION", `name: ${parsed.error.issues[0]?.message}`, {
    details: { issues: [{ field: "name", message: parsed.error.issues[0]?.message }] },
  });
}
