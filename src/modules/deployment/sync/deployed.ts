import { openValueHashes } from "@/modules/environment";
import { operationsOf } from "../platforms/open";
import type { ActiveDeployment } from "../platforms/platform";
import type { VariableOutcome } from "../platforms/variables";
import { type Entry, sentOf, writeEntries } from "./record";

/** Writes down what a deployment has put on its platform, so that a later sync knows it as Berth's. Previews are no part of it. */
export async function noteDeployed(
  { run, spec }: ActiveDeployment,
  configured: { appId: string; snapshotId: string; values: Record<string, string> },
  { set, removed }: VariableOutcome,
): Promise<void> {
  const { variables } = operationsOf(spec.platform);
  if (!variables || spec.target === "preview") return;
  const { appId, snapshotId } = configured;
  const values = variables.complete(configured.values, spec.settings);
  await run.update(async (tx) => {
    const hashes = await openValueHashes(tx, spec.projectId);
    const entries = new Map<string, Entry | undefined>(removed.map((key) => [key, undefined]));
    for (const [key, { mark }] of set) entries.set(key, { sent: sentOf(hashes, values[key] ?? "", mark) });
    await writeEntries(tx, appId, { snapshotId, entries });
  });
}
