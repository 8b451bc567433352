import { describe, expect, it } from "vitest";
import { addRow, noDrafts, patchDraft } from "./draft";
import { countUnsaved, getDrafts, placeKey, updateDrafts } from "./draft-store";

const place = (environment: string, configuration?: string) => placeKey({ projectId: "p", environment, configuration });

describe("the store of drafts", () => {
  it("keeps the places of a project apart, and the configurations of an environment", () => {
    const keys = [place("production"), place("staging"), place("production", "blue")];
    expect(new Set(keys).size).toBe(3);
    updateDrafts(place("apart"), (drafts) => addRow(drafts, { id: "+1", key: "A" }), "s1");
    expect(getDrafts(place("other"))).toEqual(noDrafts);
    updateDrafts(place("apart"), () => noDrafts, "s1");
  });

  it("remembers the save that was seen when the first change was made, not later ones", () => {
    const key = place("first");
    updateDrafts(key, (drafts) => addRow(drafts, { id: "+1", key: "A" }), "s1");
    updateDrafts(key, (drafts) => addRow(drafts, { id: "+2", key: "B" }), "s2");
    expect(getDrafts(key).baseSnapshotId).toBe("s1");
    updateDrafts(key, (drafts) => ({ ...drafts, list: [] }), "s2");
    expect(getDrafts(key)).toEqual(noDrafts);
    updateDrafts(key, (drafts) => addRow(drafts, { id: "+3", key: "C" }), "s3");
    expect(getDrafts(key).baseSnapshotId).toBe("s3");
    updateDrafts(key, () => noDrafts, "s3");
  });

  it("takes an environment without a save as seen too", () => {
    const key = place("never-saved");
    updateDrafts(key, (drafts) => addRow(drafts, { id: "+1", key: "A" }), null);
    updateDrafts(key, (drafts) => drafts, "s9");
    expect(getDrafts(key).baseSnapshotId).toBeNull();
    updateDrafts(key, () => noDrafts, null);
  });

  it("counts what is not saved in every place, without blank rows", () => {
    const before = countUnsaved();
    updateDrafts(place("count-a"), (drafts) => addRow(drafts, { id: "+1" }), null);
    expect(countUnsaved()).toBe(before);
    updateDrafts(place("count-a"), (drafts) => patchDraft(drafts, "+1", { key: "A" }), null);
    updateDrafts(place("count-b"), (drafts) => addRow(drafts, { id: "+1", key: "B" }), null);
    expect(countUnsaved()).toBe(before + 2);
  });
});
