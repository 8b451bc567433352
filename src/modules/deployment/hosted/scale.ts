import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { operationsOf } from "../platforms/open";
import type { HostedUsage, Scale } from "../platforms/operations";
import type { Platform } from "../schema";
import { callPlatform, readHostedApp } from "./open-app";
import { HostedAppRef, SetScale } from "./shapes";

const usageHours = 24;

/** How many copies of an app run, as the platform has it now. */
export async function getScale(ctx: Ctx, input: HostedAppRef): Promise<Scale> {
  requirePermission(ctx, "deployment:read");
  const row = await readHostedApp(ctx, HostedAppRef.parse(input).id);
  return callPlatform(ctx, row, (operations, call) => operations.scale?.read(call));
}

/** Sets how many copies run. Throws PRECONDITION where the platform does not add copies itself and a range is asked for. */
export async function setScale(ctx: Ctx, input: SetScale): Promise<Scale> {
  requirePermission(ctx, "deployment:write");
  const { id, ...scale } = SetScale.parse(input);
  const row = await readHostedApp(ctx, id);
  if (scale.max !== undefined && !operationsOf(row.platform as Platform).scale?.canAutoscale) {
    throw new AppError("PRECONDITION", `${row.platform} has no autoscaling. Set one number of copies.`);
  }
  await callPlatform(ctx, row, (operations, call) => operations.scale?.set(call, scale));
  const details = { ...scale, platform: row.platform, name: row.name };
  await recordAudit(ctx, { action: "hosted-app.scaled", targetKind: "hosted-app", targetId: id, details });
  return callPlatform(ctx, row, (operations, call) => operations.scale?.read(call));
}

/** What an app used in the last day, and what it costs this month where the platform says so. */
export async function getUsage(ctx: Ctx, input: HostedAppRef): Promise<HostedUsage> {
  requirePermission(ctx, "deployment:read");
  const row = await readHostedApp(ctx, HostedAppRef.parse(input).id);
  const until = ctx.now();
  const since = new Date(until.getTime() - usageHours * 3_600_000);
  return callPlatform(ctx, row, (operations, call) => operations.usage?.(call, { since, until }));
}
