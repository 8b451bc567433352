import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { dataKeyIdOf, newDataKey, open, type Secret, seal } from "@/server/crypto";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import type { WrappedKeys } from "@/server/wrapped-keys";
import { dataKey } from "../tables";

/** The one place a sealed value belongs to; anywhere else it does not open. */
export interface Place {
  projectId: string;
  configId: string;
  variableId: string;
  version: number;
  key: string;
}

/** Where data keys are wrapped by a master key; `openKey` in SQL. */
export const dataKeys: WrappedKeys = { table: "data_key", owner: sql`project_id` };

interface OpenKey {
  id: string;
  key: KeyObject;
}

/** A value as it is stored: sealed, with its hash keyed by the data key that the token names. */
interface StoredValue {
  token: string;
  valueHmac: string;
}

/** Seals values of one project with its active data key. */
export interface Sealer {
  seal(place: Place, value: string): StoredValue;
  /** True when this is the value stored there, whichever data key it is sealed with. */
  holds(stored: StoredValue, value: string): boolean;
  /** Counts values that were sealed, so that a key can be replaced before it has sealed too many. */
  count(sealed: number): Promise<void>;
}

/** The project's active data key, made on first use. Needs a transaction; it stays the active one until the commit. */
export async function openSealer(tx: Ctx, projectId: string): Promise<Sealer> {
  const key = (await lockActiveKey(tx, projectId)) ?? (await createActiveKey(tx, projectId));
  const hashes = await openHashes(tx, projectId, key);
  const own = hasherOf(key, projectId);
  return {
    seal: (place, value) => ({
      token: seal(key.key, key.id, value, contextOf(place)),
      valueHmac: own(value),
    }),
    holds: ({ token, valueHmac }, value) => {
      const dataKeyId = dataKeyIdOf(token);
      const hash = hashes(dataKeyId, value);
      if (hash === undefined) throw keyNotFound(dataKeyId);
      return hash === valueHmac;
    },
    count: (sealed) => countSealed(tx, key.id, sealed),
  };
}

/** Hashes that tell which of these values are equal. Those not yet sealed with the active data key are opened and hashed with it. */
export async function hashesOf<T extends Place & StoredValue>(
  ctx: Ctx,
  projectId: string,
  stored: readonly T[],
): Promise<Map<T, string>> {
  const [first] = stored;
  if (!first) return new Map();
  const active = await findActiveKey(ctx, projectId);
  if (!active) throw keyNotFound(dataKeyIdOf(first.token));
  const behind = stored.filter(({ token }) => dataKeyIdOf(token) !== active.id);
  const opened = await openTokens(ctx, projectId, behind);
  const hash = hasherOf(active, projectId);
  return new Map(stored.map((each) => [each, hashOpened(opened.get(each), hash) ?? each.valueHmac]));
}

/** Keyed hashes of plain values of a project, to compare them later with what was never kept. */
export interface ValueHashes {
  /** The data key that `hash` uses unless told another. */
  keyId: string;
  /** Undefined once the data key is gone. */
  hash(value: string, keyId?: string): string | undefined;
}

/** Hashes by the project's data keys, those that were replaced among them. */
export async function openValueHashes(ctx: Ctx, projectId: string): Promise<ValueHashes> {
  return inTransaction(ctx, async (tx) => {
    const key = (await lockActiveKey(tx, projectId)) ?? (await createActiveKey(tx, projectId));
    const hashes = await openHashes(tx, projectId, key);
    return { keyId: key.id, hash: (value, keyId = key.id) => hashes(keyId, value) };
  });
}

/** Opens sealed values of one project; the data keys they name are unwrapped once each. */
export async function openTokens<T extends Place & { token: string }>(
  ctx: Ctx,
  projectId: string,
  sealed: readonly T[],
): Promise<Map<T, Secret>> {
  const named = sealed.map((each) => ({ each, id: dataKeyIdOf(each.token) }));
  const keys = await openKeys(ctx, projectId, [...new Set(named.map(({ id }) => id))]);
  return new Map(
    named.map(({ each, id }) => {
      const key = keys.get(id);
      if (!key) throw keyNotFound(id);
      return [each, open(key, each.token, contextOf(each))];
    }),
  );
}

