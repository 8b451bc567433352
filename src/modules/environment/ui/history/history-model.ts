import type { HistoryEntry } from "../../snapshots/schema";

export type CauseKind = "edit" | "removed" | "made" | "brought" | "restored" | "copied" | "template" | "deployment";

interface CauseWords {
  kind: CauseKind;
  words: string;
  /** The deployment it was done for. */
  deploymentId?: string;
}

const known: Record<string, CauseWords> = {
  edit: { kind: "edit", words: "Edited" },
  unset: { kind: "removed", words: "Removed" },
  generated: { kind: "made", words: "Secrets made for a deployment" },
  deployment: { kind: "deployment", words: "Fixed for a deployment" },
  import: { kind: "brought", words: "Imported" },
  paste: { kind: "brought", words: "Pasted from a .env" },
  "New app": { kind: "brought", words: "Set with a new app" },
  "Brought project": { kind: "brought", words: "Set with a project that was brought" },
  "created database": { kind: "made", words: "Added with a new database" },
};

const patterns: [RegExp, (match: RegExpExecArray) => CauseWords][] = [
  [/^restore of (\d+)$/, ([, seq = ""]) => ({ kind: "restored", words: `Restored save ${seq}` })],
  [/^copy from (.+)$/, ([, side = ""]) => ({ kind: "copied", words: `Copied from ${side}` })],
  [/^template (.+)$/, ([, name = ""]) => ({ kind: "template", words: `Began with the template ${name}` })],
  [
    /^set to retry deployment (\S+)$/,
    ([, deploymentId = ""]) => ({ kind: "edit", words: "Set to try a deployment again", deploymentId }),
  ],
];

/** The cause of a save as people say it; one nobody knows is shown as it stands. */
export function describeCause(cause: string): CauseWords {
  const words = Object.hasOwn(known, cause) ? known[cause] : undefined;
  if (words) return words;
  for (const [pattern, describe] of patterns) {
    const match = pattern.exec(cause);
    if (match) return describe(match);
  }
  return { kind: "edit", words: cause.charAt(0).toUpperCase() + cause.slice(1) };
}

export interface Day {
  /** Of the reader's calendar, such as 2026-11-21. */
  date: string;
  label: string;
  entries: HistoryEntry[];
}

const dayName = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });
const dayNameWithYear = new Intl.DateTimeFormat("en", { dateStyle: "long" });

/** Saves in their order under the days of the reader's calendar. */
export function groupByDay(entries: readonly HistoryEntry[], now: Date): Day[] {
  const days: Day[] = [];
  for (const entry of entries) {
    const at = new Date(entry.at);
    const date = dateOf(at);
    const last = days.at(-1);
    if (last?.date === date) last.entries.push(entry);
    else days.push({ date, label: labelOf(at, now), entries: [entry] });
  }
  return days;
}

function labelOf(at: Date, now: Date): string {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dateOf(at) === dateOf(now)) return "Today";
  if (dateOf(at) === dateOf(yesterday)) return "Yesterday";
  return (at.getFullYear() === now.getFullYear() ? dayName : dayNameWithYear).format(at);
}

function dateOf(at: Date): string {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Deployments by the save they ran with. */
export function bySave<T extends { snapshotId?: string | undefined }>(deployments: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const each of deployments) {
    if (each.snapshotId === undefined) continue;
    found.set(each.snapshotId, [...(found.get(each.snapshotId) ?? []), each]);
  }
  return found;
}

/** "2 added, 1 changed", leaving out what did not happen. */
export function describeChange({
  added,
  changed,
  removed,
}: Pick<HistoryEntry, "added" | "changed" | "removed">): string {
  const parts = [
    [added.length, "added"],
    [changed.length, "changed"],
    [removed.length, "removed"],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count > 0 ? [`${count.toLocaleString("en")} ${word}`] : []));
  return said.length === 0 ? "No value changed" : said.join(", ");
}
