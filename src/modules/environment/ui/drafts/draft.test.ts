import { describe, expect, it } from "vitest";
import {
  addRow,
  type Drafts,
  editStored,
  isBlank,
  noDrafts,
  pasteEntries,
  patchDraft,
  removeRows,
  type Stored,
  summarize,
  takeBack,
  toChange,
} from "./draft";

const plain: Stored = { key: "PORT", value: "3000", isReference: false, visibility: "plain" };
const masked: Stored = { key: "TOKEN", value: undefined, isReference: false, visibility: "masked" };
const inherited: Stored = { ...plain, key: "HOST", value: "h", inheritedFrom: "production", type: "url" };
const stored = [plain, masked, inherited];
const typed = (value: string, isReference = false) => ({ value, isReference });
const keysOf = ({ list }: Drafts) => list.map(({ key }) => key);

describe("editing what is stored", () => {
  it("counts text that differs, and not text that is what is stored", () => {
    const changed = editStored(noDrafts, plain, typed("4000"));
    expect(keysOf(changed)).toEqual(["PORT"]);
    expect(editStored(changed, plain, typed("3000")).list).toEqual([]);
  });

  it("counts the same text read as a reference", () => {
    expect(keysOf(editStored(noDrafts, plain, typed("3000", true)))).toEqual(["PORT"]);
  });

  it("counts any text for a hidden value, also empty text", () => {
    expect(toChange(editStored(noDrafts, masked, typed("")).list, stored).variables).toEqual({
      TOKEN: { value: "", isReference: false },
    });
  });

  it("overrides an inherited value with what is known of it, also by the same text", () => {
    const change = toChange(editStored(noDrafts, inherited, typed("h")).list, stored);
    expect(change.variables).toEqual({ HOST: { value: "h", isReference: false, visibility: "plain", type: "url" } });
  });

  it("keeps one draft a variable, in its place", () => {
    const one = editStored(editStored(noDrafts, plain, typed("1")), masked, typed("t"));
    const two = editStored(one, plain, typed("2"));
    expect(keysOf(two)).toEqual(["PORT", "TOKEN"]);
    expect(two.list[0]?.edit?.value).toBe("2");
  });
});

describe("removing and taking back", () => {
  it("marks what is stored, drops what is new, and leaves alone what is inherited", () => {
    const drafts = addRow(noDrafts, { id: "+1", key: "NEW" });
    const removed = removeRows(drafts, ["PORT", "+1", "HOST"], stored);
    expect(removed.list).toMatchObject([{ key: "PORT", isRemoved: true }]);
    expect(toChange(removed.list, stored)).toEqual({ variables: {}, unset: ["PORT"] });
  });

  it("takes a removal back to what was typed before it", () => {
    const edited = editStored(noDrafts, plain, typed("4000"));
    const removed = removeRows(edited, ["PORT"], stored);
    expect(toChange(removed.list, stored).unset).toEqual(["PORT"]);
    const back = takeBack(removed, ["PORT"]);
    expect(toChange(back.list, stored)).toEqual({
      variables: { PORT: { value: "4000", isReference: false } },
      unset: [],
    });
    expect(takeBack(back, ["PORT"]).list).toEqual([]);
  });

  it("takes a removal back to nothing where nothing was typed", () => {
    expect(takeBack(removeRows(noDrafts, ["TOKEN"], stored), ["TOKEN"]).list).toEqual([]);
  });

  it("takes back the override of an inherited value", () => {
    const override = editStored(noDrafts, inherited, typed("own"));
    expect(removeRows(override, ["HOST"], stored).list).toEqual([]);
  });
});

describe("new rows", () => {
  it("stand on top and are masked until somebody says otherwise", () => {
    const drafts = addRow(editStored(noDrafts, plain, typed("1")), { id: "+1" });
    expect(drafts.list[0]).toMatchObject({ id: "+1", key: "", visibility: "masked", isNew: true });
    expect(drafts.list.map(isBlank)).toEqual([true, false]);
  });

  it("are saved with what is said of them, and not before they have a name", () => {
    const unnamed = patchDraft(addRow(noDrafts, { id: "+1" }), "+1", { edit: typed("v") });
    expect(toChange(unnamed.list, stored).variables).toEqual({});
    const named = patchDraft(unnamed, "+1", { key: "NEW", metadata: { type: "enum", options: ["v"] } });
    expect(toChange(named.list, stored).variables).toEqual({
      NEW: { value: "v", isReference: false, visibility: "masked", type: "enum", options: ["v"] },
    });
    expect(summarize(named.list, stored)).toEqual({ added: ["NEW"], changed: [], removed: [] });
  });

  it("become a change of what somebody else stored under the name meanwhile, without touching its details", () => {
    const named = addRow(noDrafts, { id: "+1", key: "PORT", edit: typed("1"), visibility: "restricted" });
    expect(toChange(named.list, stored).variables).toEqual({ PORT: { value: "1", isReference: false } });
    expect(summarize(named.list, stored).changed).toEqual(["PORT"]);
  });
});

describe("what a save sends", () => {
  it("leaves out removals of what is gone already and values that have to be typed again", () => {
    const removed = removeRows(noDrafts, ["PORT"], stored);
    const drafts = editStored(removed, masked, { value: undefined, isReference: false });
    expect(drafts.list).toHaveLength(2);
    expect(toChange(drafts.list, [masked])).toEqual({ variables: {}, unset: [] });
  });
});

describe("pasted lines", () => {
  it("change what is set, fill rows that wait, and add the others in their order", () => {
    let count = 0;
    const waiting = addRow(noDrafts, { id: "+0", key: "WAITING" });
    const entries = [
      { key: "B", value: "b" },
      { key: "A", value: "a" },
      { key: "PORT", value: "9" },
      { key: "WAITING", value: "w" },
    ];
    const pasted = pasteEntries(waiting, entries, {
      stored,
      newId: () => `+${++count}`,
      visibilityOf: (key) => (key === "A" ? "plain" : "masked"),
    });
    expect(pasted.list.map(({ key, edit, visibility }) => [key, edit?.value, visibility])).toEqual([
      ["B", "b", "masked"],
      ["A", "a", "plain"],
      ["WAITING", "w", "masked"],
      ["PORT", "9", "plain"],
    ]);
  });
});
