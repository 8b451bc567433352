import * as z from "zod";
import type { ApiAccess } from "../http/call";
import { NoAnswer, type RenderVariable, VariableAnswer } from "./answers";
import { callRender, listAll } from "./call";
import { isGone, pathOf } from "./web-services";

/** All variables of a service, with their values. */
export function listVariables(access: ApiAccess, serviceId: string, signal: AbortSignal): Promise<RenderVariable[]> {
  return listAll(access, { path: `${pathOf(serviceId)}/env-vars`, wrap: "envVar", item: VariableAnswer, signal });
}

export interface VariableMerge {
  set: Readonly<Record<string, string>>;
  /** Names that are taken away, if they are there. */
  unset?: Iterable<string>;
}

/**
 * Sets variables and takes some away, and keeps all others: Render replaces the whole list at once, so it is read
 * first. Answers whether anything changed. The running version is not touched; the next deploy gets them.
 */
export async function mergeVariables(
  access: ApiAccess,
  serviceId: string,
  { set, unset = [] }: VariableMerge,
  signal: AbortSignal,
): Promise<boolean> {
  const before = await listVariables(access, serviceId, signal);
  const after = new Map(before.map(({ key, value }) => [key, value]));
  for (const key of unset) after.delete(key);
  for (const [key, value] of Object.entries(set)) after.set(key, value);
  const isSame = after.size === before.length && before.every(({ key, value }) => after.get(key) === value);
  if (isSame) return false;
  await callRender(access, {
    method: "PUT",
    path: `${pathOf(serviceId)}/env-vars`,
    json: Array.from(after, ([key, value]) => ({ key, value })),
    answer: z.array(z.object({ envVar: VariableAnswer })),
    signal,
  });
  return true;
}

/** Sets one variable and leaves the others alone. */
export async function setVariable(
  access: ApiAccess,
  serviceId: string,
  { key, value }: RenderVariable,
  signal: AbortSignal,
): Promise<void> {
  await callRender(access, {
    method: "PUT",
    path: `${pathOf(serviceId)}/env-vars/${encodeURIComponent(key)}`,
    json: { value },
    answer: NoAnswer,
    signal,
  });
}

/** Succeeds when there is no such variable. */
export async function deleteVariable(
  access: ApiAccess,
  serviceId: string,
  key: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const path = `${pathOf(serviceId)}/env-vars/${encodeURIComponent(key)}`;
    await callRender(access, { method: "DELETE", path, answer: NoAnswer, isRepeatable: true, signal });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
