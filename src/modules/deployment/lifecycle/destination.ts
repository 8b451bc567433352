import { and, eq, isNotNull, ne } from "drizzle-orm";
import { listConnections } from "@/modules/connections";
import { platformFacts } from "@/modules/connections/pure";
import type { Connection, ConnectionPlatform } from "@/modules/connections/schema";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { canDo } from "../platforms/capabilities";
import type { DeployTarget, Platform } from "../schema";
import { hostedApp } from "../tables";

/** Where a deployment goes, found and checked. */
export interface Destination {
  platform: Platform;
  /** Null on this machine. */
  connectionId: string | null;
  isEmulated: boolean;
}

interface Wanted {
  platform: Platform;
  /** Id or name of an account. */
  connectionId?: string | undefined;
}

/** The account a deployment goes to. Throws PRECONDITION without one, NOT_FOUND for an unknown one, VALIDATION when there is a choice. */
export async function findDestination(ctx: Ctx, { platform, connectionId }: Wanted): Promise<Destination> {
  if (platform === "local") {
    if (connectionId === undefined) return { platform, connectionId: null, isEmulated: false };
    throw new AppError("VALIDATION", "A deployment to this machine goes to no account. Leave the connection out.");
  }
  const connections = await listConnections(ctx, { platform });
  const { id, emulated } = chooseConnection(connections, platform, connectionId);
  return { platform, connectionId: id, isEmulated: emulated };
}

/** The connection that is meant: the named one, or the only one. Throws as `findDestination` does. */
export function chooseConnection(
  connections: readonly Connection[],
  platform: ConnectionPlatform,
  wanted?: string,
): Connection {
  const { label } = platformFacts[platform];
  const names = connections.map(({ name }) => name).join(", ");
  const [only] = connections;
  if (!only) {
    throw new AppError(
      "PRECONDITION",
      `No ${label} account is connected. Connect one: berth platform connect ${platform}`,
      {
        details: { connect: platform },
      },
    );
  }
  if (wanted !== undefined) {
    const found = connections.find(({ id }) => id === wanted) ?? connections.find(({ name }) => name === wanted);
    if (found) return found;
    throw new AppError("NOT_FOUND", `There is no such connection to ${label}. There is: ${names}.`);
  }
  if (connections.length === 1) return only;
  throw new AppError("VALIDATION", `Several ${label} accounts are connected. Choose one of: ${names}.`, {
    details: { connections: connections.map(({ id, name }) => ({ id, name })) },
  });
}

interface AppOf {
  projectId: string;
  connectionId: string | null;
  name: string;
}

/** Production or preview. Throws VALIDATION for a preview where there are none. */
export async function findTarget(
  ctx: Ctx,
  platform: Platform,
  wanted: DeployTarget | "auto",
  of: AppOf,
): Promise<DeployTarget> {
  if (wanted === "production") return wanted;
  if (!canDo(platform, "previews")) {
    if (wanted === "auto") return "production";
    const where = platform === "local" ? "This machine" : platformFacts[platform].label;
    throw new AppError(
      "VALIDATION",
      `${where} has no previews of an app. Deploy to production, or under another name.`,
    );
  }
  if (wanted === "preview") return wanted;
  return (await isInProduction(ctx, of)) ? "preview" : "production";
}

/** Throws VALIDATION where a platform makes no databases. */
export function refuseDatabase(platform: Platform): void {
  if (platform !== "local" && canDo(platform, "databases")) return;
  const message =
    platform === "local"
      ? "An app on this machine brings its own database, so none is made for it."
      : `${platformFacts[platform].label} makes no databases. Set the address of one of a provider, such as Neon or Supabase.`;
  throw new AppError("VALIDATION", message);
}

async function isInProduction(ctx: Ctx, { projectId, connectionId, name }: AppOf): Promise<boolean> {
  const [found] = await ctx.db
    .select({ id: hostedApp.id })
    .from(hostedApp)
    .where(
      and(
        eq(hostedApp.projectId, projectId),
        eq(hostedApp.connectionId, connectionId ?? ""),
        eq(hostedApp.name, name),
        ne(hostedApp.state, "deleted"),
        isNotNull(hostedApp.currentDeploymentId),
      ),
    );
  return found !== undefined;
}
