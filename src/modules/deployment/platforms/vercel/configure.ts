import { type OpenConnection, vercel } from "@/modules/connections";
import { variablesRefused } from "../../failures/platform-failures";
import type { StepInput } from "../platform";

/** Stands beside every variable Berth sets, so that it takes back its own and nobody else's. */
const comment = "Set by Berth";

/** Sets the variables of a target, secrets sealed, and takes back those Berth set there and sets no more. */
export async function setEnvironment(
  access: OpenConnection,
  { projectId, target, input }: { projectId: string; target: "production" | "preview"; input: StepInput },
  signal: AbortSignal,
): Promise<{ set: number; removed: string[] }> {
  const { values, secretNames } = input;
  const variables = Object.entries(values).map(([key, value]) => ({ key, value, isSecret: secretNames.has(key) }));
  const refused = await vercel.setVariables(access, { projectId, target, variables, comment }, signal);
  if (refused.length > 0) throw variablesRefused("vercel", refused);
  const stored = await vercel.listVariables(access, projectId, signal);
  const stale = stored.filter((variable) => {
    const isOurs = variable.comment === comment && variable.target?.length === 1 && variable.target[0] === target;
    return isOurs && !variable.gitBranch && !(variable.key in values);
  });
  for (const { id } of stale) await vercel.deleteVariable(access, { projectId, id }, signal);
  return { set: variables.length, removed: stale.map(({ key }) => key) };
}
