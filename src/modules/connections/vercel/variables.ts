import { z } from "zod";
import type { ApiAccess } from "../http/call";
import { callVercel, part } from "./call";
import { orUndefined } from "./projects";

export type VariableTarget = "production" | "preview";

export interface Variable {
  key: string;
  value: string;
  /** Hidden even from people who may open the project; it cannot be read back. */
  isSecret: boolean;
}

/** A variable that Vercel did not take, although it took others of the same call. */
export interface RefusedVariable {
  key: string;
  code: string;
  message: string;
}

const Created = z.object({ key: z.string(), updatedAt: z.number().optional() });
const Upserted = z.object({
  created: z.union([Created.transform((one) => [one]), z.array(Created)]).catch([]),
  failed: z.array(
    z.object({
      error: z.object({
        code: z.string(),
        message: z.string(),
        key: z.string().optional(),
        envVarKey: z.string().optional(),
      }),
    }),
  ),
});
/** As many as one call of `setVariables` takes. */
export const variablesAtOnce = 50;

/** Sets variables of one target, in place of those of the same name. Answers when each was set, and those that were refused. */
export async function setVariables(
  access: ApiAccess,
  {
    projectId,
    target,
    variables,
    comment,
  }: {
    projectId: string;
    target: VariableTarget;
    variables: readonly Variable[];
    comment: string;
  },
  signal: AbortSignal,
): Promise<{ setAt: Record<string, number>; refused: RefusedVariable[] }> {
  const { created, failed } = await callVercel(access, {
    method: "POST",
    path: `/v10/projects/${part(projectId)}/env`,
    query: { upsert: "true" },
    json: variables.map(({ key, value, isSecret }) => {
      return { key, value, type: isSecret ? "sensitive" : "plain", target: [target], comment };
    }),
    isRepeatable: true,
    answer: Upserted,
    signal,
  });
  const dated = created.flatMap(({ key, updatedAt }) => (updatedAt === undefined ? [] : [[key, updatedAt] as const]));
  const refused = failed.map(({ error: { envVarKey, key = "", code, message } }) => {
    return { key: envVarKey ?? key, code, message };
  });
  return { setAt: Object.fromEntries(dated), refused };
}

const Stored = z.object({
  id: z.string(),
  key: z.string(),
  type: z.string(),
  /** Readable for plain ones only. */
  value: z.string().nullish(),
  decrypted: z.boolean().nullish(),
  /** Moves on with every change, in milliseconds. */
  updatedAt: z.number().nullish(),
  target: z.union([z.string().transform((name) => [name]), z.array(z.string())]).nullish(),
  comment: z.string().nullish(),
  gitBranch: z.string().nullish(),
  customEnvironmentIds: z.array(z.string()).nullish(),
});
export type StoredVariable = z.infer<typeof Stored>;

/** One page holds them all, or the answer is a single variable where a project has only one. */
const StoredList = z.union([z.object({ envs: z.array(Stored) }), Stored.transform((one) => ({ envs: [one] }))]);

export async function listVariables(
  access: ApiAccess,
  projectId: string,
  signal: AbortSignal,
): Promise<StoredVariable[]> {
  const path = `/v10/projects/${part(projectId)}/env`;
  const { envs } = await callVercel(access, { method: "GET", path, answer: StoredList, signal });
  return envs;
}

/** Leaves a variable to these targets only; its value stays. */
export async function setVariableTargets(
  access: ApiAccess,
  { projectId, id, targets }: { projectId: string; id: string; targets: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const path = `/v9/projects/${part(projectId)}/env/${part(id)}`;
  const call = { method: "PATCH", path, json: { target: targets }, isRepeatable: true } as const;
  await orUndefined(callVercel(access, { ...call, answer: z.unknown(), signal }));
}

/** Succeeds when the variable is gone already. */
export async function deleteVariable(
  access: ApiAccess,
  { projectId, id }: { projectId: string; id: string },
  signal: AbortSignal,
): Promise<void> {
  const path = `/v9/projects/${part(projectId)}/env/${part(id)}`;
  const call = { method: "DELETE", path, isRepeatable: true } as const;
  await orUndefined(callVercel(access, { ...call, answer: z.unknown(), signal }));
}
