import { plural } from "@/ui/format";
import type { SyncItem, SyncOutcome, SyncPlan } from "../../sync/schema";
import { platformLabel } from "../platform-names";

type Change = SyncItem["change"];

/** What an apply works on, before what it leaves alone. */
const order: readonly Change[] = ["add", "update", "remove", "unreadable", "same", "foreign"];

/** Items that ask for a decision first, then by what happens to them, then by name. */
export function sortItems(items: readonly SyncItem[]): SyncItem[] {
  const rank = ({ change, drift }: SyncItem) => (drift ? -1 : order.indexOf(change));
  return items.toSorted((one, other) => rank(one) - rank(other) || (one.key < other.key ? -1 : 1));
}

/** Whether an apply leaves a variable as it is whatever is chosen. */
export function isQuiet({ change }: SyncItem): boolean {
  return change === "same" || change === "foreign";
}

export interface Chosen {
  set: number;
  remove: number;
  kept: number;
}

/** How many variables an apply would set, remove and leave to the platform. */
export function countChosen(items: readonly SyncItem[], overwrite: ReadonlySet<string>): Chosen {
  const chosen = { set: 0, remove: 0, kept: 0 };
  for (const { key, change, drift } of items) {
    if (change !== "add" && change !== "update" && change !== "remove") continue;
    if (drift && !overwrite.has(key)) chosen.kept += 1;
    else chosen[change === "remove" ? "remove" : "set"] += 1;
  }
  return chosen;
}

/** "Set 2 and remove 1". */
export function describeChosen({ set, remove }: Chosen): string {
  const parts = [set > 0 ? `set ${set}` : "", remove > 0 ? `remove ${remove}` : ""].filter(Boolean);
  const text = parts.join(" and ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same as a sentence: "2 variables are set on Vercel, and 1 is removed." */
export function tellChosen({ set, remove }: Chosen, label: string): string {
  const are = (count: number) => (count === 1 ? "is" : "are");
  const isSet = `${plural(set, "variable")} ${are(set)} set on ${label}`;
  if (remove === 0) return `${isSet}.`;
  if (set === 0) return `${plural(remove, "variable")} ${are(remove)} removed from ${label}.`;
  return `${isSet}, and ${remove} ${are(remove)} removed.`;
}

/** What becomes of variables that somebody changed there and that nobody chose Berth's side for. */
export function tellKept(kept: number, label: string): string {
  const who = kept === 1 ? "1 variable that was changed there keeps" : `${kept} variables that were changed there keep`;
  return `${who} what ${label} has, until a deployment sets Berth's values.`;
}

/** What somebody did on the platform, as a sentence. */
export function tellDrift({ change, drift }: SyncItem, platform: SyncPlan["target"]["platform"]): string | undefined {
  const label = platformLabel(platform);
  if (drift === "added") return `Set on ${label} by somebody else, with another value than Berth has.`;
  if (drift === "removed") return `Removed on ${label} since Berth sent it.`;
  if (drift === undefined) return undefined;
  const here = change === "remove" ? ", and not set in Berth any more" : "";
  return `Changed on ${label} since Berth sent it${here}.`;
}

/** What Berth's side of a decision is called. */
export function berthsSide({ change }: SyncItem): string {
  return change === "remove" ? "Remove it there" : "Use Berth's value";
}

/** "2 set, 1 removed, 1 failed". */
export function describeOutcomes(outcomes: readonly SyncOutcome[]): string {
  const count = (wanted: SyncOutcome["outcome"]) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const parts = [
    [count("set"), "set"],
    [count("removed"), "removed"],
    [count("kept"), "left as they are"],
    [count("failed"), "failed"],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return told.length === 0 ? "Nothing was sent" : told.join(", ");
}

/** Whether a plan made now asks for nothing but what failed before. */
export function isOnlyRetry(plan: SyncPlan, failed: ReadonlySet<string>): boolean {
  return plan.items.every(
    (item) => isQuiet(item) || item.change === "unreadable" || item.drift || failed.has(item.key),
  );
}

/** "14 the same, 2 of others". */
export function describeQuiet(items: readonly SyncItem[]): string {
  const count = (wanted: Change) => items.filter(({ change }) => change === wanted).length;
  const [same, foreign] = [count("same"), count("foreign")];
  const parts = [same > 0 ? `${same} the same` : "", foreign > 0 ? `${foreign} not set by Berth` : ""].filter(Boolean);
  return parts.length === 0 ? plural(0, "variable") : parts.join(", ");
}
