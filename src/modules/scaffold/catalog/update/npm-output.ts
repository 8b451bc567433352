import { listed } from "./listed";

const noise =
  /^(A complete log|Log files were not|For a full report|See .*\.txt|`npm ci` can only|Clean install|Usage:|Run "npm help|npm ci$|Options:|aliases:|In most cases|a package version that|\[|code )/i;

/** Why npm refused, in one line: what a lockfile lacks, else the first things it says. */
export function reasonOf(output: string): string {
  const missing = [...output.matchAll(/Missing: (\S+) from lock file/g)].map((match) =>
    (match[1] ?? "").replace(/@$/, ""),
  );
  if (missing.length > 0) return `The lockfile would lack ${listed([...new Set(missing)])}.`;
  const said = output
    .split("\n")
    .filter((line) => /^npm (error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) ?((notarget|404|network) )?/, "").trim())
    .filter((line) => line !== "" && !noise.test(line));
  return said.slice(0, 2).join(" ") || lastLine(output);
}

function lastLine(output: string): string {
  return output.trim().split("\n").at(-1) ?? "";
}
