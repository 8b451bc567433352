import { expect, it } from "vitest";
import type { DeploymentDetail } from "../../schema";
import { liveAddress } from "./links";

const url = "https://shop.example";
const at = "2026-01-01T00:00:00.000Z";

it.each([
  ["succeeded", undefined, url],
  ["stopped", undefined, url],
  ["running", undefined, undefined],
  ["failed", undefined, undefined],
  ["cancelled", undefined, undefined],
  ["timed_out", { status: "watching", url: null, at }, undefined],
  ["timed_out", { status: "live", url: null, at }, url],
  ["timed_out", { status: "live", url: "https://late.example", at }, "https://late.example"],
] as const)("an address is shown for what is live: %s", (status, lateOutcome, shown) => {
  expect(liveAddress({ url, status, lateOutcome } as Partial<DeploymentDetail> as DeploymentDetail)).toBe(shown);
});
