import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { openConnection } from "@/modules/connections";
import type { Ctx } from "@/server/context";
import { inTransaction, queryRows } from "@/server/db";
import { type Kernel, systemCtx } from "@/server/kernel";
import { appendEvents } from "@/server/runs";
import { platformNames } from "../failures/actions";
import { operationsOf } from "../platforms/open";
import type { ProviderDeployment } from "../platforms/operations";
import type { LateOutcome, Platform } from "../schema";
import { deployment, hostedApp } from "../tables";

const callMs = 30_000;
/** Seconds between two looks: a quarter of the time since the end, within these. After the last, Berth stops looking. */
const soonest = 30;
const latest = 300;
const longest = 24 * 3600;

interface Due extends Record<string, unknown> {
  id: string;
  orgId: string;
  platform: Platform;
  connectionId: string | null;
  providerId: string;
  hostedAppId: string | null;
  target: string;
  isLast: boolean;
}

/** One pass over the deployments that ran out of time while their platform went on: finds out how they ended there. */
export async function findLateOutcomes(kernel: Kernel, now = new Date()): Promise<void> {
  for (const due of await claimDue(kernel, now)) {
    const ctx = systemCtx(kernel, { orgId: due.orgId, requestId: due.id, signal: AbortSignal.timeout(callMs) });
    try {
      const found = await look(ctx, due);
      if (found !== "open") await settle(ctx, due, found, now);
      else if (due.isLast) await settle(ctx, due, { status: "unknown", url: null }, now);
    } catch (error) {
      kernel.log.warn({ err: error, runId: due.id }, "could not find out how a deployment ended on its platform");
    }
  }
}

/** Marks what it takes, so that of several processes one looks. */
function claimDue({ db }: Kernel, now: Date): Promise<Due[]> {
  const at = now.toISOString();
  const age = sql`extract(epoch from ${at}::timestamptz - run.finished_at)`;
  const pause = sql`greatest(${soonest}::float8, least(${latest}::float8, ${age} / 4)) * interval '1 second'`;
  const lastLook = sql`(due.late_outcome ->> 'at')::timestamptz`;
  return queryRows<Due>(
    db,
    sql`update deployment set late_outcome = jsonb_build_object('status', 'watching', 'url', null, 'at', ${at}::text)
        from (
          select due.id, ${age} > ${longest}::float8 as is_last from deployment due join run on run.id = due.id
          where run.status = 'timed_out' and due.provider_id is not null
            and (due.late_outcome is null or due.late_outcome ->> 'status' = 'watching')
            and coalesce(${lastLook}, run.finished_at) <= ${at}::timestamptz - ${pause}
          order by run.finished_at limit 20 for update of due skip locked
        ) as taken
        where deployment.id = taken.id
        returning deployment.id, deployment.org_id as "orgId", platform, connection_id as "connectionId",
          provider_id as "providerId", hosted_app_id as "hostedAppId", target, taken.is_last as "isLast"`,
  );
}

type Found = { status: Exclude<LateOutcome["status"], "watching">; url: string | null };

async function look(ctx: Ctx, due: Due): Promise<Found | "open"> {
  const { status } = operationsOf(due.platform);
  const [app] = await ctx.db
    .select()
    .from(hostedApp)
    .where(eq(hostedApp.id, due.hostedAppId ?? ""));
  if (!status || !app || due.connectionId === null) return { status: "unknown", url: null };
  const access = await openConnection(ctx, due.connectionId);
  const found = await status({ access, app, signal: ctx.signal }, due.providerId);
  if (!found) return { status: "removed", url: null };
  return isEnd(found.state) ? { status: found.state, url: found.url ?? null } : "open";
}

function isEnd(state: ProviderDeployment["state"]): state is "live" | "failed" | "cancelled" | "removed" {
  return state === "live" || state === "failed" || state === "cancelled" || state === "removed";
}

async function settle(ctx: Ctx, due: Due, { status, url }: Found, now: Date): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const lateOutcome = { status, url, at: now.toISOString() };
    await tx.db.update(deployment).set({ lateOutcome }).where(eq(deployment.id, due.id));
    if (status === "live") await makeCurrent(tx, due, url);
    await appendEvents(tx, due.id, [
      {
        kind: status === "live" ? "recovery" : "warning",
        level: status === "live" ? "info" : "warn",
        message: tell(status, platformNames[due.platform]),
        ...(url === null ? {} : { url }),
      },
    ]);
  });
}

/** Ids are ordered by time: what was deployed later, and serves already, stays. */
async function makeCurrent(tx: Ctx, due: Due, url: string | null): Promise<void> {
  if (url !== null) await tx.db.update(deployment).set({ url }).where(eq(deployment.id, due.id));
  if (due.target === "preview") return;
  await tx.db
    .update(hostedApp)
    .set({ currentDeploymentId: due.id, state: "active", ...(url === null ? {} : { url }) })
    .where(
      and(
        eq(hostedApp.id, due.hostedAppId ?? ""),
        or(isNull(hostedApp.currentDeploymentId), lt(hostedApp.currentDeploymentId, due.id)),
      ),
    );
}

function tell(status: Found["status"], platform: string): string {
  const texts: Record<Found["status"], string> = {
    live: `After Berth's time was up, ${platform} finished the deployment, and it is live.`,
    failed: `After Berth's time was up, the deployment failed on ${platform}. Its page there has the log.`,
    cancelled: `After Berth's time was up, the deployment was cancelled on ${platform}.`,
    removed: `After Berth's time was up, the deployment was removed from ${platform}.`,
    unknown: `Berth could not find out how the deployment ended on ${platform}. Its page there tells.`,
  };
  return texts[status];
}
