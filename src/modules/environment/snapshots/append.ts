import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import type { VariableMetadata } from "../schema";
import { envSnapshot, envVariable, envVariableVersion } from "../tables";
import { forgetAllowed } from "../variables/allowed";
import { changeMetadata, diffMetadata, type GivenMetadata, toColumns, toMetadata } from "../variables/metadata";
import { findMistype } from "../variables/value-types";
import type { Place, Sealer } from "../vault/sealing";
import type { Config, State, StoredVariable } from "./store";

export type Given = GivenMetadata & { value: string; isReference: boolean };

export interface Change {
  set: ReadonlyMap<string, Given>;
  unset: readonly string[];
  cause: string;
  reason?: string | undefined;
}

/** Short prefixes of the keyed hashes before and after, for the audit log. */
export type HashChanges = Record<string, { before: string | null; after: string | null }>;

export interface Appended {
  snapshotId: string;
  added: string[];
  changed: string[];
  removed: string[];
  changes: HashChanges;
}

interface VariableRow {
  id: string;
  metadata: VariableMetadata;
  /** The highest version ever given, also of values removed since; 0 before the first. */
  lastVersion: number;
}

interface Touched {
  key: string;
  value: string;
  isReference: boolean;
  metadata: VariableMetadata;
  before: StoredVariable | undefined;
  isNewValue: boolean;
}

/** Appends the versions a change needs and one snapshot; nothing at all when everything is as it was. Needs the config's lock. */
export async function appendChange(
  tx: Ctx,
  config: Config,
  { state, sealer }: { state: State; sealer: Sealer },
  change: Change,
): Promise<Appended> {
  const { latest, stored } = state;
  const current = new Map(stored.map((each) => [each.key, each]));
  const removed = change.unset.filter((key) => current.has(key));
  const rows = await readVariables(tx, config, [...change.set.keys(), ...removed]);
  const touched = findTouched(change, { current, rows, sealer });
  const named = {
    added: touched.filter(({ before }) => !before).map(({ key }) => key),
    changed: touched.filter(({ before }) => before).map(({ key }) => key),
    removed,
  };
  if (latest && touched.length + removed.length === 0) return { ...named, snapshotId: latest.id, changes: {} };

  await writeVariables(tx, config, touched, rows);
  const sealed = touched
    .filter(({ isNewValue }) => isNewValue)
    .map(({ key, value, isReference }) => {
      const place = nextPlace(config, rows, key);
      return { ...place, isReference, ...sealer.seal(place, value) };
    });
  const deleted = removed.map((key) => {
    return { ...nextPlace(config, rows, key), isReference: false, token: null, valueHmac: null };
  });
  await forgetAllowed(
    tx,
    deleted.map(({ variableId }) => variableId),
  );
  await sealer.count(sealed.length);
  await appendVersions(tx, [...sealed, ...deleted]);

  const versions = ownVersions(latest?.versions);
  for (const { variableId } of deleted) delete versions[variableId];
  for (const { variableId, version } of sealed) versions[variableId] = version;
  const { cause, reason } = change;
  const snapshotId = await appendSnapshot(tx, config, { seq: (latest?.seq ?? 0) + 1, versions, cause, reason });
  return { ...named, snapshotId, changes: hashChanges(current, [...sealed, ...deleted]) };
}

function findTouched(
  change: Change,
  at: { current: ReadonlyMap<string, StoredVariable>; rows: ReadonlyMap<string, VariableRow>; sealer: Sealer },
): Touched[] {
  return Array.from(change.set, ([key, { value, isReference, ...given }]) => {
    const before = at.current.get(key);
    const known = at.rows.get(key)?.metadata;
    const metadata = changeMetadata(key, known, given);
    const mistype = isReference ? undefined : findMistype(value, metadata);
    if (mistype) throw new AppError("VALIDATION", `${key}: ${mistype}`, { details: [{ path: key, message: mistype }] });
    const isNewValue = !before || before.isReference !== isReference || !at.sealer.holds(before, value);
    const isDescribed = known !== undefined && Object.keys(diffMetadata(known, metadata)).length > 0;
    return { key, value, isReference, metadata, before, isNewValue, isTouched: isNewValue || isDescribed };
  }).filter(({ isTouched }) => isTouched);
}

