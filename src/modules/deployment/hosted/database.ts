import { eq } from "drizzle-orm";
import { openSnapshot, setVariables, takeSnapshot, unsetVariables } from "@/modules/environment";
import { findUnmetDatabase, isRailwayReference } from "@/modules/environment/pure";
import type { Ctx } from "@/server/context";
import type { ActiveStep } from "@/server/runs";
import { type EnvironmentOf, specsOf } from "../app-environment";
import { type HostedApp, saveApp, withAccess } from "../platforms/hosted";
import { operationsOf } from "../platforms/open";
import type { CreatedDatabase } from "../platforms/operations";
import type { ActiveDeployment } from "../platforms/platform";
import { deployment, hostedApp } from "../tables";
import { estimateCost, monthlyText } from "./prices";

interface Wanted {
  of: EnvironmentOf;
  appId: string;
  /** The values were fixed by an earlier deployment; nothing is added to them. */
  snapshotId: string | null;
}

/**
 * The PostgreSQL beside the app, made when it is asked for and adopted when it was made before. A connection string goes
 * into the project's environment; a reference, which is no secret and means something on its platform only, is answered.
 */
export async function provideDatabase(
  active: ActiveDeployment,
  wanted: Wanted,
  step: ActiveStep,
): Promise<string | undefined> {
  const { createDatabase } = operationsOf(active.spec.platform);
  if (!createDatabase) return undefined;
  const isAsked = active.spec.database === "create";
  const app = await readApp(active, wanted.appId);
  if (!app || !(isAsked || app.ids.database)) return undefined;
  const unmet = await findUnmet(active, wanted);
  if (unmet.length === 0) {
    if (isAsked && !app.ids.database)
      active.log(step.name, "berth", "No database is made: the app needs no other one.");
    return undefined;
  }
  if (!app.ids.database) active.log(step.name, "berth", announcement(active));
  const name = nameOf(app);
  const made = await withAccess(active, (access) =>
    createDatabase({ access, app: { name: app.name, ids: app.ids }, signal: step.signal }, { name }),
  );
  await saveApp(active, app.id, { ids: made.ids });
  active.log(
    step.name,
    "berth",
    `${unmet.join(", ")} leads to the database ${name}${made.page ? `: ${made.page}` : "."}`,
  );
  if (isRailwayReference(made.value)) return made.value;
  if (wanted.snapshotId === null) await store(active, made, unmet);
  return undefined;
}

async function readApp(active: ActiveDeployment, appId: string): Promise<HostedApp | undefined> {
  const [row] = await active.run.ctx.db.select().from(hostedApp).where(eq(hostedApp.id, appId));
  return row;
}

async function findUnmet({ run, spec }: ActiveDeployment, { of, snapshotId }: Wanted): Promise<string[]> {
  const values = Object.fromEntries(await readValues(run.ctx, of, snapshotId));
  return findUnmetDatabase({ specs: specsOf(of.config), values, platform: spec.platform });
}

async function readValues(
  ctx: Ctx,
  { projectId, environment }: Pick<EnvironmentOf, "projectId" | "environment">,
  snapshotId: string | null = null,
): Promise<[string, string][]> {
  const id = snapshotId ?? (await takeSnapshot(ctx, { projectId, environment })).snapshotId;
  return Array.from(await openSnapshot(ctx, id), ([key, secret]) => [key, secret.unwrap()]);
}

/** Takes the address of a database that was deleted with its app out of the project's environments. */
export async function forgetDatabase(ctx: Ctx, { id, projectId, ids }: HostedApp): Promise<void> {
  const { database } = ids;
  if (!database || !ctx.permissions.has("environment:write")) return;
  const used = await ctx.db
    .selectDistinct({ environment: deployment.environment })
    .from(deployment)
    .where(eq(deployment.hostedAppId, id));
  for (const { environment } of used) {
    const values = await readValues(ctx, { projectId, environment });
    const keys = values.filter(([, value]) => isAddressOf(value, database)).map(([key]) => key);
    if (keys.length > 0) await unsetVariables(ctx, { projectId, environment, keys });
  }
}

function isAddressOf(value: string, database: string): boolean {
  return URL.canParse(value) && new URL(value).hostname === database;
}

/** In a project that is the app's alone the usual name; elsewhere one that nobody else has made. */
function nameOf({ id, name, platform, ids }: HostedApp): string {
  return platform === "railway" && !ids.given ? "Postgres" : `${name}-db-${id.replaceAll("-", "").slice(-6)}`;
}

async function store({ run, spec }: ActiveDeployment, { value }: CreatedDatabase, keys: string[]): Promise<void> {
  run.addSecrets([value]);
  const { projectId, environment } = spec;
  const variables = Object.fromEntries(keys.map((key) => [key, { value, sensitive: true }]));
  await setVariables(run.ctx, { projectId, environment, variables, cause: "created database" });
}

function announcement({ spec }: ActiveDeployment): string {
  const cost = estimateCost(spec.platform, { instances: 1, hasDatabase: true });
  const price = cost ? ` With the app it costs about ${monthlyText(cost)} a month (${cost.source}, ${cost.asOf}).` : "";
  return `A PostgreSQL is made beside the app, which can take a few minutes.${price}`;
}
