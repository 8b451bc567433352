import { createHash } from "node:crypto";
import type { z } from "zod";
import { compareSnapshots, openValueHashes, takeSnapshot, type ValueHashes } from "@/modules/environment";
import { type Ctx, requirePermission } from "@/server/context";
import { platformNames } from "../failures/actions";
import { callPlatform } from "../hosted/open-app";
import type { HostedVariable } from "../platforms/variables";
import type { Platform } from "../schema";
import { findChanged } from "./built-in";
import { type Entry, readRecord, sentOf } from "./record";
import { SyncChange, type SyncItem, type SyncPlan, SyncTargetRef } from "./schema";
import { describeTarget, type FoundTarget, findTarget, type HostedTarget } from "./targets";
import { compareSides } from "./three-way";
import { readSentThen, readWanted, type Wanted } from "./wanted";
import { afterReload, afterSending, nothingToDo, stillEarlier } from "./words";

/** What an apply would change where the app runs. It changes nothing there, and tells no value. */
export async function planSync(ctx: Ctx, input: z.input<typeof SyncTargetRef>): Promise<SyncPlan> {
  requirePermission(ctx, "environment:read");
  requirePermission(ctx, "deployment:read");
  const target = await findTarget(ctx, SyncTargetRef.parse(input).id);
  if (target.kind === "local") return planLocal(ctx, target);
  return tellPlan(ctx, target, await readPlan(ctx, target));
}

/** A plan with the values it is about. */
export interface HostedPlan {
  wanted: Wanted;
  known: ReadonlyMap<string, Entry>;
  there: readonly HostedVariable[];
  items: SyncItem[];
  hashes: ValueHashes;
  hash: string;
}

/** Reads the platform, and compares. */
export async function readPlan(ctx: Ctx, target: HostedTarget): Promise<HostedPlan> {
  const wanted = await readWanted(ctx, target);
  const there = await callPlatform(ctx, target.row, (operations, call) => operations.variables?.list(call));
  const hashes = await openValueHashes(ctx, target.current.projectId);
  const known = await readKnown(ctx, target, hashes);
  const sides = { ...wanted, wanted: withPromised(ctx, wanted), known, there, label: labelOf(target) };
  const items = compareSides(sides, hashes).map((item) => explain(item, target, wanted));
  const plan = { wanted, known, there, items, hashes };
  return { ...plan, hash: hashOf(target, plan) };
}

function explain(item: SyncItem, { row }: HostedTarget, { values, toGenerate }: Wanted): SyncItem {
  const { key, change } = item;
  if (toGenerate.includes(key)) {
    return { ...item, sensitive: true, message: "Berth makes this secret when you apply, and keeps it." };
  }
  // Of a service that is just being made Render does not tell the address, so its commands find it out.
  const isDeferred =
    row.platform === "render" && change === "add" && row.url !== null && values[key]?.startsWith(row.url);
  if (!isDeferred || item.drift) return item;
  return { ...item, message: "The same as now: since its first deployment the app takes it from Render's address." };
}

/** Secrets that are still to be made equal nothing that is there. */
function withPromised(ctx: Ctx, { values, toGenerate }: Wanted): Record<string, string> {
  return { ...values, ...Object.fromEntries(toGenerate.map((key) => [key, ctx.newId()])) };
}

/** What Berth last put there: as it was written down, else what the deployment that serves was given. */
async function readKnown(ctx: Ctx, target: HostedTarget, hashes: ValueHashes): Promise<ReadonlyMap<string, Entry>> {
  const record = await readRecord(ctx, target.row.id);
  if (record) return record.entries;
  const { snapshotId } = target.current;
  const values = snapshotId === null ? {} : await readSentThen(ctx, target, snapshotId);
  const entries = Object.entries(values).map(([key, value]) => {
    return [key, { sent: sentOf(hashes, value), isAssumed: true }] as const;
  });
  return new Map(entries);
}

function hashOf({ row }: HostedTarget, { wanted, there, items, hashes }: Omit<HostedPlan, "hash">): string {
  const of = (value: string | undefined) => (value === undefined ? null : hashes.hash(value));
  const read = there.map(({ key, value, mark }) => [key, of(value), mark ?? null]);
  const sent = Object.entries(wanted.values).map(([key, value]) => [key, of(value)]);
  const all = [row.id, wanted.snapshotId, items, read.sort(byKey), sent.sort(byKey), wanted.problems];
  return createHash("sha256").update(JSON.stringify(all)).digest("base64url");
}

function byKey(one: unknown[], other: unknown[]): number {
  return String(one[0]) < String(other[0]) ? -1 : 1;
}

const nothing: ReadonlySet<string> = new Set(["same", "foreign", "unreadable"]);

async function tellPlan(ctx: Ctx, target: HostedTarget, plan: HostedPlan): Promise<SyncPlan> {
  const { items, wanted, hash } = plan;
  const platform = target.row.platform as Exclude<Platform, "local">;
  const isChange = items.some(({ change }) => !nothing.has(change));
  const isBlocked = wanted.problems.length > 0;
  const earlier = isChange ? [] : await changedSince(ctx, target, wanted.snapshotId);
  const rest = earlier.length > 0 ? stillEarlier(platform, earlier) : nothingToDo(platform);
  return {
    target: await describeTarget(ctx, target),
    items,
    ...countsOf(items),
    planHash: isChange && !isBlocked ? hash : null,
    ...(isChange ? afterSending(platform) : rest),
    problems: wanted.problems,
    checkedAt: ctx.now().toISOString(),
  };
}

async function changedSince(ctx: Ctx, { current }: HostedTarget, snapshotId: string): Promise<string[]> {
  return (await findChanged(ctx, current, snapshotId)).changed;
}

function countsOf(items: readonly SyncItem[]): Pick<SyncPlan, "counts" | "drifted"> {
  const counts = Object.fromEntries(SyncChange.options.map((change) => [change, 0])) as SyncPlan["counts"];
  for (const { change } of items) counts[change] += 1;
  return { counts, drifted: items.filter(({ drift }) => drift !== undefined).length };
}

/** On this machine: how the values of now differ from those the app was started with. */
async function planLocal(ctx: Ctx, target: Extract<FoundTarget, { kind: "local" }>): Promise<SyncPlan> {
  const { current } = target;
  const { projectId, environment } = current;
  const { snapshotId } = await takeSnapshot(ctx, { projectId, environment });
  const from = current.snapshotId ?? snapshotId;
  const { added, changed, removed } = await compareSnapshots(ctx, { from, to: snapshotId });
  const itemsOf = (keys: string[], change: SyncItem["change"]) =>
    keys.map((key) => ({ key, change, sensitive: false }));
  const items = [...itemsOf(added, "add"), ...itemsOf(changed, "update"), ...itemsOf(removed, "remove")];
  items.sort((one, other) => (one.key < other.key ? -1 : 1));
  return {
    target: await describeTarget(ctx, target),
    items,
    ...countsOf(items),
    planHash: items.length > 0 ? localHash(target.row.id, from, snapshotId) : null,
    ...(items.length > 0 ? afterReload() : nothingToDo("local")),
    problems: [],
    checkedAt: ctx.now().toISOString(),
  };
}

/** Of a plan for an app of this machine. */
function localHash(id: string, from: string, to: string): string {
  return createHash("sha256")
    .update(JSON.stringify([id, from, to]))
    .digest("base64url");
}

function labelOf({ row }: HostedTarget): string {
  return platformNames[row.platform as Platform];
}
