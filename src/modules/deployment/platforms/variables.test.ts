import { describe, expect, it } from "vitest";
import { PlatformError, type PlatformErrorKind } from "@/modules/connections";
import { bringChange, type Taken } from "./variables";

const refusal = (kind: PlatformErrorKind, message: string) => new PlatformError({ platform: "render", kind, message });

interface Platform {
  atOnce?: number;
  set?(keys: readonly string[]): Taken;
  remove?(key: string): void;
}

async function bring(names: { set?: string[]; remove?: string[] }, platform: Platform) {
  const calls: string[] = [];
  const outcome = await bringChange(
    {
      set: Object.fromEntries((names.set ?? []).map((key) => [key, `value of ${key}`])),
      secretNames: new Set(),
      remove: names.remove ?? [],
    },
    {
      atOnce: platform.atOnce ?? 10,
      set: async (keys) => {
        calls.push(`set ${keys.join(" ")}`);
        return platform.set?.(keys) ?? {};
      },
      remove: async (key) => {
        calls.push(`remove ${key}`);
        platform.remove?.(key);
      },
    },
  );
  return { ...outcome, calls, failed: Object.fromEntries(outcome.failed) };
}

describe("bringChange", () => {
  it("sends as many names as a call takes, then removes one by one", async () => {
    const marks = { A: "1", C: "3" };
    const { calls, set, removed } = await bring(
      { set: ["A", "B", "C"], remove: ["D", "E"] },
      { atOnce: 2, set: () => ({ marks }) },
    );
    expect(calls).toEqual(["set A B", "set C", "remove D", "remove E"]);
    expect([...set]).toEqual([
      ["A", { mark: "1" }],
      ["B", {}],
      ["C", { mark: "3" }],
    ]);
    expect(removed).toEqual(["D", "E"]);
  });

  it("calls nothing for nothing", async () => {
    expect((await bring({}, {})).calls).toEqual([]);
  });

  it("finds the name that a refused call does not name, and goes on", async () => {
    const { calls, set, failed, removed } = await bring(
      { set: ["A", "B", "C"], remove: ["D"] },
      {
        set(keys) {
          if (keys.includes("B")) throw refusal("VALIDATION", "a value is not allowed");
          return {};
        },
      },
    );
    expect(calls).toEqual(["set A B C", "set A", "set B", "set C", "remove D"]);
    expect([[...set.keys()], failed, removed]).toEqual([["A", "C"], { B: "a value is not allowed" }, ["D"]]);
  });

  it("believes a platform that names what it refuses, and looks closer where it does not", async () => {
    const named = await bring({ set: ["A", "B"] }, { set: () => ({ refused: [{ key: "A", message: "reserved" }] }) });
    expect([named.calls, named.failed]).toEqual([["set A B"], { A: "reserved" }]);
    const unnamed = await bring(
      { set: ["A", "B"] },
      { set: (keys) => (keys.includes("A") ? { refused: [{ key: "", message: "too long" }] } : {}) },
    );
    expect([unnamed.calls, unnamed.failed]).toEqual([["set A B", "set A", "set B"], { A: "too long" }]);
  });

  it("stops at what is about the account or the time, and keeps what is done", async () => {
    const error = refusal("AUTH_INVALID", "the token was revoked");
    const { calls, set, failed, stopped } = await bring(
      { set: ["A", "B", "C"], remove: ["D"] },
      {
        atOnce: 1,
        set([key]) {
          if (key === "B") throw error;
          return {};
        },
      },
    );
    expect(calls).toEqual(["set A", "set B"]);
    expect([...set.keys()]).toEqual(["A"]);
    expect(Object.keys(failed)).toEqual(["B", "C", "D"]);
    expect(stopped).toBe(error);
    const late = await bring(
      { remove: ["D"] },
      {
        remove() {
          throw new DOMException("The operation timed out", "TimeoutError");
        },
      },
    );
    expect(late.failed.D).toContain("no time left");
  });
});
