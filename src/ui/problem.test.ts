import { describe, expect, it } from "vitest";
import { describeProblem, isNotFound } from "./problem";

describe("describeProblem", () => {
  it("shows our own message and request id", () => {
    const error = { data: { error: { code: "NOT_FOUND", message: "No such project.", requestId: "r1" } } };
    expect(describeProblem(error)).toEqual({ code: "NOT_FOUND", message: "No such project.", requestId: "r1" });
    expect(isNotFound(error)).toBe(true);
  });

  it("says what to do when nothing answered", () => {
    expect(describeProblem(new TypeError("Failed to fetch")).message).toContain("still running");
    expect(isNotFound(new TypeError("Failed to fetch"))).toBe(false);
  });
});
