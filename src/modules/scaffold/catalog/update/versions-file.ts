/** The text of `versions.ts` with these pins raised wherever they stand. Throws for a package it does not pin. */
export function withPins(source: string, changes: readonly { name: string; to: string }[]): string {
  return changes.reduce((text, { name, to }) => {
    const pattern = new RegExp(`^(  (?:"${literal(name)}"|${literal(name)}): )"[^"]*"`, "gm");
    if (!pattern.test(text)) throw new Error(`versions.ts has no line for ${name}.`);
    return text.replace(pattern, (_line, before: string) => `${before}"${to}"`);
  }, source);
}

/** The text of `versions.ts` under another name of the tuple. */
export function withCatalogVersion(source: string, version: string): string {
  const pattern = /^(export const catalogVersion = )"[^"]*"/m;
  if (!pattern.test(source)) throw new Error("versions.ts does not say which catalog it is.");
  return source.replace(pattern, (_line, before: string) => `${before}"${version}"`);
}

/** Named by its day; the second of a day ends in -2. Never sorts before the one it follows. */
export function nextCatalogVersion(current: string, day: string): string {
  const [, currentDay = "", count = "1"] = /^(\d{4}-\d{2}-\d{2})(?:-(\d+))?$/.exec(current) ?? [];
  return currentDay >= day ? `${currentDay}-${Number(count) + 1}` : day;
}

function literal(name: string): string {
  return name.replace(/[.\\/^$*+?()[\]{}|-]/g, "\\$&");
}
