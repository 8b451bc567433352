import { and, desc, eq, sql } from "drizzle-orm";
import { getProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { queryRows } from "@/server/db";
import { AppError } from "@/server/errors";
import type { EnvironmentRef, VariableMetadata } from "../schema";
import { envConfig, envSnapshot, envVariable, envVariableVersion } from "../tables";
import { unpackMetadata } from "../variables/metadata";
import type { Place } from "../vault/sealing";

export interface Config {
  id: string;
  projectId: string;
  environment: string;
  name: string;
  baseEnvironment: string | null;
}

/** One variable as a snapshot names it, still sealed. */
export interface StoredVariable extends Place {
  token: string;
  valueHmac: string;
  isReference: boolean;
  metadata: VariableMetadata;
  author: string;
  updatedAt: Date;
}

export interface Snapshot {
  id: string;
  seq: number;
  /** Version by variable id; `@<configuration id>` names the snapshot of another configuration that was read with it. */
  versions: Record<string, number>;
}

/** What is in force in a configuration: its last snapshot and the variables that one names. */
export interface State {
  latest: Snapshot | undefined;
  stored: StoredVariable[];
}

/** The configuration of this name, or the active one; undefined where nothing was ever saved. */
export async function findConfig(ctx: Ctx, ref: EnvironmentRef): Promise<Config | undefined> {
  const [config] = await ctx.db.select().from(envConfig).where(configOf(ref));
  if (!config && ref.configuration !== undefined) throw noSuchConfiguration(ref);
  return config;
}

/** Takes the row lock that makes saves to one configuration follow each other; creates the first one if needed. */
export async function lockConfig(tx: Ctx, ref: EnvironmentRef): Promise<Config> {
  const { projectId, environment, configuration } = ref;
  if (configuration === undefined)
    await tx.db.insert(envConfig).values({ id: tx.newId(), projectId, environment }).onConflictDoNothing();
  const [config] = await tx.db.select().from(envConfig).where(configOf(ref)).for("update");
  if (config) return config;
  if (configuration !== undefined) throw noSuchConfiguration(ref);
  throw new AppError("PRECONDITION", `The environment ${environment} has no active configuration. Activate one.`);
}

function configOf({ projectId, environment, configuration }: EnvironmentRef) {
  const chosen = configuration === undefined ? envConfig.isActive : eq(envConfig.name, configuration);
  return and(eq(envConfig.projectId, projectId), eq(envConfig.environment, environment), chosen);
}

function noSuchConfiguration({ environment, configuration }: EnvironmentRef): AppError {
  return new AppError("NOT_FOUND", `The environment ${environment} has no configuration called ${configuration}.`);
}

/** The configuration a snapshot belongs to. Throws NOT_FOUND, also for one of another organization. */
export async function configOfSnapshot(ctx: Ctx, snapshotId: string): Promise<Config> {
  const [found] = await ctx.db
    .select({ config: envConfig })
    .from(envSnapshot)
    .innerJoin(envConfig, eq(envConfig.id, envSnapshot.configId))
    .where(eq(envSnapshot.id, snapshotId));
  if (!found) throw noSuchSnapshot();
  await getProject(ctx, { id: found.config.projectId });
  return found.config;
}

export function noSuchSnapshot(): AppError {
  return new AppError(
    "NOT_FOUND",
    "There is no such snapshot of an environment. Its configuration may have been deleted.",
  );
}

export async function latestSnapshot(ctx: Ctx, configId: string): Promise<Snapshot | undefined> {
  const [latest] = await ctx.db
    .select()
    .from(envSnapshot)
    .where(eq(envSnapshot.configId, configId))
    .orderBy(desc(envSnapshot.seq))
    .limit(1);
  return latest;
}

export async function findSnapshot(ctx: Ctx, config: Config, snapshotId: string): Promise<Snapshot | undefined> {
  const [snapshot] = await ctx.db
    .select()
    .from(envSnapshot)
    .where(and(eq(envSnapshot.id, snapshotId), eq(envSnapshot.configId, config.id)));
  return snapshot;
}

export async function snapshotAt(ctx: Ctx, config: Config, seq: number): Promise<Snapshot | undefined> {
  const [snapshot] = await ctx.db
    .select()
    .from(envSnapshot)
    .where(and(eq(envSnapshot.configId, config.id), eq(envSnapshot.seq, seq)));
  return snapshot;
}

type PackedVariable = [
  variableId: string,
  key: string,
  version: number,
  token: string,
  valueHmac: string,
  isReference: boolean,
  author: string,
  updatedAt: number,
  ...metadata: Parameters<typeof unpackMetadata>[0],
];

/** What was in force at a snapshot, sorted by name. */
export async function readSnapshot(ctx: Ctx, config: Config, snapshotId: string): Promise<StoredVariable[]> {
  // A list for each column instead of rows: for thousands of variables a driver takes far longer to read rows than JSON does.
  const [packed] = await queryRows<{ columns: string }>(
    ctx.db,
    sql`select json_build_array(json_agg(x.id), json_agg(x.key), json_agg(v.version), json_agg(v.token),
          json_agg(v.value_hmac), json_agg(v.is_reference), json_agg(v.author),
          json_agg((extract(epoch from v.created_at) * 1000)::bigint), json_agg(x.type), json_agg(x.is_required),
          json_agg(x.description), json_agg(x.example), json_agg(x.rule), json_agg(x.pattern), json_agg(x.options),
          json_agg(x.visibility))::text as columns
        from ${envSnapshot} s
          join lateral jsonb_each_text(s.versions) as named(variable_id, version) on true
          join ${envVariable} x on x.id = named.variable_id and x.config_id = s.config_id
          join ${envVariableVersion} v on v.variable_id = x.id and v.version = named.version::int
        where s.id = ${snapshotId} and s.config_id = ${config.id} and v.token is not null`,
  );
  const columns = JSON.parse(packed?.columns ?? "[]") as (unknown[] | null)[];
  const rows = (columns[0] ?? []).map((_, row) => columns.map((column) => column?.[row])) as PackedVariable[];
  const { projectId, id: configId } = config;
  return rows
    .map(([variableId, key, version, token, valueHmac, isReference, author, updatedAt, ...metadata]) => {
      const place = { projectId, configId, variableId, version, key };
      return {
        ...place,
        token,
        valueHmac,
        isReference,
        author,
        updatedAt: new Date(updatedAt),
        metadata: unpackMetadata(metadata),
      };
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

export async function readState(ctx: Ctx, config: Config): Promise<State> {
  const latest = await latestSnapshot(ctx, config.id);
  return { latest, stored: latest ? await readSnapshot(ctx, config, latest.id) : [] };
}
