import { expect, it } from "vitest";
import { AppError } from "@/server/errors";
import { RunInterrupted, StepTimedOut } from "@/server/runs";
import { DeploymentError, type Platform } from "../schema";
import { buildFailed, missingVariables } from "./build-failures";
import { describeFailure, nameTaken } from "./failure";

const id = "0192-id";
const at = { id, platform: "local" as const };

it.each([
  [new RunInterrupted("cancelled"), "CANCELLED"],
  [new RunInterrupted("timed_out"), "TIMEOUT"],
  [new StepTimedOut("trigger-build", 300), "TIMEOUT"],
  [new AppError("VALIDATION", "auth: needs a database."), "INVALID_CONFIG"],
  [new AppError("FORBIDDEN", "No."), "INSUFFICIENT_PERMISSIONS"],
  [Object.assign(new Error("write"), { code: "ENOSPC" }), "PLATFORM_UNAVAILABLE"],
  [nameTaken("shop", "shop-2"), "PROJECT_NAME_TAKEN"],
  [new TypeError("secret internals"), "UNKNOWN"],
  ["a string", "UNKNOWN"],
])("tells %s as %s, complete", (error, type) => {
  const failure = DeploymentError.parse(describeFailure(error, at));
  expect(failure.type).toBe(type);
  expect(failure.message).not.toContain("secret internals");
  expect(failure.suggestions.length).toBeGreaterThan(0);
  for (const action of failure.recovery)
    if (action.action === "retry") expect(action.command).toBe(`berth retry ${id}`);
});

it("says how to give a build more time, and does not where that would not help", () => {
  const advice = (error: Error) => describeFailure(error, at).suggestions.join(" ");
  expect(advice(new StepTimedOut("trigger-build", 300))).toContain("--timeout 600");
  expect(advice(new RunInterrupted("timed_out"))).toContain("--timeout");
  expect(advice(new StepTimedOut("upload", 120))).not.toContain("--timeout");
});

it("suggests a name that is free, and the command that deploys under it", () => {
  const { suggestions, recovery } = describeFailure(nameTaken("shop", "shop-2"), at);
  expect(suggestions.join(" ")).toContain("shop-2 is free");
  expect(recovery[0]).toMatchObject({
    action: "alternative",
    name: "shop-2",
    command: `berth retry ${id} --name shop-2`,
  });
});

it("always leads out: a retry, another place, GitHub and the ZIP, each with what does it and none of them twice", () => {
  const waysOut = (error: unknown, platform: Platform) =>
    describeFailure(error, { id, platform }).recovery.flatMap(({ command }) => command ?? []);
  const always = [`berth github push --deployment ${id}`, `berth download ${id}`];
  expect(waysOut(new Error("x"), "local")).toEqual([`berth retry ${id}`, `berth logs ${id}`, ...always]);
  expect(waysOut(new RunInterrupted("cancelled"), "vercel")).toEqual([
    `berth retry ${id}`,
    `berth retry ${id} --platform local`,
    ...always,
  ]);
  const failed = buildFailed({ platform: "railway", phase: "build", tail: ["Error: boom"] });
  const commands = waysOut(failed, "railway");
  expect(new Set(commands).size).toBe(commands.length);
  expect(commands).toEqual(expect.arrayContaining(always));
});

it("writes down the command that does what each button does", () => {
  const { recovery } = describeFailure(missingVariables("START_FAILED", ["A_KEY"], []), at);
  expect(recovery[0]?.command).toBe(`berth retry ${id} --set A_KEY=VALUE`);
  const [zip] = describeFailure(new Error("x"), at).recovery.filter(({ label }) => label.includes("ZIP"));
  expect(zip?.href).toBe(`/api/deployments/${id}/source.zip`);
});
