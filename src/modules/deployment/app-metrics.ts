import { setTimeout as sleep } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import pidusage from "pidusage";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { openLocalHost } from "./local/host";
import { machine } from "./local/machine";
import { groupMembers } from "./local/process-identity";
import { type AppMetric, AppRef } from "./schema";
import { app } from "./tables";

const everyMs = 2000;

/** What an app uses, every two seconds until the caller leaves. Throws NOT_FOUND, and PRECONDITION on another machine. */
export async function watchAppMetrics(ctx: Ctx, input: AppRef): Promise<AsyncGenerator<AppMetric>> {
  requirePermission(ctx, "deployment:read");
  const { name } = AppRef.parse(input);
  const row = await readApp(ctx, name);
  if (!row) throw new AppError("NOT_FOUND", `There is no app called ${name}. \`berth apps\` lists yours.`);
  if (row.hostId !== machine().hostId) {
    throw new AppError("PRECONDITION", `${name} runs on another machine, where its figures can be seen.`);
  }
  return measure(ctx, name);
}

async function* measure(ctx: Ctx, name: string): AsyncGenerator<AppMetric> {
  const { proxy } = openLocalHost(machine());
  while (!ctx.signal.aborted) {
    const row = await readApp(ctx, name);
    if (!row) return;
    const [usage, counts] = await Promise.all([row.pid ? usageOf(row.pid) : undefined, proxy.requestCounts()]);
    const { cpu, memory } = usage ?? { cpu: 0, memory: 0 };
    yield { at: ctx.now().toISOString(), cpu, memory, requests: counts[name] ?? 0 };
    await sleep(everyMs, undefined, { signal: ctx.signal }).catch(() => undefined);
  }
}

async function usageOf(groupId: number): Promise<{ cpu: number; memory: number }> {
  const pids = groupMembers(groupId);
  if (pids.length === 0) return { cpu: 0, memory: 0 };
  const all = Object.values(await pidusage(pids).catch(() => ({})));
  return all.reduce((sum, one) => ({ cpu: sum.cpu + one.cpu / 100, memory: sum.memory + one.memory }), {
    cpu: 0,
    memory: 0,
  });
}

async function readApp(ctx: Ctx, name: string) {
  const [row] = await ctx.db
    .select({ pid: app.pid, hostId: app.hostId })
    .from(app)
    .where(and(eq(app.orgId, ctx.orgId), eq(app.name, name)));
  return row;
}
