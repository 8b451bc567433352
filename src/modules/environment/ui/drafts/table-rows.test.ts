import { describe, expect, it } from "vitest";
import type { VariableSummary } from "../../schema";
import { addRow, editStored, noDrafts, removeRows } from "./draft";
import { arrangeRows, buildRows, type RowFilter, toggleSelection } from "./table-rows";

const variable = (key: string, over: Partial<VariableSummary> = {}): VariableSummary => ({
  ...{ id: key, key, sensitive: false, version: 1, updatedAt: "2026-01-01", author: "u", authorName: "Ada" },
  ...{ isReference: false, value: `value of ${key}`, type: "string", required: false, description: "" },
  ...{ example: null, rule: null, pattern: null, options: null, visibility: "plain" as const },
  ...over,
});
const variables = [
  variable("B", { updatedAt: "2026-03-01" }),
  variable("A", { visibility: "masked", value: undefined, description: "Key of the shop" }),
  variable("C", { isReference: true, inheritedFrom: "production" }),
];
const typed = { value: "new", isReference: false };
const name = { by: "name", isDescending: false } as const;
const shown = (
  rows: ReturnType<typeof buildRows>,
  {
    search = "",
    filter = "all",
    order = name,
  }: { search?: string; filter?: RowFilter; order?: Parameters<typeof arrangeRows>[1]["order"] },
) => arrangeRows(rows, { search, filter, order, hasProblem: ({ key }) => key === "B" }).map(({ key }) => key);

describe("rows", () => {
  it("join what is stored with what is typed, new rows first", () => {
    const [, b] = [variables[1], variables[0]];
    if (!b) throw new Error("No variable.");
    const drafts = addRow(editStored(noDrafts, b, typed), { id: "+1", key: "Z" });
    const rows = buildRows(variables, drafts.list);
    expect(rows.map(({ id, draft }) => [id, draft?.edit?.value])).toEqual([
      ["+1", ""],
      ["B", "new"],
      ["A", undefined],
      ["C", undefined],
    ]);
  });

  it("keep what was typed for a variable that somebody else removed, and forget its removal", () => {
    const gone = variable("GONE");
    expect(buildRows([], editStored(noDrafts, gone, typed).list).map(({ key }) => key)).toEqual(["GONE"]);
    expect(buildRows([], removeRows(noDrafts, ["GONE"], [gone]).list)).toEqual([]);
  });
});

describe("what is shown", () => {
  const rows = buildRows(variables, addRow(noDrafts, { id: "+1", key: "Z" }).list);

  it("is found by name, description and plain value, and never hides a new row", () => {
    expect(shown(rows, { search: " VALUE OF b " })).toEqual(["Z", "B"]);
    expect(shown(rows, { search: "shop" })).toEqual(["Z", "A"]);
    expect(shown(rows, { search: "nothing like it" })).toEqual(["Z"]);
  });

  it.each([
    ["all", ["Z", "A", "B", "C"]],
    ["secret", ["Z", "A"]],
    ["plain", ["Z", "B", "C"]],
    ["references", ["Z", "C"]],
    ["inherited", ["Z", "C"]],
    ["problems", ["Z", "B"]],
    ["unsaved", ["Z"]],
  ] as const)("follows the filter %s", (filter, keys) => {
    expect(shown(rows, { filter })).toEqual(keys);
  });

  it("is ordered by name or time, either way", () => {
    expect(shown(rows, { order: { by: "name", isDescending: true } })).toEqual(["Z", "C", "B", "A"]);
    expect(shown(rows, { order: { by: "updated", isDescending: true } })).toEqual(["Z", "B", "A", "C"]);
  });
});

describe("the selection", () => {
  const ids = ["a", "b", "c", "d", "e"];
  const press = (selected: string[], id: string, anchor?: string) =>
    [...toggleSelection(new Set(selected), { id, anchor, isRange: anchor !== undefined }, ids)].sort();

  it("takes one row in and out", () => {
    expect(press([], "b")).toEqual(["b"]);
    expect(press(["a", "b"], "b")).toEqual(["a"]);
  });

  it("takes a range in either direction, and out again", () => {
    expect(press(["b"], "d", "b")).toEqual(["b", "c", "d"]);
    expect(press(["d"], "b", "d")).toEqual(["b", "c", "d"]);
    expect(press(["a", "b", "c", "d"], "b", "d")).toEqual(["a"]);
  });

  it("takes the row alone when the other end is not shown any more", () => {
    expect(press([], "c", "gone")).toEqual(["c"]);
  });

  it("keeps rows that the search hides", () => {
    expect(press(["hidden"], "a")).toEqual(["a", "hidden"]);
  });
});
