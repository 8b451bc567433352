import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { type EnvironmentValues, type HeldVariable, readCurrentValues } from "../references/environment-values";
import type { EnvironmentRef } from "../schema";
import { findConfig, type StoredVariable } from "../snapshots/store";
import { hashesOf } from "../vault/sealing";
import { type ComparedVariable, CompareEnvironments, CompareStatus, type Comparison } from "./schema";

/** Two environments side by side, with what they inherit. No value leaves the server. */
export async function compareEnvironments(ctx: Ctx, input: z.input<typeof CompareEnvironments>): Promise<Comparison> {
  requirePermission(ctx, "environment:read");
  const { projectId, from, to, search = "" } = CompareEnvironments.parse(input);
  await getProject(ctx, { id: projectId });
  const read = (side: typeof from) => readSide(ctx, { projectId, ...side });
  const compared = await compareHeld(ctx, await read(from), await read(to));
  const variables = compared.filter(({ key }) => key.toLowerCase().includes(search.toLowerCase()));
  const count = (wanted: CompareStatus) => variables.filter(({ status }) => status === wanted).length;
  const [same, different, missing, extra] = CompareStatus.options.map(count);
  return {
    variables,
    counts: { same: same ?? 0, different: different ?? 0, missing: missing ?? 0, extra: extra ?? 0 },
  };
}

/** The values of one side; undefined where nothing was ever saved. */
export async function readSide(ctx: Ctx, ref: EnvironmentRef): Promise<EnvironmentValues | undefined> {
  const config = await findConfig(ctx, ref);
  return config && readCurrentValues(ctx, config);
}

/** What differs, by name: literal values by their keyed hashes, references by what they resolve to. */
export async function compareHeld(
  ctx: Ctx,
  from: EnvironmentValues | undefined,
  to: EnvironmentValues | undefined,
): Promise<ComparedVariable[]> {
  const [before, after] = [from?.held ?? new Map<string, HeldVariable>(), to?.held ?? new Map<string, HeldVariable>()];
  const hashes = await hashPairs(ctx, before, after);
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const compared: ComparedVariable[] = [];
  for (const key of keys) {
    const [one, other] = [before.get(key), after.get(key)];
    if (!one || !other || !from || !to) compared.push({ key, status: one ? "missing" : "extra" });
    else if (!one.stored.isReference && !other.stored.isReference)
      compared.push({ key, status: isSame(hashes.get(one.stored), hashes.get(other.stored)) });
    else compared.push(await compareResolved(key, () => Promise.all([from.resolve(one), to.resolve(other)])));
  }
  return compared;
}

async function hashPairs(
  ctx: Ctx,
  before: ReadonlyMap<string, HeldVariable>,
  after: ReadonlyMap<string, HeldVariable>,
): Promise<Map<StoredVariable, string>> {
  const pairs = [...before.entries()].flatMap(([key, { stored }]) => {
    const other = after.get(key)?.stored;
    return other && !stored.isReference && !other.isReference ? [stored, other] : [];
  });
  const [first] = pairs;
  return first ? hashesOf(ctx, first.projectId, pairs) : new Map();
}

async function compareResolved(key: string, resolve: () => Promise<{ text: string }[]>): Promise<ComparedVariable> {
  try {
    const [one, other] = await resolve();
    return { key, status: isSame(one?.text, other?.text) };
  } catch (error) {
    if (!AppError.is(error) || error.code !== "PRECONDITION") throw error;
    return { key, status: "different", problem: error.message };
  }
}

function isSame(one: string | undefined, other: string | undefined): CompareStatus {
  return one === other ? "same" : "different";
}
