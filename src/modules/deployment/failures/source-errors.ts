interface Place {
  file: string;
  line: number;
  column?: number;
}

interface SourceError {
  /** Index of the first line that tells of it. */
  at: number;
  reason: string;
  isType: boolean;
  place: Place;
}

const file = String.raw`((?:\.{0,2}\/)?[\w@.()[\]/-]+\.(?:[cm]?[jt]sx?|css|scss|vue|svelte|astro|mdx?|json|prisma))`;

/** TypeScript, Next.js and Rollup name the place first: on the line of the reason, or up to three lines above it. */
const leadingPlaces = [
  new RegExp(String.raw`^\s*(?:ERROR in |Error: |> )?${file}:(\d+):(\d+)`),
  new RegExp(String.raw`^${file}\((\d+),(\d+)\): error`),
  new RegExp(String.raw`^${file} \((\d+):(\d+)\): `),
];
const leadingPlace = new RegExp(String.raw`^\s*${file} ?[:(]\d+[,:]\d+\)?:?\s*(?:-\s*)?`);
const reasonLine =
  /Type error:|error TS\d+|SyntaxError|Module not found|Can't resolve|Cannot find module|Parsing |Unexpected token|Expected |Error:|ERROR|is not exported by/;

/** The others say the reason first; each has a mark of its own for the place that follows. */
const trailingPlaces = [
  // Rolldown, with which Vite and Astro build
  { reason: /^\[[^\]]+\] (.+)/, place: new RegExp(String.raw`^\s*╭─\[ ${file}:(\d+):(\d+) \]`), within: 6 },
  { reason: /^(?:✘|X) \[ERROR\] (.+)/, place: new RegExp(String.raw`^\s+${file}:(\d+):(\d+):$`), within: 3 },
  { reason: /^error: (.+)/, place: new RegExp(String.raw`^\s*-->\s+${file}:(\d+)$`), within: 3 },
  // The compiler of Astro, which may give a hint in between
  { reason: /^\[\w*Error\] (.+)/, place: new RegExp(String.raw`^\s+${file}:(\d+):(\d+)$`), within: 12 },
];

/** The first error of a build that is about a place in the project's own files. */
export function findSourceError(lines: readonly string[]): SourceError | undefined {
  for (const at of lines.keys()) {
    const found = reasonFirst(lines, at) ?? placeFirst(lines, at);
    if (found && !found.place.file.includes("node_modules/")) return found;
  }
  return undefined;
}

function reasonFirst(lines: readonly string[], at: number): SourceError | undefined {
  for (const shape of trailingPlaces) {
    const reason = shape.reason.exec(lines[at] ?? "")?.[1];
    if (reason === undefined) continue;
    for (const line of lines.slice(at + 1, at + 1 + shape.within)) {
      const place = placeIn(line, shape.place);
      if (place) return { at, reason, isType: false, place };
    }
  }
  return undefined;
}

function placeFirst(lines: readonly string[], at: number): SourceError | undefined {
  const line = lines[at] ?? "";
  const place = leadingPlaces.map((pattern) => placeIn(line, pattern)).find((each) => each !== undefined);
  const said = place && lines.slice(at, at + 4).find((next) => reasonLine.test(next));
  if (!place || !said) return undefined;
  const reason = said
    .replace(leadingPlace, "")
    .trim()
    .replace(/^Type error:\s*/, "");
  return { at, reason, isType: /Type error|error TS\d+/.test(said), place };
}

function placeIn(line: string, pattern: RegExp): Place | undefined {
  const [, name, row, column] = pattern.exec(line) ?? [];
  if (!name || !row) return undefined;
  return { file: name.replace(/^\.\//, ""), line: Number(row), ...(column ? { column: Number(column) } : {}) };
}
