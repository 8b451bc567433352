import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { parseConfig, variablesOf } from "@/modules/scaffold/pure";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import type { Secret } from "@/server/crypto";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import {
  appendSnapshot,
  type Change,
  type Config,
  findConfig,
  latestSnapshot,
  lockConfig,
  readSnapshot,
  readState,
  type StoredVariable,
  saveChange,
} from "./history";
import { generateSecret } from "./plan";
import {
  CheckEnvironment,
  type EnvironmentCheck,
  EnvironmentRef,
  type EnvironmentSummary,
  RevealVariable,
  type SavedVariables,
  SetVariables,
  UnsetVariables,
  type VariableSummary,
} from "./schema";
import { envConfig, envSnapshot } from "./tables";
import { checkEnvironment } from "./validation/checks";
import { hashesOf, openTokens } from "./vault/sealing";

/** Stores values, each as a new version, in one snapshot. Values that stay the same get no version. */
export async function setVariables(ctx: Ctx, input: z.input<typeof SetVariables>): Promise<SavedVariables> {
  requirePermission(ctx, "environment:write");
  const { variables, cause, ...ref } = SetVariables.parse(input);
  return save(ctx, ref, { set: new Map(Object.entries(variables)), unset: [], cause });
}

/** Removes values; their earlier versions stay for the deployments that ran with them. Throws NOT_FOUND for a name not set. */
export async function unsetVariables(ctx: Ctx, input: z.input<typeof UnsetVariables>): Promise<SavedVariables> {
  requirePermission(ctx, "environment:write");
  const { keys, ...ref } = UnsetVariables.parse(input);
  return save(ctx, ref, { set: new Map(), unset: [...new Set(keys)], cause: "unset" });
}

/** What is set in an environment, by name; the values of sensitive variables stay sealed. */
export async function listVariables(ctx: Ctx, input: z.input<typeof EnvironmentRef>): Promise<VariableSummary[]> {
  requirePermission(ctx, "environment:read");
  const { projectId, environment } = EnvironmentRef.parse(input);
  await getProject(ctx, { id: projectId });
  const stored = await readCurrent(ctx, projectId, environment);
  const plain = await openTokens(
    ctx,
    projectId,
    stored.filter(({ sensitive }) => !sensitive),
  );
  return stored.map((variable) => ({
    id: variable.variableId,
    key: variable.key,
    sensitive: variable.sensitive,
    version: variable.version,
    updatedAt: variable.updatedAt.toISOString(),
    author: variable.author,
    value: plain.get(variable)?.unwrap(),
  }));
}

/** One value in the clear; who read it is recorded. */
export async function revealVariable(ctx: Ctx, input: z.input<typeof RevealVariable>): Promise<{ value: string }> {
  requirePermission(ctx, "environment:reveal");
  const { projectId, environment, key } = RevealVariable.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: projectId });
    const variable = (await readCurrent(tx, projectId, environment)).find((each) => each.key === key);
    if (!variable) throw notSet([key], environment);
    const secret = (await openTokens(tx, projectId, [variable])).get(variable);
    if (!secret) throw notSet([key], environment);
    const details = { environment, key, version: variable.version };
    await recordAudit(tx, { action: "environment.revealed", targetKind: "project", targetId: projectId, details });
    return { value: secret.unwrap() };
  });
}

/** Checks values against what a project of this configuration reads; stores nothing. */
export function checkEnvironmentFor(ctx: Ctx, input: z.input<typeof CheckEnvironment>): EnvironmentCheck {
  requirePermission(ctx, "environment:read");
  const { config, values, platform } = CheckEnvironment.parse(input);
  return checkEnvironment({ specs: variablesOf(parseConfig(config)), values, platform });
}

/** The environments of a project that were ever saved to, with how many variables each has. */
export async function listEnvironments(ctx: Ctx, input: { projectId: string }): Promise<EnvironmentSummary[]> {
  requirePermission(ctx, "environment:read");
  const { projectId } = EnvironmentRef.pick({ projectId: true }).parse(input);
  await getProject(ctx, { id: projectId });
  const configs = await ctx.db
    .select()
    .from(envConfig)
    .where(eq(envConfig.projectId, projectId))
    .orderBy(envConfig.environment);
  const active = configs.filter(({ isActive }) => isActive);
  const latest = await Promise.all(active.map(({ id }) => latestSnapshot(ctx, id)));
  return active.map(({ environment }, index) => ({
    name: environment,
    count: Object.keys(latest[index]?.versions ?? {}).length,
  }));
}

/** The snapshot of what is set now, for a deployment to record and run with. */
export async function takeSnapshot(ctx: Ctx, input: z.input<typeof EnvironmentRef>): Promise<{ snapshotId: string }> {
  requirePermission(ctx, "environment:read");
  const { projectId, environment } = EnvironmentRef.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: projectId });
    const config = await lockConfig(tx, projectId, environment);
    const latest = await latestSnapshot(tx, config.id);
    if (latest) return { snapshotId: latest.id };
    return { snapshotId: await appendSnapshot(tx, config, { seq: 1, versions: {}, cause: "deployment" }) };
  });
}

