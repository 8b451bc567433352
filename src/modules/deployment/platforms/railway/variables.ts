import { type OpenConnection, railway } from "@/modules/connections";
import { bringChange, type HostedVariable, type VariableChange, type VariableOutcome } from "../variables";
import { settled } from "./place";

/** Railway puts these beside the app's own. */
const supplied =
  /^RAILWAY_(?:PUBLIC|PRIVATE|PROJECT|ENVIRONMENT|SERVICE|STATIC|TCP|REPLICA|DEPLOYMENT|SNAPSHOT|VOLUME|GIT)_?/;

/** As they were set, references not filled in; a sealed one without its value. */
export async function listVariables(
  access: OpenConnection,
  place: railway.ServicePlace,
  signal: AbortSignal,
): Promise<HostedVariable[]> {
  const all = Object.entries(await railway.readVariables(access, place, signal));
  return all
    .filter(([key]) => !supplied.test(key))
    .map(([key, value]) => ({ key, value: value === null ? undefined : value }));
}

export async function changeVariables(
  access: OpenConnection,
  { place, change }: { place: railway.ServicePlace; change: VariableChange },
  signal: AbortSignal,
): Promise<VariableOutcome> {
  return bringChange(change, {
    atOnce: Math.max(1, Object.keys(change.set).length),
    async set(keys) {
      const values = Object.fromEntries(keys.map((key) => [key, change.set[key] ?? ""]));
      await settled(() => railway.setVariables(access, place, values, signal));
      return {};
    },
    remove: (key) => settled(() => railway.deleteVariable(access, place, key, signal)),
  });
}
