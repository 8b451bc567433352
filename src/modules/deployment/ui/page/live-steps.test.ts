import { describe, expect, it } from "vitest";
import type { DeploymentEvent, DeploymentStep } from "../../schema";
import { liveSteps } from "./live-steps";

const step = (name: DeploymentStep["name"], status: DeploymentStep["status"]): DeploymentStep => ({
  name,
  status,
  attempts: status === "pending" ? 0 : 1,
});
let seq = 0;
const event = (name: DeploymentStep["name"], status: string, second: number): DeploymentEvent => {
  seq += 1;
  return { seq, at: `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`, kind: "step", step: name, status };
};

describe("liveSteps", () => {
  it("opens and closes steps before the row is read again", () => {
    const rows = [step("generate", "running"), step("upload", "pending"), step("monitor", "pending")];
    const events = [event("generate", "running", 1), event("generate", "succeeded", 3), event("upload", "running", 4)];
    expect(liveSteps(rows, events)).toMatchObject([
      { status: "succeeded", durationMs: 2000 },
      { status: "running", startedAt: "2026-01-01T00:00:04.000Z" },
      { status: "pending" },
    ]);
  });

  it("leaves alone what the row says is over", () => {
    const done = { ...step("generate", "failed"), durationMs: 7 };
    expect(liveSteps([done], [event("generate", "running", 1)])).toEqual([done]);
  });

  it("ignores a status it does not know", () => {
    const row = step("generate", "running");
    expect(liveSteps([row], [event("generate", "dancing", 1)])).toEqual([row]);
  });
});