/** The values of a snapshot by name, however much was edited since. For deployments; the reading is recorded. */
export async function openSnapshot(ctx: Ctx, snapshotId: string): Promise<Map<string, Secret>> {
  requirePermission(ctx, "environment:reveal");
  return inTransaction(ctx, async (tx) => {
    const config = await configOfSnapshot(tx, snapshotId);
    const stored = await readSnapshot(tx, config, snapshotId);
    const opened = await openTokens(tx, config.projectId, stored);
    const details = { environment: config.environment, snapshotId, keys: stored.map(({ key }) => key) };
    await recordAudit(tx, { action: "environment.read", targetKind: "project", targetId: config.projectId, details });
    return new Map(Array.from(opened, ([{ key }, secret]) => [key, secret]));
  });
}

/** Names of the variables that differ between two snapshots, by their keyed hashes: nothing is decrypted. */
export async function compareSnapshots(
  ctx: Ctx,
  { from, to }: { from: string; to: string },
): Promise<{ added: string[]; removed: string[]; changed: string[] }> {
  requirePermission(ctx, "environment:read");
  const read = async (id: string) => {
    const config = await configOfSnapshot(ctx, id);
    const hashes = await hashesOf(ctx, config.projectId, await readSnapshot(ctx, config, id));
    return new Map(Array.from(hashes, ([{ key }, hash]) => [key, hash]));
  };
  const [before, after] = [await read(from), await read(to)];
  return {
    added: [...after.keys()].filter((key) => !before.has(key)),
    removed: [...before.keys()].filter((key) => !after.has(key)),
    changed: [...after.keys()].filter((key) => before.has(key) && before.get(key) !== after.get(key)),
  };
}

/** Makes the secrets that are not set yet, once, so that later deployments keep them. */
export async function ensureGenerated(
  ctx: Ctx,
  input: z.input<typeof EnvironmentRef> & { keys: readonly string[] },
): Promise<SavedVariables> {
  requirePermission(ctx, "environment:write");
  const { keys, ...ref } = UnsetVariables.parse(input);
  const made = new Map(keys.map((key) => [key, { value: generateSecret(randomBytes(32)), sensitive: true }]));
  return save(ctx, ref, { set: made, unset: [], cause: "generated" }, { keepCurrent: true });
}

async function save(
  ctx: Ctx,
  { projectId, environment }: { projectId: string; environment: string },
  change: Change,
  options: { keepCurrent?: boolean } = {},
): Promise<SavedVariables> {
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: projectId });
    const config = await lockConfig(tx, projectId, environment);
    const state = await readState(tx, config);
    const current = new Set(state.stored.map(({ key }) => key));
    const unknown = change.unset.filter((key) => !current.has(key));
    if (unknown.length > 0) throw notSet(unknown, environment);
    const kept = options.keepCurrent ? await keysWithText(tx, projectId, state.stored) : new Set<string>();
    const set = new Map([...change.set].filter(([key]) => !kept.has(key)));
    const saved = await saveChange(tx, config, state, { ...change, set });
    const { snapshotId, ...keys } = saved;
    const isChanged = Object.values(keys).some((names) => names.length > 0);
    const details = { environment, cause: change.cause, snapshotId, ...keys };
    if (isChanged)
      await recordAudit(tx, { action: "environment.saved", targetKind: "project", targetId: projectId, details });
    return saved;
  });
}

async function readCurrent(ctx: Ctx, projectId: string, environment: string): Promise<StoredVariable[]> {
  const config = await findConfig(ctx, projectId, environment);
  return config ? (await readState(ctx, config)).stored : [];
}

async function keysWithText(tx: Ctx, projectId: string, stored: readonly StoredVariable[]): Promise<Set<string>> {
  const opened = await openTokens(tx, projectId, stored);
  return new Set([...opened].filter(([, secret]) => secret.unwrap() !== "").map(([{ key }]) => key));
}

async function configOfSnapshot(tx: Ctx, snapshotId: string): Promise<Config> {
  const [found] = await tx.db
    .select({ config: envConfig })
    .from(envSnapshot)
    .innerJoin(envConfig, eq(envConfig.id, envSnapshot.configId))
    .where(eq(envSnapshot.id, snapshotId));
  if (!found) throw new AppError("NOT_FOUND", "There is no such snapshot of an environment.");
  await getProject(tx, { id: found.config.projectId });
  return found.config;
}

function notSet(keys: readonly string[], environment: string): AppError {
  const names = keys.join(", ");
  const message = `${names} ${keys.length === 1 ? "is" : "are"} not set in the environment ${environment}.`;
  return new AppError("NOT_FOUND", message, { details: { keys } });
}
