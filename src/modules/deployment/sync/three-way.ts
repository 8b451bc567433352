import type { ValueHashes } from "@/modules/environment";
import type { HostedVariable } from "../platforms/variables";
import { type Entry, isSent } from "./record";
import type { SyncItem } from "./schema";

/** The three sides of a sync: what Berth wants there, what it last put there, and what is there. */
export interface Sides {
  wanted: Readonly<Record<string, string>>;
  secretNames: ReadonlySet<string>;
  known: ReadonlyMap<string, Entry>;
  there: readonly HostedVariable[];
  /** The platform's name. */
  label: string;
}

/** What an apply would do, name by name, sorted. */
export function compareSides(sides: Sides, hashes: ValueHashes): SyncItem[] {
  const there = new Map(sides.there.map((variable) => [variable.key, variable]));
  const keys = new Set([...Object.keys(sides.wanted), ...there.keys()]);
  return [...keys].sort().flatMap((key) => {
    const found = compareKey({
      want: Object.hasOwn(sides.wanted, key) ? sides.wanted[key] : undefined,
      known: sides.known.get(key),
      there: there.get(key),
      label: sides.label,
      hashes,
    });
    const isHidden = there.get(key)?.value === undefined && there.has(key);
    return found ? [{ key, sensitive: sides.secretNames.has(key) || isHidden, ...found }] : [];
  });
}

type Found = Pick<SyncItem, "change" | "drift" | "message">;

interface OneName {
  want: string | undefined;
  known: Entry | undefined;
  there: HostedVariable | undefined;
  label: string;
  hashes: ValueHashes;
}

function compareKey(name: OneName): Found | undefined {
  const { want, known, there } = name;
  if (want === undefined) {
    if (!there) return undefined;
    if (!known) return { change: "foreign" };
    return { change: "remove", ...(isOurs(name) ? {} : { drift: "edited" }) };
  }
  if (!there) {
    const wasThere = known?.sent !== undefined && !known.isAssumed && known.trying !== "removal";
    return { change: "add", ...(wasThere ? { drift: "removed" } : {}) };
  }
  if (there.value === want) return { change: "same" };
  if (!known) return { change: "update", drift: "added" };
  if (there.value === undefined) return compareHidden(name, want, known, there);
  return { change: "update", ...(isOurs(name) ? {} : { drift: "edited" }) };
}

/** Where the value is not shown, the mark tells whether it was touched since Berth set it. */
function compareHidden({ hashes, label }: OneName, want: string, known: Entry, there: HostedVariable): Found {
  const { sent, trying } = known;
  const isUntouched = sent?.mark !== undefined && sent.mark === there.mark;
  if (isUntouched && isSent(hashes, sent, want)) return { change: "same" };
  if (isUntouched) return { change: "update" };
  if (trying !== undefined) {
    return { change: "update", message: `Berth was interrupted while it sent this, and ${label} does not show it.` };
  }
  if (sent?.mark !== undefined) return { change: "update", drift: "edited" };
  if (!isSent(hashes, sent, want)) return { change: "update" };
  return { change: "unreadable", message: `${label} does not show this value. Berth sent the same one.` };
}

/** True when what is there is what Berth put there, or was putting there when it was interrupted. */
function isOurs({ known, there, hashes }: OneName): boolean {
  const { sent, trying } = known ?? {};
  const value = there?.value;
  if (value === undefined) return sent?.mark === undefined || sent.mark === there?.mark || trying !== undefined;
  return isSent(hashes, sent, value) || (trying !== "removal" && isSent(hashes, trying, value));
}
