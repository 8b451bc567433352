import { and, asc, desc, eq, lt } from "drizzle-orm";
import { listConnections } from "@/modules/connections";
import { platformFacts } from "@/modules/connections/pure";
import type { Connection } from "@/modules/connections/schema";
import { getProject, listProjects } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { listEvents, queuePosition, type StoredEvent, watchEvents } from "@/server/runs";
import { run, runStep } from "@/server/tables";
import { currentUrl, machine } from "./local/machine";
import { logLine } from "./log-line";
import { DeploymentSpec } from "./run-spec";
import {
  type DeploymentDetail,
  DeploymentError,
  type DeploymentEvent,
  DeploymentRef,
  type DeploymentStep,
  type DeploymentSummary,
  LateOutcome,
  ListDeployments,
  StepName,
  stepNames,
} from "./schema";
import { readOutputs } from "./step-outputs";
import { app, deployment, hostedApp } from "./tables";

const logPage = 1000;

/** Deployments of the organization, newest first, a page at a time. */
export async function listDeployments(
  ctx: Ctx,
  input: ListDeployments,
): Promise<{ items: DeploymentSummary[]; nextCursor?: string }> {
  requirePermission(ctx, "deployment:read");
  const { projectId, batchId, limit, cursor } = ListDeployments.parse(input);
  const rows = await selectRows(ctx)
    .where(
      and(
        eq(deployment.orgId, ctx.orgId),
        projectId ? eq(deployment.projectId, projectId) : undefined,
        batchId ? eq(deployment.batchId, batchId) : undefined,
        cursor ? lt(deployment.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(deployment.id))
    .limit(limit + 1);
  const names = new Map((await listProjects(ctx)).map((each) => [each.id, each.name]));
  const page = rows.slice(0, limit);
  const refused = await refusedAccounts(ctx, page);
  const items = page.map((row) => toSummary(row, names.get(row.deployment.projectId) ?? "", refused));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: last.id } : { items };
}

/** A deployment with its steps and checks. Throws NOT_FOUND. */
export async function getDeployment(ctx: Ctx, input: DeploymentRef): Promise<DeploymentDetail> {
  requirePermission(ctx, "deployment:read");
  const row = await readRow(ctx, DeploymentRef.parse(input).id);
  const { id } = row.deployment;
  const steps = await ctx.db.select().from(runStep).where(eq(runStep.runId, id)).orderBy(asc(runStep.position));
  const outputs = readOutputs(steps);
  return {
    ...toSummary(
      row,
      (await getProject(ctx, { id: row.deployment.projectId })).name,
      await refusedAccounts(ctx, [row]),
    ),
    isolation: outputs.isolation,
    resumedFrom: resumedFrom(row, steps),
    eventCount: row.run.lastSeq,
    queuePosition: await queuePosition(ctx, id),
    lateOutcome: LateOutcome.safeParse(row.deployment.lateOutcome).data,
    steps: stepNames.map((name) =>
      toStep(
        name,
        steps.find((step) => step.name === name),
        row,
      ),
    ),
    checks: outputs.checks,
    config: row.deployment.config,
    hasSource: row.deployment.sourceId !== null,
    database: DeploymentSpec.shape.database.safeParse(Object(row.run.spec).database).data ?? undefined,
    variableNames: outputs.variableNames,
    featuresOff: outputs.featuresOff,
    sourceFolder: outputs.folder,
    appName: row.app?.name,
    hostedAppId: row.hostedApp && row.hostedApp.state !== "deleted" ? row.hostedApp.id : undefined,
    deadlineAt: row.run.deadlineAt?.toISOString(),
  };
}

/** The accounts whose token was refused, as far as one of these deployments could be waiting for them. */
async function refusedAccounts(ctx: Ctx, rows: readonly Row[]): Promise<Connection[]> {
  const mayWait = rows.some(
    ({ deployment: own, run: { status } }) => status === "running" && own.connectionId !== null,
  );
  if (!mayWait || !ctx.permissions.has("connection:read")) return [];
  return (await listConnections(ctx)).filter(({ state }) => state === "refused");
}

/** A deployment whose account was refused stands still until the account is connected again. */
function waitingFor(
  { deployment: own, run: { status } }: Row,
  refused: readonly Connection[],
): DeploymentSummary["waitingFor"] {
  const account = status === "running" ? refused.find(({ id }) => id === own.connectionId) : undefined;
  if (!account) return undefined;
  const message = `It waits until ${account.name} is connected again: ${platformFacts[account.platform].label} does not accept the token any more.`;
  return { kind: "reconnect", connectionId: account.id, message };
}

/** Events after a number: the stored ones, then live ones until the deployment has ended. Throws NOT_FOUND. */
export async function watchDeployment(
  ctx: Ctx,
  input: DeploymentRef & { after: number },
): Promise<AsyncGenerator<DeploymentEvent>> {
  requirePermission(ctx, "deployment:read");
  await readRow(ctx, DeploymentRef.parse({ id: input.id }).id);
  // Numbers of events are 32 bits wide in the database; a larger one means "nothing more" just as well.
  const after = Math.min(input.after, 2 ** 31 - 1);
  return toEvents(watchEvents(machine(), input.id, { after, signal: ctx.signal }));
}

/** The whole log as text, in pieces. Throws NOT_FOUND. */
export async function readLogs(ctx: Ctx, input: DeploymentRef): Promise<AsyncGenerator<string>> {
  requirePermission(ctx, "deployment:read");
  const { deployment: row } = await readRow(ctx, DeploymentRef.parse(input).id);
  return logText(ctx, row.id);
}

async function* logText(ctx: Ctx, id: string): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const page = await listEvents(ctx, id, { after, limit: logPage });
    const text = page.map((event) => `${logLine(event)}\n`).join("");
    if (text) yield text;
    const last = page.at(-1);
    if (!last || page.length < logPage) return;
    after = last.seq;
  }
}

