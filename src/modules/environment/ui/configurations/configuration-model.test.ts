import { describe, expect, it } from "vitest";
import type { ConfigurationSummary } from "../../configurations/schema";
import { baseOptions, findNameProblem } from "./configuration-model";

const active = (environment: string, baseEnvironment: string | null = null): ConfigurationSummary => ({
  id: environment,
  environment,
  name: "default",
  description: "",
  baseEnvironment,
  isActive: true,
  count: 0,
  snapshotId: null,
  createdAt: "2026-01-01T00:00:00.000Z",
});

describe("the form of a configuration", () => {
  it("takes a name that is free and well formed", () => {
    const taken = [{ name: "default" }];
    expect(findNameProblem("blue", taken)).toBeUndefined();
    expect(findNameProblem("default", taken)).toMatch(/taken/);
    for (const name of ["", "Blue", "1blue", "a b", "a".repeat(41)])
      expect(findNameProblem(name, taken), name).toMatch(/lower-case/);
  });

  it("offers the other environments as a base and says which would lead back", () => {
    const known = [active("production"), active("staging", "preview"), active("preview", "production"), active("test")];
    expect(baseOptions("production", known, "")).toEqual([
      { value: "", label: "None" },
      { value: "preview", label: "preview (inherits from production itself)" },
      { value: "staging", label: "staging (inherits from production itself)" },
      { value: "test", label: "test" },
    ]);
  });

  it("keeps a base that holds nothing any more, and ends on circles of others", () => {
    expect(baseOptions("production", [], "gone").map(({ value }) => value)).toEqual(["", "gone"]);
    const known = [active("a", "b"), active("b", "a")];
    expect(baseOptions("production", known, "").map(({ label }) => label)).toEqual(["None", "a", "b"]);
  });
});