/** What was set by these names ever, also where it was removed since. */
export async function readVariables(
  tx: Ctx,
  config: Config,
  keys: readonly string[],
): Promise<Map<string, VariableRow>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.db
    .select({
      variable: envVariable,
      lastVersion: sql<number>`coalesce(max(${envVariableVersion.version}), 0)::int`,
    })
    .from(envVariable)
    .leftJoin(envVariableVersion, eq(envVariableVersion.variableId, envVariable.id))
    .where(
      and(
        eq(envVariable.configId, config.id),
        // One parameter, however many names there are.
        sql`${envVariable.key} in (select jsonb_array_elements_text(${JSON.stringify(keys)}::text::jsonb))`,
      ),
    )
    .groupBy(envVariable.id);
  return new Map(
    rows.map(({ variable, lastVersion }) => [
      variable.key,
      { id: variable.id, metadata: toMetadata(variable), lastVersion },
    ]),
  );
}

/** Adds and changes the rows of variables; `rows` then knows the new ones too. */
export async function writeVariables(
  tx: Ctx,
  config: Config,
  touched: readonly { key: string; metadata: VariableMetadata }[],
  rows: Map<string, VariableRow>,
): Promise<void> {
  const fresh = touched
    .filter(({ key }) => !rows.has(key))
    .map(({ key, metadata }) => ({ key, row: { id: tx.newId(), metadata, lastVersion: 0 } }));
  for (const part of inParts(fresh)) {
    const inserts = part.map(({ key, row }) => {
      return { id: row.id, configId: config.id, key, createdAt: tx.now(), ...toColumns(row.metadata) };
    });
    await tx.db.insert(envVariable).values(inserts);
  }
  for (const { key, metadata } of touched) {
    const known = rows.get(key);
    if (!known || Object.keys(diffMetadata(known.metadata, metadata)).length === 0) continue;
    await tx.db.update(envVariable).set(toColumns(metadata)).where(eq(envVariable.id, known.id));
  }
  for (const { key, row } of fresh) rows.set(key, row);
}

async function appendVersions(
  tx: Ctx,
  rows: readonly (Pick<Place, "variableId" | "version"> & {
    token: string | null;
    valueHmac: string | null;
    isReference: boolean;
  })[],
): Promise<void> {
  const author = authorOf(tx);
  for (const part of inParts(rows)) {
    const inserts = part.map(({ variableId, version, token, valueHmac, isReference }) => {
      return { id: tx.newId(), variableId, version, token, valueHmac, isReference, author, createdAt: tx.now() };
    });
    await tx.db.insert(envVariableVersion).values(inserts);
  }
}

export async function appendSnapshot(
  tx: Ctx,
  config: Config,
  snapshot: { seq: number; versions: Record<string, number>; cause: string; reason?: string | undefined },
): Promise<string> {
  const id = tx.newId();
  await tx.db
    .insert(envSnapshot)
    .values({ id, configId: config.id, ...snapshot, author: authorOf(tx), createdAt: tx.now() });
  return id;
}

/** The versions of the configuration's own variables, without what was read beside them. */
export function ownVersions(versions: Record<string, number> = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(versions).filter(([id]) => !id.startsWith("@")));
}

/** What changed by name, as the first characters of the keyed hashes. */
export function hashChanges(
  current: ReadonlyMap<string, StoredVariable>,
  after: readonly { key: string; valueHmac: string | null }[],
): HashChanges {
  return Object.fromEntries(
    after.map(({ key, valueHmac }) => {
      return [key, { before: prefixOf(current.get(key)?.valueHmac), after: prefixOf(valueHmac) }];
    }),
  );
}

function prefixOf(hash: string | null | undefined): string | null {
  return hash?.slice(0, 8) ?? null;
}

function nextPlace(config: Config, rows: ReadonlyMap<string, VariableRow>, key: string): Place {
  const row = rows.get(key);
  if (!row) throw new AppError("INTERNAL", `The variable ${key} has no row, although it was just saved.`);
  const { projectId, id: configId } = config;
  return { projectId, configId, variableId: row.id, version: row.lastVersion + 1, key };
}

/** A statement takes a bounded number of parameters. */
function inParts<T>(rows: readonly T[]): T[][] {
  const size = 1_000;
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, part) => rows.slice(part * size, (part + 1) * size));
}

/** The id of the person, or `berth` for Berth itself. */
function authorOf({ actor }: Ctx): string {
  return actor.kind === "system" ? "berth" : actor.userId;
}
