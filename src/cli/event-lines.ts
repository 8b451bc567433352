import type { DeploymentDetail, DeploymentError, DeploymentEvent } from "@/modules/deployment/schema";
import { duration, foreignLine, paint } from "./output";

const marks: Readonly<Record<string, string>> = {
  succeeded: paint("green", "✓"),
  failed: paint("red", "✗"),
  cancelled: "–",
  timed_out: paint("red", "✗"),
  skipped: "–",
};

/** One event as a line of progress, or undefined when it says nothing a person waits for. */
export function eventLine(event: DeploymentEvent, startedAt: Map<string, string>): string | undefined {
  if (event.kind === "step" && event.step) return stepLine(event, event.step, startedAt);
  if (event.kind === "log") return `    ${foreignLine(event.line ?? event.message ?? "", process.stderr)}`;
  if (event.kind === "warning") return `  ${paint("yellow", "!")} ${event.message ?? event.line ?? ""}`;
  if (event.kind === "recovery")
    return `  ${paint("yellow", "↻")} ${[event.message, event.url].filter(Boolean).join(" ")}`;
  if (event.kind === "status" && event.message) return `  · ${event.message}`;
  return undefined;
}

function stepLine(event: DeploymentEvent, step: string, startedAt: Map<string, string>): string | undefined {
  if (event.status === "running") {
    startedAt.set(step, event.at);
    return `  › ${step}`;
  }
  const mark = marks[event.status ?? ""];
  if (!mark) return undefined;
  const begun = startedAt.get(step);
  const time = begun ? `  ${duration(Date.parse(event.at) - Date.parse(begun))}` : "";
  return `  ${mark} ${step}${event.status === "succeeded" ? "" : ` ${event.status}`}${time}`;
}

/** What went wrong, where, and what to do, as the web page's recovery card says it. */
export function errorLines(error: DeploymentError): string[] {
  const place = error.file
    ? [`  at ${[error.file, error.line, error.column].filter((part) => part !== undefined).join(":")}`]
    : [];
  const commands = error.recovery.flatMap(({ label, command }) => (command ? [`  ${label}: ${command}`] : []));
  return [
    `${error.type}: ${error.message}`,
    ...place,
    ...(error.evidence ?? []).slice(0, 10).map((line) => `  | ${line}`),
    ...error.suggestions.map((suggestion) => `  - ${suggestion}`),
    ...commands,
  ];
}

/** The last line of a `--json` stream. */
export function resultOf(detail: DeploymentDetail) {
  const { id, status, url, error, emulated } = detail;
  return {
    type: "result",
    id,
    status,
    url: url ?? null,
    ...(error ? { error } : {}),
    ...(emulated ? { emulated } : {}),
  };
}
