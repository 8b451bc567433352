import { describe, expect, it } from "vitest";
import type { ConfigurationSummary } from "../../configurations/schema";
import {
  copyable,
  countStatuses,
  filterListed,
  otherSides,
  sideName,
  sideOf,
  sideToText,
  suggestSide,
} from "./compare-model";

const listed = [
  { key: "API_KEY", status: "different" },
  { key: "API_URL", status: "same" },
  { key: "ONLY_HERE", status: "missing" },
  { key: "ONLY_THERE", status: "extra" },
] as const;

const place = (environment: string, configuration?: string) => {
  return { projectId: "p", projectName: "shop", environment, configuration };
};

const configuration = (environment: string, name: string, isActive: boolean): ConfigurationSummary => ({
  id: `${environment}-${name}`,
  environment,
  name,
  description: "",
  baseEnvironment: null,
  isActive,
  count: 1,
  snapshotId: null,
  createdAt: "2026-01-01T00:00:00.000Z",
});

describe("a comparison", () => {
  it("counts, filters by status and finds parts of names in any case", () => {
    expect(countStatuses(listed)).toEqual({ same: 1, different: 1, missing: 1, extra: 1 });
    expect(filterListed(listed, "all", "").map(({ key }) => key)).toEqual([
      "API_KEY",
      "ONLY_HERE",
      "ONLY_THERE",
      "API_URL",
    ]);
    expect(filterListed(listed, "all", " api ").map(({ key }) => key)).toEqual(["API_KEY", "API_URL"]);
    expect(filterListed(listed, "same", "api").map(({ key }) => key)).toEqual(["API_URL"]);
    expect(filterListed(listed, "extra", "api")).toEqual([]);
  });

  it("copies each way only what is set there and differs", () => {
    expect(copyable(listed, "forth")).toEqual(["API_KEY", "ONLY_HERE"]);
    expect(copyable(listed, "back")).toEqual(["API_KEY", "ONLY_THERE"]);
  });

  it("keeps a side in the address and reads it back", () => {
    for (const side of [{ environment: "staging" }, { environment: "staging", configuration: "blue" }])
      expect(sideOf(sideToText(side))).toEqual(side);
    for (const text of [null, "", "/blue", "a/b/c"]) expect(sideOf(text)).toBeUndefined();
    expect(sideName({ environment: "staging", configuration: "blue" })).toBe("staging / blue");
  });

  it("offers every other configuration, the active one by its environment, and never the place itself", () => {
    const known = [
      configuration("development", "default", true),
      configuration("production", "default", true),
      configuration("production", "blue", false),
      configuration("staging", "default", true),
    ];
    expect(otherSides(place("production"), known).map(sideToText)).toEqual([
      "development",
      "production/blue",
      "staging",
    ]);
    expect(otherSides(place("production", "blue"), known).map(sideToText)).toEqual([
      "development",
      "production",
      "staging",
    ]);
    const suggest = (from: string) => suggestSide(place(from), otherSides(place(from), known))?.environment;
    expect([suggest("production"), suggest("staging"), suggest("development")]).toEqual([
      "staging",
      "production",
      "staging",
    ]);
    expect(suggestSide(place("production"), [])).toBeUndefined();
  });
});
