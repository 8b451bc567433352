import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { envConfig, envSnapshot, envVariable, envVariableVersion } from "./tables";
import { openSealer, type Place } from "./vault/sealing";

export interface Config {
  id: string;
  projectId: string;
  environment: string;
}

/** One variable as a snapshot names it, still sealed. */
export interface StoredVariable extends Place {
  token: string;
  valueHmac: string;
  sensitive: boolean;
  author: string;
  updatedAt: Date;
}

export interface Snapshot {
  id: string;
  seq: number;
  versions: Record<string, number>;
}

export interface Change {
  set: ReadonlyMap<string, { value: string; sensitive: boolean }>;
  unset: readonly string[];
  cause: string;
}

export interface Saved {
  snapshotId: string;
  added: string[];
  changed: string[];
  removed: string[];
}

/** The active configuration of an environment, if it was ever saved to. */
export async function findConfig(ctx: Ctx, projectId: string, environment: string): Promise<Config | undefined> {
  const [config] = await ctx.db
    .select()
    .from(envConfig)
    .where(and(eq(envConfig.projectId, projectId), eq(envConfig.environment, environment), envConfig.isActive));
  return config;
}

/** Takes the row lock that makes saves to one configuration follow each other; creates the configuration if needed. */
export async function lockConfig(tx: Ctx, projectId: string, environment: string): Promise<Config> {
  await tx.db.insert(envConfig).values({ id: tx.newId(), projectId, environment }).onConflictDoNothing();
  const [config] = await tx.db
    .select()
    .from(envConfig)
    .where(and(eq(envConfig.projectId, projectId), eq(envConfig.environment, environment), envConfig.isActive))
    .for("update");
  if (!config)
    throw new AppError("PRECONDITION", `The environment ${environment} has no active configuration. Activate one.`);
  return config;
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

/** What was in force at a snapshot, sorted by name. */
export async function readSnapshot(ctx: Ctx, config: Config, snapshotId: string): Promise<StoredVariable[]> {
  const named = sql`${envVariableVersion.version} = (${envSnapshot.versions} ->> ${envVariable.id})::int`;
  const rows = await ctx.db
    .select({ variable: envVariable, version: envVariableVersion })
    .from(envSnapshot)
    .innerJoin(envVariable, eq(envVariable.configId, envSnapshot.configId))
    .innerJoin(envVariableVersion, and(eq(envVariableVersion.variableId, envVariable.id), named))
    .where(
      and(eq(envSnapshot.id, snapshotId), eq(envSnapshot.configId, config.id), isNotNull(envVariableVersion.token)),
    );
  return rows
    .map(({ variable, version }) => ({
      projectId: config.projectId,
      configId: config.id,
      variableId: variable.id,
      version: version.version,
      key: variable.key,
      token: version.token ?? "",
      valueHmac: version.valueHmac ?? "",
      sensitive: variable.visibility !== "plain",
      author: version.author,
      updatedAt: version.createdAt,
    }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** What is in force in a configuration: its last snapshot and the variables that one names. */
export interface State {
  latest: Snapshot | undefined;
  stored: StoredVariable[];
}

export async function readState(ctx: Ctx, config: Config): Promise<State> {
  const latest = await latestSnapshot(ctx, config.id);
  return { latest, stored: latest ? await readSnapshot(ctx, config, latest.id) : [] };
}

/** Appends the versions a change needs and one snapshot; nothing at all when everything is as it was. Needs the config's lock. */
export async function saveChange(tx: Ctx, config: Config, state: State, change: Change): Promise<Saved> {
  const { latest, stored } = state;
  const current = new Map(stored.map((each) => [each.key, each]));
  const sealer = await openSealer(tx, config.projectId);
  const touched = Array.from(change.set, ([key, given]) => ({ key, ...given, before: current.get(key) }))
    .map((each) => ({ ...each, isNewValue: !each.before || !sealer.holds(each.before, each.value) }))
    .filter((each) => each.isNewValue || each.sensitive !== each.before?.sensitive);
  const saved = {
    added: touched.filter(({ before }) => !before).map(({ key }) => key),
    changed: touched.filter(({ before }) => before).map(({ key }) => key),
    removed: change.unset.filter((key) => current.has(key)),
  };
  if (latest && touched.length + saved.removed.length === 0) return { ...saved, snapshotId: latest.id };

  const numbered = await upsertVariables(tx, config, touched);
  const place = (key: string) => nextPlace(config, numbered, key);
  const sealed = touched
    .filter(({ isNewValue }) => isNewValue)
    .map(({ key, value }) => ({ ...place(key), ...sealer.seal(place(key), value) }));
  const deleted = saved.removed.map((key) => ({ ...place(key), token: null, valueHmac: null }));
  await sealer.count(sealed.length);
  await appendVersions(tx, [...sealed, ...deleted]);

  const gone = new Set(deleted.map(({ variableId }) => variableId));
  const kept = Object.entries(latest?.versions ?? {}).filter(([variableId]) => !gone.has(variableId));
  const versions = Object.fromEntries([...kept, ...sealed.map(({ variableId, version }) => [variableId, version])]);
  const snapshotId = await appendSnapshot(tx, config, { seq: (latest?.seq ?? 0) + 1, versions, cause: change.cause });
  return { ...saved, snapshotId };
}

async function appendVersions(
  tx: Ctx,
  rows: readonly { variableId: string; version: number; token: string | null; valueHmac: string | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  const author = authorOf(tx);
  const inserts = rows.map(({ variableId, version, token, valueHmac }) => {
    return { id: tx.newId(), variableId, version, token, valueHmac, author, createdAt: tx.now() };
  });
  await tx.db.insert(envVariableVersion).values(inserts);
}

export async function appendSnapshot(
  tx: Ctx,
  config: Config,
  snapshot: { seq: number; versions: Record<string, number>; cause: string },
): Promise<string> {
  const id = tx.newId();
  await tx.db
    .insert(envSnapshot)
    .values({ id, configId: config.id, ...snapshot, author: authorOf(tx), createdAt: tx.now() });
  return id;
}

interface NumberedVariable {
  id: string;
  key: string;
  /** The highest version ever given, also of values removed since. */
  lastVersion: number;
}

async function upsertVariables(
  tx: Ctx,
  config: Config,
  touched: readonly { key: string; sensitive: boolean }[],
): Promise<Map<string, NumberedVariable>> {
  if (touched.length > 0) {
    const rows = touched.map(({ key, sensitive }) => {
      return { id: tx.newId(), configId: config.id, key, visibility: sensitive ? "masked" : "plain" };
    });
    await tx.db
      .insert(envVariable)
      .values(rows)
      .onConflictDoUpdate({
        target: [envVariable.configId, envVariable.key],
        set: { visibility: sql`excluded.visibility` },
      });
  }
  const numbered = await tx.db
    .select({
      id: envVariable.id,
      key: envVariable.key,
      lastVersion: sql<number>`coalesce(max(${envVariableVersion.version}), 0)::int`,
    })
    .from(envVariable)
    .leftJoin(envVariableVersion, eq(envVariableVersion.variableId, envVariable.id))
    .where(eq(envVariable.configId, config.id))
    .groupBy(envVariable.id);
  return new Map(numbered.map((each) => [each.key, each]));
}

function nextPlace(config: Config, variables: ReadonlyMap<string, NumberedVariable>, key: string): Place {
  const variable = variables.get(key);
  if (!variable) throw new AppError("INTERNAL", `The variable ${key} has no row, although it was just saved.`);
  return {
    projectId: config.projectId,
    configId: config.id,
    variableId: variable.id,
    version: variable.lastVersion + 1,
    key,
  };
}

/** The id of the person, or `berth` for Berth itself. */
function authorOf({ actor }: Ctx): string {
  return actor.kind === "system" ? "berth" : actor.userId;
}