async function* toEvents(events: AsyncIterable<StoredEvent>): AsyncGenerator<DeploymentEvent> {
  for await (const event of events) yield event as DeploymentEvent;
}

function selectRows(ctx: Ctx) {
  return ctx.db
    .select({ deployment, run, app, hostedApp })
    .from(deployment)
    .innerJoin(run, eq(run.id, deployment.id))
    .leftJoin(app, eq(app.id, deployment.appId))
    .leftJoin(hostedApp, eq(hostedApp.id, deployment.hostedAppId))
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof selectRows>>[number];

async function readRow(ctx: Ctx, id: string): Promise<Row> {
  const [row] = await selectRows(ctx).where(and(eq(deployment.id, id), eq(deployment.orgId, ctx.orgId)));
  if (row) return row;
  throw new AppError("NOT_FOUND", "There is no such deployment. `berth deployments` lists yours.");
}

function toSummary(row: Row, projectName: string, refused: readonly Connection[]): DeploymentSummary {
  const { deployment: own } = row;
  const isCurrent = (row.app ?? row.hostedApp)?.currentDeploymentId === own.id;
  const isStopped = isCurrent && row.run.status === "succeeded" && row.app?.desired === "stopped";
  const error = DeploymentError.safeParse(row.run.error);
  return {
    id: own.id,
    projectId: own.projectId,
    projectName,
    name: own.name,
    platform: own.platform as DeploymentSummary["platform"],
    environment: own.environment,
    status: isStopped ? "stopped" : (row.run.status as DeploymentSummary["status"]),
    target: own.target as DeploymentSummary["target"],
    connectionId: own.connectionId ?? undefined,
    batchId: own.batchId ?? undefined,
    platformUrl: own.providerUrl ?? undefined,
    cause: own.cause as DeploymentSummary["cause"],
    predecessorId: own.predecessorId ?? undefined,
    snapshotId: own.snapshotId ?? undefined,
    url: own.url ? currentUrl(row.app?.hostId, own.url) : undefined,
    isCurrent,
    emulated: own.isEmulated || undefined,
    createdAt: own.createdAt.toISOString(),
    startedAt: row.run.startedAt?.toISOString(),
    finishedAt: row.run.finishedAt?.toISOString(),
    error: error.success ? error.data : undefined,
    waitingFor: waitingFor(row, refused),
  };
}

type StepRow = typeof runStep.$inferSelect;

function toStep(name: StepName, step: StepRow | undefined, row: Row): DeploymentStep {
  const hasEnded = row.run.finishedAt !== null;
  if (!step) return { name, status: hasEnded ? "skipped" : "pending", attempts: 0 };
  // A step that was running when its run was stopped has no end of its own.
  const isCut = step.status === "running" && hasEnded;
  const finishedAt = step.finishedAt ?? (isCut ? row.run.finishedAt : null);
  return {
    name,
    status: isCut ? (row.run.status === "failed" ? "failed" : "cancelled") : (step.status as DeploymentStep["status"]),
    attempts: step.attempts,
    startedAt: step.startedAt?.toISOString(),
    finishedAt: finishedAt?.toISOString(),
    durationMs: step.startedAt && finishedAt ? finishedAt.getTime() - step.startedAt.getTime() : undefined,
  };
}

/** The step in which the deployment was taken up again after its process had ended. */
function resumedFrom(row: Row, steps: readonly StepRow[]): StepName | undefined {
  if (row.run.attempt < 2) return undefined;
  const repeated = steps.find((step) => step.attempts > 1 && step.name !== "stream-logs");
  return StepName.safeParse((repeated ?? steps.at(-1))?.name).data;
}
