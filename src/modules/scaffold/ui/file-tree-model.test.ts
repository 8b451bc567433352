import { describe, expect, it } from "vitest";
import { compareFiles, treeRows } from "./file-tree-model";

const file = (path: string, content = "") => ({ path, content, mode: 0o644 });
const files = [file("README.md"), file("src/app/page.tsx"), file("src/env.ts"), file("drizzle/0000.sql")];

describe("treeRows", () => {
  it("puts folders before files and each folder once", () => {
    const rows = treeRows(files, new Map(), new Set());
    expect(rows.map(({ path, depth }) => [path, depth])).toEqual([
      ["drizzle", 0],
      ["drizzle/0000.sql", 1],
      ["src", 0],
      ["src/app", 1],
      ["src/app/page.tsx", 2],
      ["src/env.ts", 1],
      ["README.md", 0],
    ]);
  });

  it("hides everything inside a closed folder, folders too", () => {
    const rows = treeRows(files, new Map(), new Set(["src"]));
    expect(rows.map(({ path }) => path)).toEqual(["drizzle", "drizzle/0000.sql", "src", "README.md"]);
  });

  it("marks the folders that hold a change", () => {
    const rows = treeRows(files, new Map([["src/app/page.tsx", "added"]]), new Set());
    expect(rows.filter(({ mark }) => mark).map(({ path }) => path)).toEqual(["src", "src/app", "src/app/page.tsx"]);
  });
});

describe("compareFiles", () => {
  it("tells added, changed and removed files apart", () => {
    const before = [file("a", "1"), file("b", "1"), file("c", "1")];
    const { marks, removed } = compareFiles(before, [file("a", "1"), file("b", "2"), file("d", "1")]);
    expect([...marks]).toEqual([
      ["b", "changed"],
      ["d", "added"],
    ]);
    expect(removed).toEqual(["c"]);
  });
});
