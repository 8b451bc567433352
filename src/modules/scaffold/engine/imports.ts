import type { CodeImport } from "./feature";

/** One import line per module, its names and the modules in the order Biome wants. */
export function importLines(imports: readonly CodeImport[]): string {
  const names = new Map<string, string[]>();
  for (const { name, from } of imports) names.set(from, [...(names.get(from) ?? []), name]);
  return [...names]
    .sort(([left], [right]) => (placeOf(left) < placeOf(right) ? -1 : 1))
    .map(([from, members]) => statement([...new Set(members)].sort(byName), from))
    .join("");
}

/** Node's own modules first, then packages, the project's modules and neighbours. */
function placeOf(from: string): string {
  const rank = from.startsWith("node:") ? 0 : from.startsWith("@/") ? 2 : from.startsWith(".") ? 3 : 1;
  return `${rank}${from}`;
}

function byName(left: string, right: string): number {
  return sortKey(left) < sortKey(right) ? -1 : 1;
}

/** Letter by letter without regard to case, a capital before its small letter: `RouteObject` before `redirect`. */
function sortKey(name: string): string {
  const letters = [...name.replace("type ", "")];
  return letters.map((letter) => letter.toLowerCase() + (letter === letter.toLowerCase() ? "1" : "0")).join("");
}

function statement(members: string[], from: string): string {
  const areTypes = members.every((name) => name.startsWith("type "));
  const keyword = areTypes ? "import type" : "import";
  const names = areTypes ? members.map((name) => name.slice("type ".length)) : members;
  const line = `${keyword} { ${names.join(", ")} } from "${from}";\n`;
  return line.length <= 121 ? line : `${keyword} {\n${names.map((name) => `  ${name},\n`).join("")}} from "${from}";\n`;
}
