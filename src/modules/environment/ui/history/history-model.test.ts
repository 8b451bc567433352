import { describe, expect, it } from "vitest";
import type { HistoryEntry } from "../../snapshots/schema";
import { bySave, describeCause, describeChange, groupByDay } from "./history-model";

const entry = (seq: number, at: Date): HistoryEntry => ({
  snapshotId: `s${seq}`,
  seq,
  at: at.toISOString(),
  author: "u",
  authorName: "Ada",
  cause: "edit",
  reason: null,
  added: [],
  changed: [],
  removed: [],
});

describe("the history", () => {
  it("says each cause that Berth writes in words", () => {
    expect(describeCause("edit").words).toBe("Edited");
    expect(describeCause("restore of 12")).toEqual({ kind: "restored", words: "Restored save 12" });
    expect(describeCause("copy from staging / blue").words).toBe("Copied from staging / blue");
    expect(describeCause("template Next.js").words).toBe("Began with the template Next.js");
    expect(describeCause("set to retry deployment d-1")).toMatchObject({ deploymentId: "d-1" });
    expect(describeCause("deployment").kind).toBe("deployment");
  });

  it("shows a cause of a program as it stands, also one named like a property of every object", () => {
    expect(describeCause("nightly rotation").words).toBe("Nightly rotation");
    expect(describeCause("constructor").words).toBe("Constructor");
    expect(describeCause("").words).toBe("");
  });

  it("groups by the reader's days and keeps the order", () => {
    const now = new Date(2026, 0, 1, 0, 30);
    const days = groupByDay(
      [
        entry(5, new Date(2026, 0, 1, 0, 10)),
        entry(4, new Date(2025, 11, 31, 23, 50)),
        entry(3, new Date(2025, 11, 31, 8)),
        entry(2, new Date(2025, 11, 30, 8)),
        entry(1, new Date(2024, 1, 29, 8)),
      ],
      now,
    );
    expect(days.map(({ label, entries }) => [label, entries.map(({ seq }) => seq)])).toEqual([
      ["Today", [5]],
      ["Yesterday", [4, 3]],
      ["December 30, 2025", [2]],
      ["February 29, 2024", [1]],
    ]);
    expect(groupByDay([entry(1, new Date(2026, 5, 3))], new Date(2026, 5, 20))[0]?.label).toBe("Wednesday, June 3");
    expect(groupByDay([], now)).toEqual([]);
  });

  it("finds the deployments of a save", () => {
    const found = bySave([{ id: 1, snapshotId: "a" }, { id: 2 }, { id: 3, snapshotId: "a" }]);
    expect(found.get("a")?.map(({ id }) => id)).toEqual([1, 3]);
    expect(found.size).toBe(1);
  });

  it("counts what a save did", () => {
    expect(describeChange({ added: ["A", "B"], changed: [], removed: ["C"] })).toBe("2 added, 1 removed");
    expect(describeChange({ added: [], changed: [], removed: [] })).toBe("No value changed");
  });
});
