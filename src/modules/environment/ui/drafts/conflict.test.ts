import { describe, expect, it } from "vitest";
import type { HistoryEntry } from "../../snapshots/schema";
import { changesSince, readConflict, resolveConflict } from "./conflict";
import { addRow, type Drafts, editStored, noDrafts, removeRows, type Stored, toChange } from "./draft";

const refused = (code: string, details: unknown) => ({ data: { error: { code, message: "No.", details } } });
const overlap = { latestSnapshotId: "s2", changedKeys: ["A", "B"], conflicts: ["A"], yours: ["A", "C"], changedBy: [] };

describe("a refused save", () => {
  it("tells what others changed", () => {
    expect(readConflict(refused("CONFLICT", overlap))).toEqual({
      kind: "overlap",
      message: "No.",
      latestSnapshotId: "s2",
      changedKeys: ["A", "B"],
      conflicts: ["A"],
    });
  });

  it("tells that another configuration is active", () => {
    const error = refused("CONFLICT", { expectedSnapshotId: "s1", configuration: "blue" });
    expect(readConflict(error)).toEqual({ kind: "moved", message: "No.", configuration: "blue" });
  });

  it.each([undefined, new Error("x"), refused("FORBIDDEN", overlap), refused("CONFLICT", undefined), { data: null }])(
    "is no conflict otherwise",
    (error) => expect(readConflict(error)).toBeUndefined(),
  );
});

describe("deciding a conflict", () => {
  const stored = ["A", "B", "C"].map((key): Stored => {
    return { key, value: "old", isReference: false, visibility: "plain" };
  });
  const [a, b, c] = stored as [Stored, Stored, Stored];
  const typed = (value: string) => ({ value, isReference: false });
  const drafts = [a, b].reduce<Drafts>((before, each) => editStored(before, each, typed("mine")), {
    ...removeRows(noDrafts, [c.key], stored),
    baseSnapshotId: "s1",
    reason: "because",
  });

  it("keeps mine and drops what is taken from others, against the latest save, and loses nothing else", () => {
    const after = resolveConflict(drafts, { A: "theirs", B: "mine" }, "s2");
    expect(after).toMatchObject({ baseSnapshotId: "s2", reason: "because" });
    expect(toChange(after.list, stored)).toEqual({
      variables: { B: { value: "mine", isReference: false } },
      unset: ["C"],
    });
  });

  it("drops a new row whose name somebody else took", () => {
    const named = addRow(drafts, { id: "+1", key: "NEW", edit: typed("v") });
    expect(resolveConflict(named, { NEW: "theirs" }, "s2").list.map(({ key }) => key)).toEqual(["C", "A", "B"]);
  });

  it("does not remove again what somebody else removed", () => {
    const after = resolveConflict(drafts, { A: "mine" }, "s2");
    expect(toChange(after.list, [a, b]).unset).toEqual([]);
  });
});

describe("who changed what", () => {
  const entry = (snapshotId: string, authorName: string, names: Partial<HistoryEntry>): HistoryEntry => ({
    ...{ snapshotId, seq: 1, at: `at ${snapshotId}`, author: "u", authorName, cause: "edit", reason: null },
    ...{ added: [], changed: [], removed: [], ...names },
  });
  const entries = [
    entry("s4", "Ada", { removed: ["A"] }),
    entry("s3", "Bob", { changed: ["A"], added: ["B"] }),
    entry("s2", "Eve", { changed: ["C"] }),
    entry("s1", "Zoe", { changed: ["D"] }),
  ];

  it("is the last one after the save that was seen", () => {
    const found = changesSince(entries, "s2");
    expect([...found]).toEqual([
      ["A", { authorName: "Ada", at: "at s4", kind: "removed" }],
      ["B", { authorName: "Bob", at: "at s3", kind: "added" }],
    ]);
  });

  it("is told of as far back as the entries go", () => {
    expect(changesSince(entries, "older").get("D")?.authorName).toBe("Zoe");
    expect(changesSince([], "s1").size).toBe(0);
  });
});
