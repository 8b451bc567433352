import { and, eq, inArray, or } from "drizzle-orm";
import type { z } from "zod";
import { ensureGenerated } from "@/modules/environment";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { createRedactor } from "@/server/redact";
import { run } from "@/server/tables";
import { callPlatform } from "../hosted/open-app";
import type { VariableOutcome } from "../platforms/variables";
import type { Platform } from "../schema";
import { deployment } from "../tables";
import { type HostedPlan, planSync, readPlan } from "./plan";
import { type Entry, endLease, type Sent, sentOf, takeLease, writeEntries } from "./record";
import { reloadApps } from "./reload";
import { ApplySync, type SyncOutcome, type SyncResult } from "./schema";
import { type FoundTarget, findTarget, type HostedTarget } from "./targets";
import { readWanted } from "./wanted";
import { afterReload, afterSending, nothingChanged, nothingToDo } from "./words";

const deadlineMs = 60_000;
/** A Berth that died holds the others off for this long. */
const leaseMs = 90_000;

/**
 * Brings a planned change to where the app runs, name by name. Throws CONFLICT when what was planned is not what would
 * happen now, or while somebody else changes the app; PRECONDITION when a deployment with these values would be refused.
 */
export async function applySync(ctx: Ctx, input: z.input<typeof ApplySync>): Promise<SyncResult> {
  requirePermission(ctx, "deployment:write");
  requirePermission(ctx, "environment:reveal");
  const { id, planHash, overwrite } = ApplySync.parse(input);
  const target = await findTarget(ctx, id);
  if (target.kind === "local") return applyLocal(ctx, target, planHash);
  const bounded = { ...ctx, signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(deadlineMs)]) };
  const holder = ctx.newId();
  await claim(ctx, target, holder);
  try {
    const plan = await readPlan(bounded, target);
    refuseProblems(plan);
    if (plan.hash !== planHash) throw notAsPlanned(target.row.name);
    return await bring(bounded, { target, plan: await withSecrets(bounded, target, plan) }, new Set(overwrite));
  } finally {
    await inTransaction(ctx, (tx) => endLease(tx, target.row.id, holder));
  }
}

async function claim(ctx: Ctx, { row, current }: HostedTarget, holder: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await refuseWhileDeploying(tx, row);
    const lease = { holder, until: new Date(tx.now().getTime() + leaseMs) };
    const held = await takeLease(tx, row.id, { snapshotId: current.snapshotId ?? "", lease });
    if (!held) return;
    const seconds = Math.ceil((held.until.getTime() - tx.now().getTime()) / 1000);
    throw new AppError(
      "CONFLICT",
      `Somebody is applying variables to ${row.name} at the moment. Check again when that is done, in ${seconds} seconds at the latest.`,
    );
  });
}

/** Deployments set variables too, and the second of two would undo half of the first. */
async function refuseWhileDeploying(tx: Ctx, { id, connectionId, name }: HostedTarget["row"]): Promise<void> {
  const sameApp = and(eq(deployment.connectionId, connectionId ?? ""), eq(deployment.name, name));
  const [open] = await tx.db
    .select({ id: run.id })
    .from(deployment)
    .innerJoin(run, eq(run.id, deployment.id))
    .where(and(or(eq(deployment.hostedAppId, id), sameApp), inArray(run.status, ["queued", "running", "cancelling"])));
  if (!open) return;
  throw new AppError(
    "CONFLICT",
    `${name} is being deployed, which sets its variables too. Wait for it, then check again: berth status ${open.id}`,
    { details: { deploymentId: open.id } },
  );
}

function refuseProblems({ wanted }: HostedPlan): void {
  const [first, ...rest] = wanted.problems;
  if (!first) return;
  const more = rest.length === 0 ? "" : ` ${rest.length} more need attention too.`;
  throw new AppError("PRECONDITION", `${first.key} keeps the values from being sent. ${first.message}${more}`, {
    details: { problems: wanted.problems },
  });
}

function notAsPlanned(name: string): AppError {
  return new AppError(
    "CONFLICT",
    `The variables of ${name} are not as they were when this was planned: somebody changed them, here or there. Check again and look at the new plan.`,
  );
}

/** Makes the secrets that are missing, as a deployment would. */
async function withSecrets(ctx: Ctx, target: HostedTarget, plan: HostedPlan): Promise<HostedPlan> {
  const { toGenerate } = plan.wanted;
  if (toGenerate.length === 0) return plan;
  const { projectId, environment } = target.current;
  await ensureGenerated(ctx, { projectId, environment, keys: toGenerate });
  return { ...plan, wanted: await readWanted(ctx, target) };
}

interface Work {
  target: HostedTarget;
  plan: HostedPlan;
}

/** Names by what happens to them. */
interface Chosen {
  set: string[];
  remove: string[];
  kept: string[];
  same: string[];
}

function choose({ items }: HostedPlan, overwrite: ReadonlySet<string>): Chosen {
  const chosen: Chosen = { set: [], remove: [], kept: [], same: [] };
  for (const { key, change, drift } of items) {
    if (change === "same") chosen.same.push(key);
    else if (change === "foreign" || change === "unreadable") continue;
    else if (drift !== undefined && !overwrite.has(key)) chosen.kept.push(key);
    else chosen[change === "remove" ? "remove" : "set"].push(key);
  }
  return chosen;
}

