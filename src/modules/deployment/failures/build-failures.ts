import { stripVTControlCharacters } from "node:util";
import type { DeploymentError, Platform } from "../schema";
import {
  DeploymentFailure,
  downloadAction,
  editAction,
  logAction,
  outOfDisk,
  retryAction,
  variablesAction,
} from "./failure";
import { packageProblemIn } from "./package-problems";
import { findSourceError } from "./source-errors";

/** How a command of a build ended. `tail` is its last output, both streams as they came. */
export interface FailedCommand {
  phase: "install" | "build" | "start";
  tail: readonly string[];
  exitCode: number | null;
  killedBy: NodeJS.Signals | null;
  /** The release it ran in: what it names by the whole path is told by the path in the project. */
  folder?: string;
}

/** How work on a platform ended: what an adapter knows of it. */
export interface FailedBuild {
  platform: Platform;
  /** `migrate` is the step before the start in which the platform runs migrations; `build` covers the install where the platform does not tell them apart. */
  phase: "install" | "build" | "migrate" | "start";
  /** The last output, oldest first: `deployment.tail()`. */
  tail: readonly string[];
  exit?: { code: number | null; signal?: string | null };
  /** What the platform itself says of the failure, its code and sentence as they are: "oomKilled", "BUILD_UTILS_SPAWN_1: Command exited with 1". */
  reason?: string;
}

/** Why work on a platform failed, from what its tools wrote and what the platform says of it. */
export function buildFailed({ phase, tail, exit, reason }: FailedBuild): DeploymentFailure {
  return classifyCommand({
    phase: phase === "migrate" ? "build" : phase,
    tail: reason === undefined ? tail : [...tail, reason],
    exitCode: exit?.code ?? null,
    killedBy: exit?.signal === "SIGKILL" || reason === "oomKilled" ? "SIGKILL" : null,
  });
}

type Rule = (failed: FailedCommand, lines: string[]) => DeploymentFailure | undefined;

/** Says from the output what went wrong; the most specific cause wins, whatever the exit code. */
export function classifyCommand(failed: FailedCommand): DeploymentFailure {
  const folder = failed.folder === undefined ? "" : `${failed.folder}/`;
  const lines = failed.tail.map((line) => stripVTControlCharacters(line).trimEnd().replaceAll(folder, ""));
  for (const rule of rules) {
    const found = rule(failed, lines);
    if (found) return found;
  }
  return new DeploymentFailure(unclassified(failed, lines));
}

const fullDisk: Rule = ({ phase }, lines) => {
  const at = lines.findIndex((line) => /\bENOSPC\b|\bEDQUOT\b|no space left on device|disk quota exceeded/i.test(line));
  return at < 0 ? undefined : new DeploymentFailure(outOfDisk(typeOf(phase), around(lines, at)));
};

const outOfMemory: Rule = ({ phase, exitCode, killedBy }, lines) => {
  const pattern =
    /heap out of memory|Reached heap limit|\bENOMEM\b|Cannot allocate memory|Out of memory|Array buffer allocation failed/i;
  const at = lines.findIndex((line) => pattern.test(line));
  const isKilled = killedBy === "SIGKILL" || exitCode === 137;
  if (at < 0 && !isKilled) return undefined;
  const what = phase === "start" ? "app" : phase;
  const message =
    at < 0
      ? `The ${what} was killed from outside with SIGKILL, which the system does when memory runs out.`
      : `The ${what} ran out of memory.`;
  return new DeploymentFailure({
    type: typeOf(phase),
    severity: "recoverable",
    message,
    suggestions: [
      "Close other programs or stop apps you do not need, then try again.",
      "Run Berth on a machine with more memory: a build may want 2 GB.",
    ],
    recovery: [
      retryAction,
      { action: "check", label: "See the apps on this machine", command: "berth apps", href: "/deployments" },
    ],
    evidence: at < 0 ? lastLines(lines) : around(lines, at),
  });
};

const networkCodes =
  /(?:npm (?:error|ERR!) (?:code |network .*?)?|ERR_PNPM_\w*FETCH_FAIL\b.*?|ERR_PNPM_FETCH_)(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH|E?50[0234]|E?429)\b/;
const certificateCodes =
  /(UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT)/;

const registryUnreachable: Rule = ({ phase }, lines) => {
  if (phase !== "install") return undefined;
  const certificate = lines.findIndex((line) => certificateCodes.test(line));
  const at = certificate >= 0 ? certificate : lines.findIndex((line) => networkCodes.test(line));
  if (at < 0) return undefined;
  const code = (certificateCodes.exec(lines[at] ?? "") ?? networkCodes.exec(lines[at] ?? ""))?.[1] ?? "";
  const isCertificate = certificate >= 0;
  return new DeploymentFailure(
    {
      type: "PLATFORM_UNAVAILABLE",
      severity: isCertificate ? "recoverable" : "temporary",
      message: isCertificate
        ? `The certificate of the npm registry was not accepted (${code}), so packages could not be fetched.`
        : `The npm registry could not be reached (${code}), so packages could not be fetched.`,
      suggestions: isCertificate
        ? ["Set NODE_EXTRA_CA_CERTS to your organization's certificate file, then restart Berth."]
        : [
            "Check this machine's internet connection and proxy settings (HTTPS_PROXY, npm config get registry).",
            "Try again in a minute; packages fetched so far are kept.",
          ],
      recovery: [retryAction, downloadAction],
      evidence: around(lines, at),
    },
    { isTemporary: !isCertificate },
  );
};

