import type { DeploymentEvent, Platform } from "../../schema";
import { stepLabel } from "../step-labels";

type LogLevel = "info" | "warn" | "error";

export interface LogLine {
  seq: number;
  at: string;
  /** `step` opens a step, `note` is said by Berth, `output` comes from a command. */
  kind: "step" | "note" | "output";
  level: LogLevel;
  text: string;
}

const statusTexts: Record<string, string> = {
  queued: "Queued",
  running: "Started",
  cancelling: "Cancelling",
  succeeded: "Deployed",
  failed: "Failed",
  cancelled: "Cancelled",
  timed_out: "Timed out",
  stopped: "Stopped",
};

/** An event as a line of the log; undefined for what the log does not show. */
export function lineOf(event: DeploymentEvent, platform: Platform): LogLine | undefined {
  const { seq, at, kind, level, step, status, message, line } = event;
  const note = (text: string | undefined, of: LogLevel = "info") =>
    text ? ({ seq, at, kind: "note", level: of, text } as const) : undefined;
  switch (kind) {
    case "log":
      return {
        seq,
        at,
        kind: "output",
        level: level === "warn" || level === "error" ? level : "info",
        text: line ?? message ?? "",
      };
    case "step":
      if (step && status === "running")
        return { seq, at, kind: "step", level: "info", text: stepLabel(step, platform) };
      return status === "failed" && step ? note(message ?? `${stepLabel(step, platform)} failed`, "error") : undefined;
    case "warning":
    case "recovery":
      return note(message, "warn");
    case "end":
      // The status event before it has said how it ended.
      return note(event.error?.message, status === "cancelled" ? "info" : "error");
    case "status":
      return note(message ?? statusTexts[status ?? ""]);
    default:
      return undefined;
  }
}

/** The lines so far and those of new events. The end repeats why a step failed, so it is not said a second time. */
export function addLines(
  lines: readonly LogLine[],
  events: readonly DeploymentEvent[],
  platform: Platform,
): readonly LogLine[] {
  const fresh = events.flatMap((event) => lineOf(event, platform) ?? []);
  if (fresh.length === 0) return lines;
  const all = [...lines, ...fresh];
  const end = events.findLast(({ kind }) => kind === "end");
  const said = all.find(({ seq }) => seq === end?.seq);
  if (!said) return all;
  const isRepeated = all.some((line) => line !== said && line.kind === "note" && line.text === said.text);
  return isRepeated ? all.filter((line) => line !== said) : all;
}

/** Text without the codes that colour it. */
export function plainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes begin with a control character
  return text.replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g, "");
}

export type LevelFilter = "all" | "warn" | "error";

/** The lines that pass the level filter, each under the opening of its step. */
export function filterLines(lines: readonly LogLine[], filter: LevelFilter): readonly LogLine[] {
  if (filter === "all") return lines;
  const passing: LogLine[] = [];
  let opening: LogLine | undefined;
  for (const line of lines) {
    if (line.kind === "step") opening = line;
    else if (line.level === "error" || (line.level === "warn" && filter === "warn")) {
      if (opening) passing.push(opening);
      opening = undefined;
      passing.push(line);
    }
  }
  return passing;
}

/** The places of the lines that hold the searched text, whatever its case. */
export function findLines(lines: readonly LogLine[], query: string): number[] {
  const wanted = query.toLowerCase();
  if (wanted === "") return [];
  return lines.flatMap((line, index) => (plainText(line.text).toLowerCase().includes(wanted) ? [index] : []));
}
