import { describe, expect, it } from "vitest";
import { addRow, type Draft, type Drafts, noDrafts } from "./draft";
import { fromKept, toKept } from "./kept-drafts";

const row = (over: Partial<Draft>): Drafts =>
  addRow(
    { ...noDrafts, baseSnapshotId: "s1", reason: "why" },
    { id: "+1", key: "KEY", edit: { value: "the-value", isReference: false }, ...over },
  );
const again = (drafts: Drafts) => fromKept(JSON.stringify(toKept(drafts)));

describe("drafts over a reload", () => {
  it("bring plain values back with the save they stand against", () => {
    const drafts = row({ visibility: "plain", metadata: { type: "url" } });
    expect(again(drafts)).toEqual(drafts);
  });

  it.each([
    ["masked", { visibility: "masked" }],
    ["restricted", { visibility: "restricted" }],
    ["of the type secret", { visibility: "plain", metadata: { type: "secret" } }],
  ] as const)("never write a value that is %s", (_, over) => {
    expect(JSON.stringify(toKept(row(over)))).not.toContain("the-value");
    expect(again(row(over)).list[0]).toMatchObject({ key: "KEY", edit: { value: undefined, isReference: false } });
  });

  it("forget a row with neither a name nor a value", () => {
    expect(again(row({ key: "", edit: { value: "", isReference: false } })).list).toEqual([]);
  });

  it("keep removals", () => {
    const removed = row({ isRemoved: true, isNew: false, edit: undefined });
    expect(again(removed).list[0]).toMatchObject({ key: "KEY", isRemoved: true, edit: undefined });
  });

  it.each([null, "", "{", "[]", '{"list":[{"id":1}]}', '{"baseSnapshotId":null,"reason":"","list":"x"}'])(
    "count text of another make as none: %s",
    (text) => expect(fromKept(text)).toEqual(noDrafts),
  );
});
