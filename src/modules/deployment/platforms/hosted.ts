import { and, eq, ne } from "drizzle-orm";
import { type OpenConnection, openConnection, PlatformError } from "@/modules/connections";
import { readOtherPlaces } from "../failures/other-places";
import { describePlatformError, variablesRefused } from "../failures/platform-failures";
import { deployment, hostedApp } from "../tables";
import type { ActiveDeployment, Target } from "./platform";
import { awaitReconnect } from "./reconnect";
import type { VariableOutcome } from "./variables";

export type HostedApp = typeof hostedApp.$inferSelect;

/** Calls a platform with the deployment's account; what it refuses is told as a DeploymentFailure. */
export async function withAccess<T>(
  active: ActiveDeployment,
  work: (access: OpenConnection) => Promise<T>,
): Promise<T> {
  return withConnection(active, active.spec.connectionId ?? "", work);
}

/**
 * The same with another account, such as the one that holds the code. When its token is not accepted, the deployment waits
 * for a new one and then repeats `work`, which therefore has to be repeatable as a whole.
 */
export async function withConnection<T>(
  active: ActiveDeployment,
  connectionId: string,
  work: (access: OpenConnection) => Promise<T>,
): Promise<T> {
  for (;;) {
    const access = await openConnection(active.run.ctx, connectionId);
    try {
      return await work(access);
    } catch (error) {
      if (!PlatformError.is(error)) throw error;
      const isRefused = error.kind === "AUTH_INVALID" && error.platform === access.platform;
      if (isRefused && (await awaitReconnect(active, access, error))) continue;
      const { name, platform } = active.spec;
      const others = await readOtherPlaces(active.run.ctx, platform);
      throw describePlatformError(error, { name, platform, connectionId, others, now: access.now() });
    }
  }
}

/** A deployment needs all of its variables: throws what stopped the change, or which of them were refused. */
export function taken(platform: "vercel" | "railway" | "render", outcome: VariableOutcome): VariableOutcome {
  if (outcome.stopped !== undefined) throw outcome.stopped;
  if (outcome.failed.size === 0) return outcome;
  throw variablesRefused(
    platform,
    Array.from(outcome.failed, ([key, message]) => ({ key, message })),
  );
}

/** The row of the app on its platform, made when there is none. Undefined when the name belongs to another project of this Berth. */
export async function ensureHostedApp(active: ActiveDeployment): Promise<HostedApp | undefined> {
  const { spec, run } = active;
  return run.update(async (tx) => {
    const place = and(
      eq(hostedApp.connectionId, spec.connectionId ?? ""),
      eq(hostedApp.name, spec.name),
      ne(hostedApp.state, "deleted"),
    );
    const fresh = {
      id: tx.newId(),
      orgId: run.orgId,
      projectId: spec.projectId,
      connectionId: spec.connectionId,
      platform: spec.platform,
      name: spec.name,
      createdAt: tx.now(),
    };
    await tx.db.insert(hostedApp).values(fresh).onConflictDoNothing();
    const [found] = await tx.db.select().from(hostedApp).where(place);
    if (!found || found.projectId !== spec.projectId) return undefined;
    await tx.db.update(deployment).set({ hostedAppId: found.id }).where(eq(deployment.id, active.id));
    return found;
  });
}

/** Stores what the platform calls the app's parts; what was known before stays. */
export async function saveApp(
  active: ActiveDeployment,
  appId: string,
  { ids, url }: { ids?: Record<string, string>; url?: string },
): Promise<Record<string, string>> {
  return active.run.update(async (tx) => {
    const [row] = await tx.db.select().from(hostedApp).where(eq(hostedApp.id, appId)).for("update");
    const all = { ...row?.ids, ...ids };
    await tx.db
      .update(hostedApp)
      .set({ ids: all, ...(url === undefined ? {} : { url }) })
      .where(eq(hostedApp.id, appId));
    return all;
  });
}

/** Stores the platform's own id of this deployment as soon as it is known, so that whoever takes over adopts it. */
export async function saveProvider(
  active: ActiveDeployment,
  provider: { id: string; page?: string | undefined; url?: string | undefined },
): Promise<void> {
  await active.run.update(async (tx) => {
    await tx.db
      .update(deployment)
      .set({ providerId: provider.id, providerUrl: provider.page ?? null, url: provider.url ?? null })
      .where(eq(deployment.id, active.id));
  });
}

/** The platform's id of a deployment, if one was stored. */
export async function readProviderId(active: ActiveDeployment, id = active.id): Promise<string | undefined> {
  const [row] = await active.run.ctx.db
    .select({ providerId: deployment.providerId })
    .from(deployment)
    .where(eq(deployment.id, id));
  return row?.providerId ?? undefined;
}

/** Records that visitors get this deployment from now on. A preview changes nothing for them. */
export async function becomeCurrent(active: ActiveDeployment, target: Target, url: string): Promise<void> {
  await active.run.update(async (tx) => {
    await tx.db.update(deployment).set({ url }).where(eq(deployment.id, active.id));
    if (active.spec.target === "preview") return;
    await tx.db
      .update(hostedApp)
      .set({ currentDeploymentId: active.id, url, state: "active" })
      .where(eq(hostedApp.id, target.appId));
  });
}
