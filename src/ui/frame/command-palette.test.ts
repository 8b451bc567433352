import { describe, expect, it } from "vitest";
import { filterEntries } from "./command-palette";

describe("filterEntries", () => {
  const entries = [
    { label: "Use the dark theme", keywords: "appearance", group: "Settings" },
    { label: "shop", group: "Projects" },
  ];

  it("finds by every word, in any order, over label, keywords and group", () => {
    expect(filterEntries(entries, "THEME appear")).toEqual([entries[0]]);
    expect(filterEntries(entries, "project sh")).toEqual([entries[1]]);
    expect(filterEntries(entries, "  ")).toEqual(entries);
    expect(filterEntries(entries, "theme shop")).toEqual([]);
  });
});
