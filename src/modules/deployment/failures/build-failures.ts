import { stripVTControlCharacters } from "node:util";
import type { DeploymentError } from "../schema";
import { platformNames } from "./actions";
import { DeploymentFailure } from "./failure";
import type { Cause, FailedBuild, Found } from "./rule";
import { explainBy } from "./rules";
import { ended } from "./rules/build";
import { tellVariables } from "./rules/variables";

export type { FailedBuild } from "./rule";

/** Why work failed, on this machine or on a platform: from what its tools wrote and what the platform says of it. */
export function buildFailed(failed: FailedBuild): DeploymentFailure {
  const folder = failed.folder === undefined ? "" : `${failed.folder}/`;
  const written = failed.tail.map((line) => clean(line).replaceAll(folder, ""));
  const lines = [...written, ...wordOf(failed, written)];
  const { rule, found } = explainBy(failed, lines) ?? { rule: ended, found: { ...failed, lines, at: -1, groups: [] } };
  return toFailure(rule.tell(found), found);
}

function toFailure({ type, isTemporary = false, ...cause }: Cause, found: Found): DeploymentFailure {
  const evidence = shownLines(found);
  const failure: DeploymentError = {
    type: type ?? (found.phase === "start" ? "START_FAILED" : "BUILD_FAILED"),
    severity: isTemporary ? "temporary" : "recoverable",
    ...cause,
    ...(evidence.length > 0 ? { evidence } : {}),
  };
  return new DeploymentFailure(failure, { isTemporary });
}

const before = 1;
const after = 8;
const lastLines = 15;

/** The first line that shows the cause with those around it; the last ones where no line does. */
function shownLines({ lines, at, length }: Found): string[] {
  const isThere = (line: string) => line !== "";
  if (at < 0) return lines.filter(isThere).slice(-lastLines);
  return (
    length === undefined ? lines.slice(Math.max(0, at - before), at + after) : lines.slice(at, at + length)
  ).filter(isThere);
}

/** What the platform itself says, as the last line, where the output does not say it. */
function wordOf({ platform, reason }: FailedBuild, written: readonly string[]): string[] {
  const said = reason?.replace(/^[A-Z][A-Z0-9_]+: /, "");
  if (!reason || !said || written.some((line) => line.includes(said))) return [];
  return [`${platformNames[platform]}: ${reason}`];
}

/** Without colours, and without the numbers that BuildKit puts before each line. */
function clean(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/^#\d+ (?:\d+\.\d+ )?/, "")
    .trimEnd();
}

/** A variable the app cannot run without is not set. */
export function missingVariables(
  type: DeploymentError["type"],
  names: readonly string[],
  evidence: readonly string[],
): DeploymentFailure {
  const cause = tellVariables({ names: [...names], isInvalid: false });
  const { message, suggestions, recovery } = cause;
  const shown = evidence.length > 0 ? { evidence: [...evidence] } : {};
  return new DeploymentFailure({ type, severity: "recoverable", message, suggestions, recovery, ...shown });
}
