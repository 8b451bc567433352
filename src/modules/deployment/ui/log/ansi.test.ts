import { describe, expect, it } from "vitest";
import { ansiSpans, markFound } from "./ansi";
import { findLines, type LogLine, lineOf, passes, plainText } from "./log-lines";

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

  it("filters by level but keeps the openings of steps", () => {
    expect(passes(line("x", "warn"), "error")).toBe(false);
    expect(passes(line("x", "warn"), "warn")).toBe(true);
    expect(passes({ ...line("Build"), kind: "step" }, "error")).toBe(true);
  });

  it("shows a step once, when it opens", () => {
    const event = { seq: 4, at: "2026-01-01T00:00:00Z", kind: "step", step: "generate" } as const;
    expect(lineOf({ ...event, status: "running" })?.kind).toBe("step");
    expect(lineOf({ ...event, status: "succeeded" })).toBeUndefined();
  });

  it("strips colour codes and terminal links", () => {
    expect(plainText(`${esc}[38;5;12mblue${esc}[0m ${esc}]8;;http://a${esc}\\b${esc}]8;;${esc}\\`)).toBe("blue b");
  });
});
