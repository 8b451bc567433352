import { describe, expect, it } from "vitest";
import { TestCause } from "../../live-tests/schema";
import { mayAllowPrivate, tellOutcome } from "./test-words";

describe("tellOutcome", () => {
  it("has words of its own for every cause, and repeats what the test said", () => {
    const said = TestCause.options.map((cause) =>
      tellOutcome({ outcome: "failed", cause, message: "It was so.", tookMs: 1 }),
    );
    expect(new Set(said.map((each) => each.said)).size).toBe(TestCause.options.length);
    for (const { text } of said) expect(text).toMatch(/^It was so\.( [A-Z].*\.)?$/);
  });

  it("tells success from no test at all", () => {
    expect(tellOutcome({ outcome: "works", message: "Signed in.", tookMs: 3 }).said).toBe("Works");
    expect(tellOutcome({ outcome: "no-test", message: "It is empty." }).said).toBe("Not tested");
  });
});

it("lets owners and administrators alone allow private addresses", () => {
  expect(["owner", "admin", "member", "viewer", "", undefined].filter(mayAllowPrivate)).toEqual(["owner", "admin"]);
});
