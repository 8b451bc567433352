import { type OpenConnection, vercel } from "@/modules/connections";
import { bringChange, type HostedVariable, type VariableChange, type VariableOutcome } from "../variables";

/** A variable that marks a project as the one Berth made for an app: projects carry nothing else of ours. */
export const markKey = "BERTH_APP";

/** Stands beside every variable Berth sets, so that it takes back its own and nobody else's. */
const comment = "Set by Berth";

/** Variables of one target of a project. */
export interface VariablePlace {
  projectId: string;
  target: vercel.VariableTarget;
}

/** What deployments of the target get, but for branches and environments of people's own. */
export async function listVariables(
  access: OpenConnection,
  place: VariablePlace,
  signal: AbortSignal,
): Promise<HostedVariable[]> {
  const stored = await readStored(access, place, signal);
  return stored.map(({ key, type, value, decrypted, updatedAt }) => ({
    key,
    value: type === "plain" || decrypted ? (value ?? "") : undefined,
    ...(updatedAt == null ? {} : { mark: String(updatedAt) }),
  }));
}

/** Sets and removes variables of one target, secrets sealed. What other targets have stays theirs. */
export async function changeVariables(
  access: OpenConnection,
  { place, change }: { place: VariablePlace; change: VariableChange },
  signal: AbortSignal,
): Promise<VariableOutcome> {
  const { projectId, target } = place;
  const stored = await readStored(access, place, signal);
  const withoutOurs = async (key: string, isRemoved: boolean) => {
    for (const { id, target: all } of stored.filter((variable) => variable.key === key)) {
      const targets = all?.filter((name) => name !== target) ?? [];
      if (targets.length > 0) await vercel.setVariableTargets(access, { projectId, id, targets }, signal);
      else if (isRemoved) await vercel.deleteVariable(access, { projectId, id }, signal);
    }
  };
  return bringChange(change, {
    atOnce: vercel.variablesAtOnce,
    async set(keys) {
      for (const key of keys) await withoutOurs(key, false);
      const variables = keys.map((key) => {
        return { key, value: change.set[key] ?? "", isSecret: change.secretNames.has(key) };
      });
      const { setAt, refused } = await vercel.setVariables(access, { projectId, target, variables, comment }, signal);
      const marks = Object.fromEntries(Object.entries(setAt).map(([key, at]) => [key, String(at)]));
      return { marks, refused };
    },
    remove: (key) => withoutOurs(key, true),
  });
}

/** Names that Berth set for the target earlier. */
export async function listOwnNames(
  access: OpenConnection,
  place: VariablePlace,
  signal: AbortSignal,
): Promise<string[]> {
  const stored = await readStored(access, place, signal);
  return stored.filter((each) => each.comment === comment && each.target?.length === 1).map(({ key }) => key);
}

async function readStored(
  access: OpenConnection,
  { projectId, target }: VariablePlace,
  signal: AbortSignal,
): Promise<vercel.StoredVariable[]> {
  const all = await vercel.listVariables(access, projectId, signal);
  return all.filter(({ key, target: targets, gitBranch, customEnvironmentIds }) => {
    const isPlain = !gitBranch && !customEnvironmentIds?.length;
    return key !== markKey && isPlain && targets?.includes(target);
  });
}
