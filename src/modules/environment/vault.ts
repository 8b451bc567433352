import { createHmac, hkdfSync } from "node:crypto";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { newDataKey, open, parseToken, type Secret, seal } from "@/server/crypto";
import { AppError } from "@/server/errors";
import { dataKey } from "./tables";

/** The one place a sealed value belongs to; anywhere else it does not open. */
export interface Place {
  projectId: string;
  configId: string;
  variableId: string;
  version: number;
  key: string;
}

interface OpenKey {
  id: string;
  bytes: Buffer;
}

/** Seals values of one project with its active data key. */
export interface Sealer {
  seal(place: Place, value: string): { token: string; valueHmac: string };
  /** Keyed hash of a value: equal values of one project and data key have equal hashes, and it tells nothing else. */
  hash(value: string): string;
  /** Counts values that were sealed, so that a key can be replaced before it has sealed too many. */
  count(sealed: number): Promise<void>;
}

/** The project's active data key, made on first use. Needs a transaction. */
export async function openSealer(tx: Ctx, projectId: string): Promise<Sealer> {
  const key = (await findActiveKey(tx, projectId)) ?? (await createActiveKey(tx, projectId));
  const hashKey = deriveHashKey(key, projectId);
  const hash = (value: string) => createHmac("sha256", hashKey).update(value, "utf8").digest("base64url");
  return {
    hash,
    seal: (place, value) => ({ token: seal(key.bytes, key.id, value, contextOf(place)), valueHmac: hash(value) }),
    count: async (sealed) => {
      if (sealed === 0) return;
      const encryptCount = sql`${dataKey.encryptCount} + ${sealed}`;
      await tx.db.update(dataKey).set({ encryptCount }).where(eq(dataKey.id, key.id));
    },
  };
}

/** Opens sealed values of one project; the data keys they name are unwrapped once each. */
export async function openTokens<T extends Place & { token: string }>(
  ctx: Ctx,
  projectId: string,
  sealed: readonly T[],
): Promise<Map<T, Secret>> {
  const ids = new Set(sealed.map(({ token }) => parseToken(token).dataKeyId));
  const keys = await unwrapKeys(ctx, projectId, [...ids]);
  return new Map(
    sealed.map((each) => {
      const key = keys.get(parseToken(each.token).dataKeyId);
      if (!key) throw keyNotFound(parseToken(each.token).dataKeyId);
      return [each, open(key, each.token, contextOf(each))];
    }),
  );
}

async function unwrapKeys(ctx: Ctx, projectId: string, ids: string[]): Promise<Map<string, Buffer>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select()
    .from(dataKey)
    .where(and(eq(dataKey.projectId, projectId), inArray(dataKey.id, ids), ne(dataKey.state, "destroyed")));
  return new Map(rows.map((row) => [row.id, ctx.keyring.unwrapDataKey({ projectId, dataKeyId: row.id }, row)]));
}

async function findActiveKey(tx: Ctx, projectId: string): Promise<OpenKey | undefined> {
  const [row] = await tx.db
    .select()
    .from(dataKey)
    .where(and(eq(dataKey.projectId, projectId), eq(dataKey.state, "active")));
  return row && { id: row.id, bytes: tx.keyring.unwrapDataKey({ projectId, dataKeyId: row.id }, row) };
}

async function createActiveKey(tx: Ctx, projectId: string): Promise<OpenKey> {
  const id = tx.newId();
  const { kid, wrapped } = tx.keyring.wrapDataKey({ projectId, dataKeyId: id }, newDataKey());
  // Two first saves at once: the second waits here for the first to commit, then takes its key.
  await tx.db.insert(dataKey).values({ id, projectId, kid, wrapped }).onConflictDoNothing();
  const key = await findActiveKey(tx, projectId);
  if (!key) throw new AppError("INTERNAL", "The project has no data key, although one was just made.");
  return key;
}

/** Derived from the data key, so that a new master key leaves the hashes as they are. */
function deriveHashKey({ id, bytes }: OpenKey, projectId: string): Buffer {
  return Buffer.from(hkdfSync("sha256", bytes, id, `value-hmac/v1/${projectId}`, 32));
}

function contextOf({ projectId, configId, variableId, version, key }: Place): string[] {
  return [projectId, configId, variableId, String(version), key];
}

function keyNotFound(dataKeyId: string): AppError {
  const message = `A stored value is sealed with the data key ${dataKeyId}, which this project does not have. Restore it from a backup.`;
  return new AppError("PRECONDITION", message, { details: { reason: "KEY_NOT_FOUND", dataKeyId } });
}
