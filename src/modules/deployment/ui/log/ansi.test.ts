import { describe, expect, it } from "vitest";
import type { DeploymentEvent } from "../../schema";
import { ansiSpans, markFound } from "./ansi";
import { addLines, filterLines, findLines, type LogLine, lineOf, plainText } from "./log-lines";

const esc = "\u001b";

describe("ansiSpans", () => {
  it("keeps markup in the output as text", () => {
    const spans = ansiSpans(`${esc}[31m<img src=x onerror="a('b')"> & more${esc}[0m end`);
    expect(spans.map(({ text }) => text).join("")).toBe(`<img src=x onerror="a('b')"> & more end`);
    expect(spans[0]?.className).toBe("ansi-red-fg");
    expect(spans.at(-1)?.className).toBeUndefined();
  });

  it("reads true colours and bold", () => {
    const [span] = ansiSpans(`${esc}[1m${esc}[38;2;173;127;168mNext${esc}[0m`);
    expect(span).toMatchObject({ text: "Next", style: { fontWeight: "bold" } });
    expect(span?.style?.color).toContain("rgb(173,127,168)");
  });

  it("drops links and cursor moves", () => {
    const spans = ansiSpans(`${esc}]8;;javascript:alert(1)${esc}\\here${esc}]8;;${esc}\\${esc}[2K`);
    expect(spans.every(({ text }) => !text.includes("javascript"))).toBe(true);
  });
});

describe("markFound", () => {
  it("marks across colour borders, whatever the case", () => {
    const parts = markFound(ansiSpans(`Type ${esc}[31mErr${esc}[0mor here`), "error");
    expect(parts.filter(({ isFound }) => isFound).map(({ text }) => text)).toEqual(["Err", "or"]);
    expect(parts.map(({ text }) => text).join("")).toBe("Type Error here");
  });
});

describe("log lines", () => {
  const line = (text: string, level: LogLine["level"] = "info"): LogLine => ({
    seq: 1,
    at: "",
    kind: "output",
    level,
    text,
  });

  it("finds text that colour codes interrupt", () => {
    expect(findLines([line("fine"), line(`an err${esc}[31mor${esc}[0m`)], "ERROR")).toEqual([1]);
    expect(findLines([line("fine")], "")).toEqual([]);
  });

  it("filters by level and keeps the openings of the steps that still say something", () => {
    const step = (text: string): LogLine => ({ ...line(text), kind: "step" });
    const lines = [step("Prepare"), line("careful", "warn"), line("fine"), step("Build"), line("wrong", "error")];
    const textsOf = (filter: "all" | "warn" | "error") => filterLines(lines, filter).map(({ text }) => text);
    expect(textsOf("all")).toHaveLength(5);
    expect(textsOf("warn")).toEqual(["Prepare", "careful", "Build", "wrong"]);
    expect(textsOf("error")).toEqual(["Build", "wrong"]);
    expect(filterLines([step("Prepare"), line("fine")], "error")).toEqual([]);
  });

  it("says once why a step failed, however the events arrive", () => {
    const at = "2026-01-01T00:00:00Z";
    const error = { type: "UNKNOWN", severity: "recoverable" } as const;
    const failed = { seq: 1, at, kind: "step", step: "monitor", status: "failed", message: "It broke." } as const;
    const ended = (message: string) =>
      ({
        seq: 2,
        at,
        kind: "end",
        status: "failed",
        error: { ...error, suggestions: [], recovery: [], message },
      }) satisfies DeploymentEvent;
    expect(addLines([], [failed, ended("It broke.")], "local").map(({ text }) => text)).toEqual(["It broke."]);
    expect(addLines(addLines([], [failed], "local"), [ended("It broke.")], "local")).toHaveLength(1);
    expect(addLines([], [failed, ended("Something else.")], "local")).toHaveLength(2);
  });

  it("shows a step once, when it opens", () => {
    const event = { seq: 4, at: "2026-01-01T00:00:00Z", kind: "step", step: "generate" } as const;
    expect(lineOf({ ...event, status: "running" }, "local")?.kind).toBe("step");
    const built = { ...event, step: "monitor" as const, status: "running" as const };
    expect(lineOf(built, "local")?.text).toBe("Start and check");
    expect(lineOf(built, "vercel")?.text).toBe("Build and check");
    expect(lineOf({ ...event, status: "succeeded" }, "local")).toBeUndefined();
  });

  it("strips colour codes and terminal links", () => {
    expect(plainText(`${esc}[38;5;12mblue${esc}[0m ${esc}]8;;http://a${esc}\\b${esc}]8;;${esc}\\`)).toBe("blue b");
  });
});