async function openKeys(ctx: Ctx, projectId: string, ids: string[]): Promise<Map<string, KeyObject>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select()
    .from(dataKey)
    .where(and(eq(dataKey.projectId, projectId), inArray(dataKey.id, ids), ne(dataKey.state, "destroyed")));
  return new Map(rows.map((row) => [row.id, openKey(ctx, row).key]));
}

async function countSealed(tx: Ctx, dataKeyId: string, sealed: number): Promise<void> {
  if (sealed === 0) return;
  // Far behind the count at which a new key is advised; a save must not fail for a full column.
  const encryptCount = sql`least(${dataKey.encryptCount}::bigint + ${sealed}, 2147483647)::int`;
  await tx.db.update(dataKey).set({ encryptCount }).where(eq(dataKey.id, dataKeyId));
}

function activeKeyOf(ctx: Ctx, projectId: string) {
  return ctx.db
    .select()
    .from(dataKey)
    .where(and(eq(dataKey.projectId, projectId), eq(dataKey.state, "active")));
}

async function findActiveKey(ctx: Ctx, projectId: string): Promise<OpenKey | undefined> {
  const [row] = await activeKeyOf(ctx, projectId);
  return row && openKey(ctx, row);
}

/** A rotation waits for the transactions that seal with the key it replaces; those that come later find the new one. */
async function lockActiveKey(tx: Ctx, projectId: string): Promise<OpenKey | undefined> {
  const [row] = await activeKeyOf(tx, projectId).for("no key update");
  return row && openKey(tx, row);
}

async function createActiveKey(tx: Ctx, projectId: string): Promise<OpenKey> {
  await insertActiveKey(tx, projectId);
  const key = await lockActiveKey(tx, projectId);
  if (!key) throw new AppError("INTERNAL", "The project has no data key, although one was just made.");
  return key;
}

/** Makes a data key, unless the project has an active one. */
export async function insertActiveKey(tx: Ctx, projectId: string): Promise<void> {
  const id = tx.newId();
  const { kid, wrapped } = tx.keyring.wrapDataKey({ projectId, dataKeyId: id }, newDataKey());
  // Two first saves at once: the second waits here for the first to commit, then takes its key.
  await tx.db.insert(dataKey).values({ id, projectId, kid, wrapped, createdAt: tx.now() }).onConflictDoNothing();
}

function openKey(ctx: Ctx, row: typeof dataKey.$inferSelect): OpenKey {
  const bytes = ctx.keyring.unwrapDataKey({ projectId: row.projectId, dataKeyId: row.id }, row);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return { id: row.id, key };
}

/** Hashes under the active key and those it replaced, each opened when it is first asked for. */
async function openHashes(tx: Ctx, projectId: string, active: OpenKey) {
  const rows = await tx.db
    .select()
    .from(dataKey)
    .where(and(eq(dataKey.projectId, projectId), ne(dataKey.state, "destroyed")));
  const hashers = new Map([[active.id, hasherOf(active, projectId)]]);
  return (dataKeyId: string, value: string): string | undefined => {
    const row = rows.find(({ id }) => id === dataKeyId);
    const hash = hashers.get(dataKeyId) ?? (row && hasherOf(openKey(tx, row), projectId));
    if (!hash) return undefined;
    hashers.set(dataKeyId, hash);
    return hash(value);
  };
}

/** Derived from the data key, so that a new master key leaves the hashes as they are. */
function hasherOf({ id, key: dataKey }: OpenKey, projectId: string): (value: string) => string {
  const key = Buffer.from(hkdfSync("sha256", dataKey, id, `value-hmac/v1/${projectId}`, 32));
  return (value) => createHmac("sha256", key).update(value, "utf8").digest("base64url");
}

function hashOpened(secret: Secret | undefined, hash: (value: string) => string): string | undefined {
  return secret && hash(secret.unwrap());
}

function contextOf({ projectId, configId, variableId, version, key }: Place): string[] {
  return [projectId, configId, variableId, String(version), key];
}

function keyNotFound(dataKeyId: string): AppError {
  const message = `A stored value is sealed with the data key ${dataKeyId}, which this project does not have. Restore it from a backup.`;
  return new AppError("PRECONDITION", message, { details: { reason: "KEY_NOT_FOUND", dataKeyId } });
}
