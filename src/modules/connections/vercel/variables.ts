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

const Upserted = z.object({
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
const variablesAtOnce = 50;

/** Sets variables of one target, in place of those of the same name. Answers those that were refused. */
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
): Promise<RefusedVariable[]> {
  const refused: RefusedVariable[] = [];
  for (let at = 0; at < variables.length; at += variablesAtOnce) {
    const json = variables.slice(at, at + variablesAtOnce).map(({ key, value, isSecret }) => ({
      key,
      value,
      type: isSecret ? "sensitive" : "plain",
      target: [target],
      comment,
    }));
    const path = `/v10/projects/${part(projectId)}/env`;
    const call = { method: "POST", path, query: { upsert: "true" }, json, isRepeatable: true } as const;
    const { failed } = await callVercel(access, { ...call, answer: Upserted, signal });
    for (const { error } of failed) {
      refused.push({ key: error.envVarKey ?? error.key ?? "", code: error.code, message: error.message });
    }
  }
  return refused;
}

const Stored = z.object({
  id: z.string(),
  key: z.string(),
  type: z.string(),
  /** Readable for plain ones only. */
  value: z.string().nullish(),
  target: z.union([z.string().transform((name) => [name]), z.array(z.string())]).nullish(),
  comment: z.string().nullish(),
  gitBranch: z.string().nullish(),
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
