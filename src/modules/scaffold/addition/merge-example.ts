import { type Merge, mergeText } from "./merge-text";

/** `.env.example`: line by line where that is clean; otherwise new variables go below the project's own. */
export function mergeExample(base: string, ours: string, theirs: string): Merge {
  const [known, before] = [keysOf(ours), keysOf(base)];
  const added = theirs.split(/\n{2,}/).filter((block) => [...keysOf(block)].some((key) => !before.has(key)));
  const missing = added.filter((block) => ![...keysOf(block)].some((key) => known.has(key)));
  const lines = mergeText(base, ours, theirs);
  if (missing.length === added.length && lines.places.length === 0) return lines;
  const text = [ours, ...missing].map((block) => block.trim()).join("\n\n");
  return { places: [], resolve: () => `${text}\n` };
}

/** Variables that a text sets, commented out or not. */
function keysOf(text: string): Set<string> {
  return new Set([...text.matchAll(/^(?:# ?)?([A-Z][A-Z0-9_]*)=/gm)].map(([, key = ""]) => key));
}
