import { expect, it } from "vitest";
import { AppError } from "@/server/errors";
import { RunInterrupted, StepTimedOut } from "@/server/runs";
import { DeploymentError } from "../schema";
import { describeFailure, nameTaken } from "./failure";

const id = "0192-id";

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
  const failure = DeploymentError.parse(describeFailure(error, id));
  expect(failure.type).toBe(type);
  expect(failure.message).not.toContain("secret internals");
  expect(failure.suggestions.length).toBeGreaterThan(0);
  for (const action of failure.recovery)
    if (action.action === "retry") expect(action.command).toBe(`berth retry ${id}`);
});

it("says how to give a build more time, and does not where that would not help", () => {
  const advice = (error: Error) => describeFailure(error, id).suggestions.join(" ");
  expect(advice(new StepTimedOut("trigger-build", 300))).toContain("--timeout 600");
  expect(advice(new RunInterrupted("timed_out"))).toContain("--timeout");
  expect(advice(new StepTimedOut("upload", 120))).not.toContain("--timeout");
});

it("suggests a name that is free, and the command that deploys under it", () => {
  const { suggestions, recovery } = describeFailure(nameTaken("shop", "shop-2"), id);
  expect(suggestions.join(" ")).toContain("shop-2 is free");
  expect(recovery[0]).toMatchObject({
    action: "alternative",
    name: "shop-2",
    command: `berth retry ${id} --name shop-2`,
  });
});