const packageRefused: Rule = ({ phase }, lines) => {
  if (phase !== "install") return undefined;
  const at = lines.findIndex((line) => packageProblemIn(line) !== undefined);
  const problem = packageProblemIn(lines[at] ?? "");
  if (problem === undefined) return undefined;
  return new DeploymentFailure({
    type: "BUILD_FAILED",
    severity: "recoverable",
    message: `${problem.what} (${problem.code})`,
    suggestions: [problem.remedy],
    recovery: [editAction, logAction],
    evidence: around(lines, at),
  });
};

const missingVariable: Rule = ({ phase }, lines) => {
  for (const [at, line] of lines.entries()) {
    const names = variablesNamed(line);
    if (names.length > 0) return missingVariables(typeOf(phase), names, around(lines, at));
  }
  return undefined;
};

const variablePatterns = [
  /(?:missing|undefined|unset|invalid) (?:required )?environment variables?:?\s+["'`]?([A-Z][A-Z0-9_]+(?:["'`]?,\s*["'`]?[A-Z][A-Z0-9_]+)*)/i,
  /environment variables? not found:\s*([A-Z][A-Z0-9_]+)/i,
  /["'`]?\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)["'`]? (?:environment variable )?(?:is|was) (?:not set|not defined|missing|required|undefined|unset)/,
];

function variablesNamed(line: string): string[] {
  if (/MissingSecret\b/.test(line)) return ["AUTH_SECRET"];
  const found = variablePatterns.map((pattern) => pattern.exec(line)?.[1]).find((names) => names !== undefined);
  return found?.match(/[A-Z][A-Z0-9_]*/g)?.filter((name) => name.length > 2) ?? [];
}

/** A variable the app cannot run without is not set. */
export function missingVariables(
  type: DeploymentError["type"],
  names: readonly string[],
  evidence: readonly string[],
): DeploymentFailure {
  const list = names.join(", ");
  return new DeploymentFailure({
    type,
    severity: "recoverable",
    message: `${names.length === 1 ? "A variable is" : "Variables are"} missing that the app cannot go without: ${list}.`,
    suggestions: [`Set ${list} for this environment, then try again.`],
    recovery: [variablesAction, retryAction],
    ...(evidence.length > 0 ? { evidence: [...evidence] } : {}),
  });
}

const portRefused: Rule = ({ phase }, lines) => {
  const at = lines.findIndex((line) =>
    /\bEADDRINUSE\b|address already in use|listen EACCES|bind: permission denied/i.test(line),
  );
  if (at < 0 || phase !== "start") return undefined;
  return new DeploymentFailure(
    {
      type: "START_FAILED",
      severity: "temporary",
      message:
        "The app could not listen on the port it was given: another program holds it, or the app listens on a port of its own.",
      suggestions: [
        "Let the app listen on the number in the variable PORT.",
        "Try again: Berth picks another free port.",
      ],
      recovery: [retryAction, editAction],
      evidence: around(lines, at),
    },
    { isTemporary: true },
  );
};

const sourceError: Rule = ({ phase }, lines) => {
  const found = phase === "build" ? findSourceError(lines) : undefined;
  if (!found) return undefined;
  const { at, reason, isType, place } = found;
  return new DeploymentFailure({
    type: "BUILD_FAILED",
    severity: "recoverable",
    message: `The build found ${isType ? "a type error" : "an error"} in ${place.file}, line ${place.line}: ${sentence(reason)}`,
    suggestions: [`Repair ${place.file} at line ${place.line}, then deploy again.`],
    recovery: [editAction, logAction],
    evidence: lines.slice(at, at + 12).filter((next) => next !== ""),
    ...place,
  });
};

const rules: Rule[] = [
  fullDisk,
  outOfMemory,
  registryUnreachable,
  packageRefused,
  sourceError,
  portRefused,
  missingVariable,
];

function unclassified({ phase, exitCode, killedBy }: FailedCommand, lines: string[]): DeploymentError {
  const how = killedBy ? `was ended by ${killedBy}` : `ended with code ${exitCode ?? "unknown"}`;
  const first = lines.find(
    (line) => /\b(?:error|failed)\b/i.test(line) && !/^npm (?:error|ERR!) A complete log/.test(line),
  );
  const because = first ? ` It said: ${sentence(first.trim())}` : "";
  if (phase === "start") {
    return {
      type: "START_FAILED",
      severity: "recoverable",
      message: `The app ${how} before it answered.${because}`,
      suggestions: ["Read its last lines below, repair what they name, then deploy again."],
      recovery: [editAction, logAction, retryAction],
      evidence: lastLines(lines),
    };
  }
  const what = phase === "install" ? "Installing the packages" : "The build";
  return {
    type: "BUILD_FAILED",
    severity: "recoverable",
    message: `${what} ${how}.${because}`,
    suggestions: ["Read the lines below, repair what they name, then deploy again."],
    recovery: [editAction, logAction, retryAction],
    evidence: lastLines(lines),
  };
}

function typeOf(phase: FailedCommand["phase"]): DeploymentError["type"] {
  return phase === "start" ? "START_FAILED" : "BUILD_FAILED";
}

function sentence(text: string): string {
  const short = text.length > 300 ? `${text.slice(0, 297)}...` : text;
  return /[.!?]$/.test(short) ? short : `${short}.`;
}

function around(lines: string[], at: number): string[] {
  return lines.slice(Math.max(0, at - 1), at + 8).filter((line) => line !== "");
}

function lastLines(lines: string[]): string[] {
  return lines.filter((line) => line !== "").slice(-15);
}
