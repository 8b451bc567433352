import { describe, expect, it } from "vitest";
import type { MetadataPatch, VariableSummary } from "../../schema";
import { addRow, noDrafts } from "./draft";
import { checkRow, checkValue } from "./draft-checks";
import { buildRows } from "./table-rows";

const check = (key: string, value: string, metadata: MetadataPatch = {}, isReference = false) =>
  checkValue({ key, value, isReference, metadata, environment: "production" });

describe("a value", () => {
  it.each([
    ["PORT", "70000", { type: "port" }, "port from 1 to 65535"],
    ["MODE", "fast", { type: "enum", options: ["slow"] }, "one of slow"],
    ["ID", "x1", { pattern: "[a-z]+" }, "pattern"],
    ["TEXT", "a\0b", {}, "NUL byte"],
    ["TEXT", "\ud800", {}, "well-formed"],
    ["TEXT", "x".repeat(65_537), {}, "64 KiB"],
  ] as [string, string, MetadataPatch, string][])(
    "is refused as the server would: %s",
    (key, value, metadata, said) => {
      expect(check(key, value, metadata)).toMatchObject({ level: "refused", message: expect.stringContaining(said) });
    },
  );

  it("blocks a deployment by the rule of its provider, and can still be saved", () => {
    expect(check("DATABASE_URL", "mysql://u:p@h/d")).toMatchObject({ level: "blocks" });
  });

  it("only warns where vendors change their forms", () => {
    expect(check("ANTHROPIC_API_KEY", "something-else-that-is-long-enough")).toMatchObject({ level: "warns" });
  });

  it("is right when it is empty or nobody knows better", () => {
    expect(check("DATABASE_URL", "")).toBeUndefined();
    expect(check("ANYTHING", "some text")).toBeUndefined();
  });

  it("is not judged as text when it is a reference, but has to hold one", () => {
    expect(check("PORT", `\${{production.PORT}}`, { type: "port" }, true)).toBeUndefined();
    expect(check("PORT", `\${{}}`, {}, true)).toMatchObject({ level: "refused" });
    expect(check("PORT", "3000", {}, true)).toMatchObject({ level: "refused" });
  });

  it("is never repeated in a message", () => {
    expect(check("DATABASE_URL", "mysql://user:hunter2@h/d")?.message).not.toContain("hunter2");
  });
});

describe("a row", () => {
  const of = (over: Parameters<typeof addRow>[1], taken: string[] = []) => {
    const [row] = buildRows([], addRow(noDrafts, over).list);
    if (!row) throw new Error("No row.");
    return checkRow(row, { environment: "production", taken: new Set(taken) })?.message;
  };

  it("needs a name that can be one and that no other row has", () => {
    expect(of({ id: "+1" })).toContain("Give it a name");
    expect(of({ id: "+1", key: "1A" })).toContain("not starting with a digit");
    expect(of({ id: "+1", key: "\u0410PI" })).toContain("letters, digits and underscores");
    expect(of({ id: "+1", key: "__proto__" })).toContain("reserved");
    expect(of({ id: "+1", key: "A" }, ["A"])).toContain("set already");
    expect(of({ id: "+1", key: "A" }, ["B"])).toBeUndefined();
  });

  it("needs a hidden value again after a reload", () => {
    expect(of({ id: "+1", key: "A", edit: { value: undefined, isReference: false } })).toContain(
      "Type the value again",
    );
  });

  it("that is removed needs nothing", () => {
    const { list } = addRow(noDrafts, { id: "+1", key: "1A", isRemoved: true });
    const row = { id: "+1", key: "1A", stored: undefined, draft: list[0] };
    expect(checkRow(row, { environment: "production", taken: new Set() })).toBeUndefined();
  });

  it("of a reserved name that is stored leaves the word about it to its owner, unless nobody can allow it", () => {
    const stored = (key: string, reserved?: VariableSummary["reserved"], value = "--no-warnings") => {
      const [row] = buildRows([storedOf(key, value, reserved)], []);
      return row && checkRow(row, { environment: "production", taken: new Set() });
    };
    expect(stored("NODE_OPTIONS", "refused")).toBeUndefined();
    expect(stored("NODE_OPTIONS", "allowed")).toBeUndefined();
    expect(stored("PATH", "refused")).toMatchObject({ level: "blocks" });
    expect(of({ id: "+1", key: "NODE_OPTIONS", edit: { value: "--no-warnings", isReference: false } })).toContain(
      "until an owner allows it",
    );
  });
});

function storedOf(key: string, value: string, reserved: VariableSummary["reserved"]): VariableSummary {
  return {
    id: key,
    key,
    value,
    reserved,
    type: "string",
    required: false,
    description: "",
    example: null,
    rule: null,
    pattern: null,
    options: null,
    visibility: "plain",
    sensitive: false,
    version: 1,
    updatedAt: "2026-01-01T00:00:00.000Z",
    author: "user",
    authorName: "Owner",
    isReference: false,
  };
}
