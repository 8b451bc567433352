import { expect, it } from "vitest";
import { DeploymentDetail, DeploymentEvent, type RecoveryAction } from "../../schema";
import { waitingOf } from "./waiting";

const detail = (changes: Partial<DeploymentDetail> = {}) =>
  DeploymentDetail.parse({
    id: "d",
    projectId: "p",
    projectName: "shop",
    name: "shop",
    platform: "railway",
    environment: "production",
    target: "production",
    status: "running",
    cause: "deploy",
    isCurrent: false,
    createdAt: "2026-01-01T00:00:00Z",
    eventCount: 0,
    steps: [],
    checks: [],
    config: {},
    hasSource: false,
    variableNames: [],
    featuresOff: [],
    ...changes,
  });

let seq = 0;
const event = (fields: object) => DeploymentEvent.parse({ seq: ++seq, at: "2026-01-01T00:00:00Z", ...fields });
const asks = (action: RecoveryAction) =>
  event({
    kind: "recovery",
    message: "Please.",
    error: { type: "AUTH_FAILED", severity: "recoverable", message: "No.", suggestions: [], recovery: [action] },
  });
const reconnect = asks({ action: "reconnect", label: "Reconnect", href: "/connections?reconnect=c" });
const approve = asks({ action: "manual", label: "Approve", fix: { kind: "approve" } });

it("waits for what the last event asked for, also when it is the account of GitHub", () => {
  expect(waitingOf(detail(), [event({ kind: "step", status: "running" }), reconnect])).toMatchObject({
    message: "Please.",
    reconnectHref: "/connections?reconnect=c",
  });
  expect(waitingOf(detail(), [approve])).toMatchObject({ needsApproval: true, reconnectHref: undefined });
});

it("waits no longer once it went on, or ended", () => {
  expect(waitingOf(detail(), [reconnect, event({ kind: "recovery", message: "Connected again." })])).toBeUndefined();
  expect(waitingOf(detail(), [approve, event({ kind: "log", stream: "stdout", line: "x" })])).toBeUndefined();
  expect(waitingOf(detail(), [approve, event({ kind: "log", stream: "berth", line: "x" })])).toBeDefined();
  expect(waitingOf(detail({ status: "failed" }), [reconnect])).toBeUndefined();
  expect(waitingOf(detail(), [])).toBeUndefined();
});

it("goes by the row until the events are there", () => {
  const waitingFor = { kind: "reconnect" as const, connectionId: "c 1", message: "It waits." };
  expect(waitingOf(detail({ waitingFor }), [])).toEqual({
    message: "It waits.",
    reconnectHref: "/connections?reconnect=c%201&return=%2Fdeployments%2Fd",
    needsApproval: false,
  });
});
