type Kind = "import" | "row" | "item" | "entry" | "block";

/**
 * Two insertions at the same place, one after the other, where both are whole things of a kind whose order says little:
 * imports, entries of a list, declarations, rows and items of Markdown. Undefined where that is not certain.
 */
export function joinInsertions(ours: readonly string[], theirs: readonly string[]): string[] | undefined {
  const kind = kindOf(ours);
  if (kind === undefined || kind !== kindOf(theirs) || sharesName(ours, theirs, kind)) return undefined;
  const hasGap = kind !== "block" || ours.at(-1) === "" || theirs[0] === "";
  return [...ours, ...(hasGap ? [] : [""]), ...theirs];
}

function kindOf(lines: readonly string[]): Kind | undefined {
  const filled = lines.filter((line) => line.trim() !== "");
  const [first = "", last = ""] = [filled[0], filled.at(-1)];
  const isEvery = (pattern: RegExp): boolean => filled.length > 0 && filled.every((line) => pattern.test(line));
  if (isEvery(/^import .*;$/)) return "import";
  if (isEvery(/^\| ?\S/)) return "row";
  if (isEvery(/^[-*] \S/)) return "item";
  if (!isBalanced(filled)) return undefined;
  if (/^\s+\S/.test(first) && indentOf(first) === indentOf(last) && last.endsWith(",")) return "entry";
  const isDeclared = /^(export |const |function |async |interface |type |class |\/\*\*)/.test(first);
  return isDeclared && /^\S.*;$|^[)}\]]+;?$/.test(last) ? "block" : undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** What a line at the outer level names. */
const names: Record<Kind, RegExp> = {
  import: /(?<=^import .*)\b(?!(?:type|as)\b)\w+(?=.* from )/g,
  row: /^\|[^|]+/g,
  item: /^.+$/g,
  entry: /^\s*["']?[\w-]+(?=["']?[:,(])/g,
  block: /(?<=(?:const|function|interface|type|class) )\w+/g,
};

/** The same name on both sides may be the same thing twice. */
function sharesName(ours: readonly string[], theirs: readonly string[], kind: Kind): boolean {
  const namesOf = (lines: readonly string[]): string[] => {
    const outer = Math.min(...lines.filter((line) => line !== "").map(indentOf));
    return lines.flatMap((line) => (indentOf(line) === outer ? (line.match(names[kind]) ?? []) : []));
  };
  const known = new Set(namesOf(ours));
  return namesOf(theirs).some((name) => known.has(name));
}

/** Every bracket that opens in the lines closes in them, so that they are whole. */
function isBalanced(lines: readonly string[]): boolean {
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
  for (const [bracket] of lines.join("\n").matchAll(/[()[\]{}]/g)) {
    const opener = pairs[bracket];
    if (opener === undefined) open.push(bracket);
    else if (open.pop() !== opener) return false;
  }
  return open.length === 0;
}
