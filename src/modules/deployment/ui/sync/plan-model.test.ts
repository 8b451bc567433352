import { describe, expect, it } from "vitest";
import type { SyncItem, SyncPlan } from "../../sync/schema";
import {
  berthsSide,
  countChosen,
  describeChosen,
  describeOutcomes,
  describeQuiet,
  isOnlyRetry,
  sortItems,
  tellChosen,
  tellDrift,
  tellKept,
} from "./plan-model";

const item = (key: string, change: SyncItem["change"], drift?: SyncItem["drift"]): SyncItem => {
  return { key, change, sensitive: false, ...(drift ? { drift } : {}) };
};
const items = [
  item("SAME", "same"),
  item("UPDATED", "update"),
  item("THEIRS", "foreign"),
  item("GONE", "remove"),
  item("EDITED", "update", "edited"),
  item("B", "add"),
  item("A", "add"),
  item("DROPPED", "remove", "edited"),
];

describe("a plan on the page", () => {
  it("begins with what asks for a decision, and ends with what stays", () => {
    expect(sortItems(items).map(({ key }) => key)).toEqual([
      "DROPPED",
      "EDITED",
      "A",
      "B",
      "UPDATED",
      "GONE",
      "SAME",
      "THEIRS",
    ]);
  });

  it("counts what an apply would do with the choices made", () => {
    expect(countChosen(items, new Set())).toEqual({ set: 3, remove: 1, kept: 2 });
    expect(countChosen(items, new Set(["EDITED", "DROPPED", "SAME"]))).toEqual({ set: 4, remove: 2, kept: 0 });
  });

  it("says so in words that fit the number", () => {
    expect(describeChosen({ set: 2, remove: 1, kept: 0 })).toBe("Set 2 and remove 1");
    expect(describeChosen({ set: 0, remove: 1, kept: 0 })).toBe("Remove 1");
    expect(tellChosen({ set: 1, remove: 0, kept: 0 }, "Vercel")).toBe("1 variable is set on Vercel.");
    expect(tellChosen({ set: 2, remove: 1, kept: 0 }, "Vercel")).toBe(
      "2 variables are set on Vercel, and 1 is removed.",
    );
    expect(tellChosen({ set: 0, remove: 2, kept: 0 }, "Render")).toBe("2 variables are removed from Render.");
    expect(tellKept(1, "Vercel")).toMatch(/^1 variable that was changed there keeps/);
    expect(tellKept(2, "Vercel")).toMatch(/^2 variables that were changed there keep /);
    expect(describeQuiet([item("A", "same"), item("B", "foreign")])).toBe("1 the same, 1 not set by Berth");
  });

  it("tells what somebody did there, and what Berth's side is", () => {
    expect(tellDrift(item("A", "update", "edited"), "vercel")).toBe("Changed on Vercel since Berth sent it.");
    expect(tellDrift(item("A", "remove", "edited"), "vercel")).toContain("not set in Berth any more");
    expect(tellDrift(item("A", "add", "removed"), "render")).toBe("Removed on Render since Berth sent it.");
    expect(tellDrift(item("A", "update", "added"), "railway")).toContain("by somebody else");
    expect(tellDrift(item("A", "update"), "vercel")).toBeUndefined();
    expect(berthsSide(item("A", "remove", "edited"))).toBe("Remove it there");
    expect(berthsSide(item("A", "add", "removed"))).toBe("Use Berth's value");
  });

  it("sums up what became of it", () => {
    expect(describeOutcomes([])).toBe("Nothing was sent");
    expect(
      describeOutcomes([
        { key: "A", outcome: "set" },
        { key: "B", outcome: "failed" },
        { key: "C", outcome: "set" },
      ]),
    ).toBe("2 set, 1 failed");
  });

  it("tries again by itself only what failed before", () => {
    const plan = (wanted: SyncItem[]) => ({ items: wanted }) as SyncPlan;
    const failed = new Set(["A"]);
    expect(isOnlyRetry(plan([item("A", "add"), item("S", "same"), item("D", "update", "edited")]), failed)).toBe(true);
    expect(isOnlyRetry(plan([item("A", "add"), item("NEW", "update")]), failed)).toBe(false);
  });
});
