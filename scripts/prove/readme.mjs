import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../shared/runtime.mjs";
import { ScriptError } from "../shared/script-error.mjs";

const file = path.join(root, "README.md");

/** Writes both tables of the catalog into the README, between their marks. */
export function writeReadme(catalog, rows, evidence) {
  const proven = rows.map((row) => evidence.proofOf(row)).filter((proof) => proof !== undefined);
  const before = readFileSync(file, "utf8");
  const withOptions = between(before, "catalog", catalog.optionsTable());
  writeFileSync(file, between(withOptions, "proven", catalog.provenTable(proven, rows.length)));
  return 0;
}

function between(text, mark, table) {
  const [start, end] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  if (!text.includes(start) || !text.includes(end)) throw new ScriptError(`README.md has no ${start} and ${end}.`);
  return `${text.slice(0, text.indexOf(start) + start.length)}\n${table}\n${text.slice(text.indexOf(end))}`;
}
