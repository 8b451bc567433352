import { describe, expect, it } from "vitest";
import { DeploymentError } from "../schema";
import { buildFailed } from "./build-failures";
import { machineLogs } from "./logs/machine";
import { packageLogs } from "./logs/packages";
import { projectLogs } from "./logs/project";
import { runningLogs } from "./logs/running";
import type { Sample } from "./logs/sample";
import { explainBy, findBy, ruleGroups } from "./rules";

const samples = [...machineLogs, ...packageLogs, ...projectLogs, ...runningLogs];
const rules = ruleGroups.flat();

/** The output as `buildFailed` looks at it. */
const linesOf = ({ log }: Sample) => log.split("\n").map((line) => line.replace(/^#\d+ (?:\d+\.\d+ )?/, ""));
const failedOf = ({ rule: _rule, log, also: _also, says: _says, shows: _shows, ...failed }: Sample) => ({
  ...failed,
  tail: log.split("\n"),
});
const titleOf = ({ rule, platform, log }: Sample) => `${rule} on ${platform}: ${log.split("\n")[0]}`;
const titled = samples.map((sample): [string, Sample] => [titleOf(sample), sample]);

describe("each rule", () => {
  it("has a name of its own and a log that shows it", () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !samples.some(({ rule }) => rule === id))).toEqual([]);
  });

  it.each(titled)("explains %s", (_title, sample) => {
    expect(explainBy(failedOf(sample), linesOf(sample))?.rule.id).toBe(sample.rule);
  });

  // The matrix: which rules find anything in which log. What is true of a log besides its cause is named there.
  it.each(titled)("is silent about what it does not mean: %s", (_title, sample) => {
    const found = rules.filter((rule) => findBy(rule, failedOf(sample), linesOf(sample))).map(({ id }) => id);
    expect(found.filter((id) => id !== sample.rule).sort()).toEqual([...(sample.also ?? [])].sort());
  });
});

describe("a failure", () => {
  it.each(titled)("tells people of %s", (_title, sample) => {
    const { failure } = buildFailed(failedOf(sample));
    DeploymentError.parse(failure);
    expect(failure.message).toContain(sample.says);
    expect(failure.message).not.toMatch(/\$\{|: undefined|\.\.$/);
    expect(failure.suggestions.length).toBeGreaterThan(0);
    expect(failure.recovery.length).toBeGreaterThan(0);
    expect(failure.evidence?.length).toBeGreaterThan(0);
    if (sample.shows) expect(failure.evidence?.join("\n")).toContain(sample.shows);
  });

  it("is told by its first error, not by the last", () => {
    const lines = [
      "npm error code ETARGET",
      "npm error notarget No matching version found for left-pad@^99.0.0.",
      ...Array.from({ length: 40 }, (_, index) => `npm http fetch ${index}`),
      "npm error code EUSAGE",
    ];
    const { failure } = buildFailed({ platform: "railway", phase: "build", tail: lines });
    expect(failure.message).toContain("(ETARGET)");
    expect(failure.evidence?.[0]).toBe("npm error code ETARGET");
  });

  it("does not take a warning for the cause", () => {
    const { failure } = buildFailed({
      platform: "vercel",
      phase: "build",
      tail: [
        "npm warn EBADENGINE Unsupported engine",
        "warning: AUTH_SECRET is not set",
        "Error: boom",
        "exited with 1",
      ],
    });
    expect(failure.message).toContain("Error: boom");
  });

  it("reads the platform's own sentence like a last line of the log", () => {
    const reason = 'STATIC_BUILD_NO_OUT_DIR: No Output Directory named "public" found after the Build completed.';
    const { failure } = buildFailed({ platform: "vercel", phase: "build", tail: ["Build Completed in 4s"], reason });
    expect(failure.message).toContain("to be served: public");
    expect(failure.evidence?.at(-1)).toBe(`Vercel: ${reason}`);
    const crash = buildFailed({
      platform: "railway",
      phase: "start",
      tail: ["Error: DATABASE_URL is not set"],
      reason: "1/1 replicas never became healthy! Healthcheck failed!",
    });
    expect(crash.failure.message).toContain("DATABASE_URL");
  });

  it("says what is known when nothing was written at all", () => {
    const { failure } = buildFailed({ platform: "render", phase: "migrate", tail: [] });
    expect(failure).toMatchObject({
      type: "BUILD_FAILED",
      message: "The step before the start ended with code unknown.",
    });
    expect(failure.evidence).toBeUndefined();
  });

  it("stays quick on a long log of long lines", { timeout: 60_000 }, () => {
    const tail = Array.from({ length: 2_000 }, (_, index) => `${index} ${"a-B_c./(".repeat(120)}`);
    const startedAt = performance.now();
    buildFailed({ platform: "railway", phase: "build", tail, exit: { code: 1 } });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});
