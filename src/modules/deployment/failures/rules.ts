import type { FailedBuild, Found, Rule } from "./rule";
import * as build from "./rules/build";
import * as database from "./rules/database";
import * as machine from "./rules/machine";
import { packageRules } from "./rules/packages";
import { lintError, missingModule, sourceError, syntaxError } from "./rules/source";
import { crashed, endedEarly, portClosed, portTaken, unhealthy } from "./rules/start";
import { missingVariable } from "./rules/variables";

/** What explains everything else in the output, wherever it stands. */
const decisive: Rule[] = [
  machine.diskFull,
  machine.outOfMemory,
  machine.imageTooLarge,
  machine.functionTooLarge,
  machine.planLimit,
  database.prismaClient,
];

/** Causes: the one that shows first, since what follows is mostly its consequence. */
const causes: Rule[] = [
  ...packageRules,
  lintError,
  sourceError,
  missingVariable,
  portTaken,
  database.databaseRefused,
  database.databaseEncryption,
  database.databaseMissing,
  database.databaseFull,
  database.databaseUnreachable,
  database.migrationFailed,
  build.missingScript,
  build.noStartCommand,
  build.noBuildPlan,
  build.wrongBuilder,
  build.missingFolder,
  build.noOutput,
  build.conflictingPaths,
  build.staticExport,
  machine.fileTooLarge,
  machine.permissionDenied,
  missingModule,
  syntaxError,
];

/** What is true of many failures, for when no cause shows. */
const symptoms: Rule[] = [
  build.prerenderError,
  build.commandNotFound,
  portClosed,
  crashed,
  endedEarly,
  unhealthy,
  machine.timedOut,
  machine.platformTrouble,
];

/** Every rule, in the groups in which they are asked. */
export const ruleGroups: readonly (readonly Rule[])[] = [decisive, causes, symptoms, [build.ended]];

/** What a rule finds in output whose lines were cleaned; undefined when it is about something else. */
export function findBy(rule: Rule, failed: FailedBuild, lines: readonly string[]): Found | undefined {
  if (rule.phases && !rule.phases.includes(failed.phase)) return undefined;
  const { tail: _tail, ...rest } = failed;
  const own = rule.find?.(lines, failed) ?? firstLine(rule, lines);
  if (own) return { ...rest, lines, ...own };
  const { reason, exit } = failed;
  const isKnown =
    (reason !== undefined && rule.reason?.test(reason)) ||
    rule.ends?.some((end) => end === exit?.code || end === exit?.signal);
  return isKnown ? { ...rest, lines, at: -1, groups: [] } : undefined;
}

/** The rule that explains failed work. What only the platform's own word shows comes after what the output shows. */
export function explainBy(failed: FailedBuild, lines: readonly string[]): { rule: Rule; found: Found } | undefined {
  for (const group of ruleGroups) {
    let best: { rule: Rule; found: Found } | undefined;
    for (const rule of group) {
      const found = findBy(rule, failed, lines);
      if (found && (!best || placeOf(found) < placeOf(best.found))) best = { rule, found };
    }
    if (best) return best;
  }
  return undefined;
}

function placeOf({ at }: Found): number {
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

const warning = /^\s*(?:npm (?:warn|WARN)\b|warn(?:ing)?\b|\[?WARN(?:ING)?\]?\b|⚠ )/i;

function firstLine({ lines: patterns = [] }: Rule, lines: readonly string[]): Pick<Found, "at" | "groups"> | undefined {
  for (const [at, line] of lines.entries()) {
    if (warning.test(line)) continue;
    for (const pattern of patterns) {
      const match = pattern.exec(line);
      if (match) return { at, groups: Array.from(match, (group) => group ?? "") };
    }
  }
  return undefined;
}