/** Writes down what is about to be sent before it is, so that a Berth that is killed in between does not blame others. */
async function bring(ctx: Ctx, work: Work, overwrite: ReadonlySet<string>): Promise<SyncResult> {
  const { target, plan } = work;
  const { values, secretNames } = plan.wanted;
  const chosen = choose(plan, overwrite);
  const set = Object.fromEntries(chosen.set.map((key) => [key, values[key] ?? ""]));
  await noteTrying(ctx, work, chosen);
  const done = await callPlatform(ctx, target.row, (operations, call) =>
    operations.variables?.change(call, { set, secretNames, remove: chosen.remove }),
  );
  await inTransaction(ctx, (tx) => recordOutcome(tx, work, chosen, done));
  return tellResult(work, chosen, done);
}

async function noteTrying(ctx: Ctx, { target, plan }: Work, { set, remove }: Chosen): Promise<void> {
  const { known, there, wanted, hashes } = plan;
  const isThere = new Set(there.map(({ key }) => key));
  const entries = new Map<string, Entry>();
  for (const [key, { sent, trying, isAssumed }] of known) {
    const isSent = sent !== undefined && (!isAssumed || isThere.has(key));
    entries.set(key, { ...(isSent ? { sent } : {}), ...(trying === undefined ? {} : { trying }) });
  }
  for (const key of set) {
    entries.set(key, { ...entries.get(key), trying: sentOf(hashes, wanted.values[key] ?? "") });
  }
  for (const key of remove) entries.set(key, { ...entries.get(key), trying: "removal" });
  await inTransaction(ctx, (tx) => writeEntries(tx, target.row.id, { snapshotId: wanted.snapshotId, entries }));
}

async function recordOutcome(tx: Ctx, work: Work, chosen: Chosen, done: VariableOutcome): Promise<void> {
  const { target, plan } = work;
  const { row, current } = target;
  const { wanted, hashes, there } = plan;
  const marks = new Map(there.map(({ key, mark }) => [key, mark]));
  const sent = (key: string, mark: string | undefined): Sent => sentOf(hashes, wanted.values[key] ?? "", mark);
  const entries = new Map<string, Entry | undefined>();
  for (const key of chosen.same) entries.set(key, { sent: sent(key, marks.get(key)) });
  for (const [key, { mark }] of done.set) entries.set(key, { sent: sent(key, mark) });
  for (const key of done.removed) entries.set(key, undefined);
  await writeEntries(tx, row.id, { snapshotId: wanted.snapshotId, entries });
  const hashed = [...done.set.keys()].map((key) => [key, hashes.hash(wanted.values[key] ?? "")?.slice(0, 8)]);
  const details = {
    name: row.name,
    platform: row.platform,
    environment: current.environment,
    snapshotId: wanted.snapshotId,
    set: Object.fromEntries(hashed),
    removed: done.removed,
    kept: chosen.kept,
    failed: [...done.failed.keys()],
  };
  const { projectId } = current;
  await recordAudit(tx, { action: "environment.synced", targetKind: "project", targetId: projectId, details });
}

function tellResult({ target, plan }: Work, chosen: Chosen, done: VariableOutcome): SyncResult {
  const redact = createRedactor(Object.values(plan.wanted.values));
  const outcomes: SyncOutcome[] = [
    ...Array.from(done.set.keys(), (key) => ({ key, outcome: "set" as const })),
    ...done.removed.map((key) => ({ key, outcome: "removed" as const })),
    ...chosen.kept.map((key) => ({ key, outcome: "kept" as const })),
    ...Array.from(done.failed, ([key, text]) => ({ key, outcome: "failed" as const, message: redact(text) })),
  ];
  outcomes.sort((one, other) => (one.key < other.key ? -1 : 1));
  const platform = target.row.platform as Exclude<Platform, "local">;
  return { outcomes, failed: done.failed.size, ...effectOf(platform, chosen, done) };
}

function effectOf(platform: Exclude<Platform, "local">, { kept }: Chosen, { set, removed, failed }: VariableOutcome) {
  if (set.size + removed.length > 0) return afterSending(platform, kept.length);
  return kept.length + failed.size > 0 ? nothingChanged(platform, failed.size) : nothingToDo(platform);
}

/** Starts the app of this machine again with the values of now. */
async function applyLocal(
  ctx: Ctx,
  target: Extract<FoundTarget, { kind: "local" }>,
  planHash: string,
): Promise<SyncResult> {
  const { row, current } = target;
  const plan = await planSync(ctx, { id: row.id });
  if (plan.planHash !== planHash) throw notAsPlanned(row.name);
  const { projectId, environment } = current;
  const { apps } = await reloadApps(ctx, { projectId, environment, app: row.name });
  const reloaded = apps.find(({ app: name, platform }) => name === row.name && platform === "local");
  const outcomes = plan.items.map(({ key, change }): SyncOutcome => {
    return { key, outcome: change === "remove" ? "removed" : "set" };
  });
  if (reloaded?.outcome === "started") {
    const { deploymentId } = reloaded;
    return { outcomes, failed: 0, ...afterReload(), ...(deploymentId === undefined ? {} : { deploymentId }) };
  }
  const effectMessage = reloaded?.message ?? afterReload().effectMessage;
  const isNeeded = reloaded?.outcome === "needs-redeploy";
  return { outcomes: [], failed: 0, effect: isNeeded ? "redeploy" : "none", effectMessage };
}
