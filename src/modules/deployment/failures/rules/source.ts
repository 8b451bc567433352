import { editAction, logAction } from "../actions";
import { type Rule, sentence } from "../rule";
import { findSourceError } from "../source-errors";

const evidenceLines = 12;

/** A place in the project's own files that the compiler or the bundler names. */
export const sourceError: Rule = {
  id: "source-error",
  phases: ["build"],
  find(lines) {
    const found = findSourceError(lines);
    if (!found) return undefined;
    const { at, reason, isType, place } = found;
    const { file, line, column = "" } = place;
    const groups = [reason, isType ? "a type error" : "an error", file, String(line), String(column)];
    return { at, length: evidenceLines, groups };
  },
  tell({ groups: [reason = "", kind, file = "", line = "", column = ""] }) {
    return {
      message: `The build found ${kind} in ${file}, line ${line}: ${sentence(reason)}`,
      suggestions: [`Repair ${file} at line ${line}, then deploy again.`],
      recovery: [editAction, logAction],
      file,
      line: Number(line),
      ...(column === "" ? {} : { column: Number(column) }),
    };
  },
};

const ownFile = String.raw`((?:\.{0,2}\/)?[\w@.()[\]/-]+\.[cm]?[jt]sx?)`;
const problem = /^\s*(\d+):(\d+)\s+(?:Error:|error)\s+(.+?)\s{2,}(\S+)\s*$/;

/** ESLint, on its own or inside of next build: the file on a line of its own, the problems below it. */
export const lintError: Rule = {
  id: "lint-error",
  phases: ["build"],
  find(lines) {
    let file = "";
    for (const [at, line] of lines.entries()) {
      file = new RegExp(`^${ownFile}$`).exec(line.trim())?.[1] ?? file;
      const [, row, column, reason = "", rule = ""] = problem.exec(line) ?? [];
      if (row && column && file) return { at: at, groups: [file.replace(/^\.\//, ""), row, column, reason, rule] };
      const biome = new RegExp(String.raw`^${ownFile}:(\d+):(\d+) (lint\/[\w/]+)`).exec(line);
      if (biome) return { at, groups: [biome[1] ?? "", biome[2] ?? "", biome[3] ?? "", "", biome[4] ?? ""] };
    }
    return undefined;
  },
  tell({ groups: [file = "", row = "", column = "", reason = "", rule = ""] }) {
    return {
      message: `The linter stopped the build at ${file}, line ${row}: ${reason === "" ? rule : `${reason} (${rule})`}.`,
      suggestions: [
        `Repair ${file} at line ${row}, or let the rule only warn.`,
        "Lint in a check of its own instead of in the build.",
      ],
      recovery: [editAction, logAction],
      file,
      line: Number(row),
      column: Number(column),
    };
  },
};

/** A package or file that Node or Python looks for when the code already runs, or a bundler without a place. */
export const missingModule: Rule = {
  id: "missing-module",
  lines: [
    /(?:Cannot find (?:module|package)|Can't resolve|Could not resolve) ['"](?!\.prisma)([^'"]+)['"]/,
    /Rollup failed to resolve import "([^"]+)"/,
    /ModuleNotFoundError: No module named '([^']+)'/,
    /cannot load such file -- (\S+)/,
  ],
  tell({ groups, phase }) {
    const module = groups[1] ?? "";
    const isFile = /^[./]/.test(module);
    return {
      message: `${phase === "start" ? "The app" : "The build"} needs ${module}, which is not there.`,
      suggestions: isFile
        ? [
            "Check the path and its spelling: the builder tells upper from lower case, even where your own machine does not.",
            "Check that the file is not left out by .gitignore, and that the build writes it.",
          ]
        : [
            `Add ${packageOf(module)} to the dependencies in package.json and renew the lockfile.`,
            "What is needed while the app runs must not stand in devDependencies.",
          ],
      recovery: [editAction, logAction],
    };
  },
};

export const syntaxError: Rule = {
  id: "syntax-error",
  lines: [
    /^\s*(SyntaxError: (?!The requested module 'node:).+)$/,
    /^\s*(?:\w+: )?(Unexpected token '?[^']+'?, .+ is not valid JSON.*)$/,
    /^\s*((?:IndentationError|TabError): .+)$/,
  ],
  tell: ({ groups, phase }) => ({
    message: `${phase === "start" ? "The app" : "The build"} ran into code that cannot be read: ${sentence(groups[1] ?? "")}`,
    suggestions: ["Repair the place that the lines name, then deploy again."],
    recovery: [editAction, logAction],
  }),
};

function packageOf(module: string): string {
  const parts = module.split("/");
  return module.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? module);
}
