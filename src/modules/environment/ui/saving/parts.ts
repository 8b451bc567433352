import type { Change } from "../drafts/draft";

const most = 1_000;

/** A change in parts of a size that one save takes; an empty change is one empty part. */
export function inParts({ variables, unset }: Change): Change[] {
  const entries = Object.entries(variables);
  const count = Math.max(1, Math.ceil(entries.length / most), Math.ceil(unset.length / most));
  return Array.from({ length: count }, (_, part) => ({
    variables: Object.fromEntries(entries.slice(part * most, (part + 1) * most)),
    unset: unset.slice(part * most, (part + 1) * most),
  }));
}
