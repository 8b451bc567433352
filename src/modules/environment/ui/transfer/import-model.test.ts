import { describe, expect, it } from "vitest";
import type { VariableSummary } from "../../schema";
import type { ImportLine } from "../../transfer/schema";
import { guessVisibility } from "./guess-visibility";
import { choose, countStatuses, noChoices, rowsOf, show, variablesToSet, visibilityOf } from "./import-model";

const variable = (key: string, more: Partial<VariableSummary> = {}): VariableSummary => ({
  id: key,
  key,
  type: "string",
  required: false,
  description: "",
  example: null,
  rule: null,
  pattern: null,
  options: null,
  visibility: "masked",
  sensitive: true,
  version: 1,
  updatedAt: "2026-01-01T00:00:00.000Z",
  author: "berth",
  authorName: "Berth",
  isReference: false,
  ...more,
});
const lines: ImportLine[] = [
  { key: "SAME", status: "unchanged" },
  { key: "NEW", status: "added" },
  { key: "OLD", status: "changed" },
  { key: "two words", status: "invalid", message: "Use letters." },
  { key: "LOCKED", status: "changed" },
  { key: "NEXT_PUBLIC_NAME", status: "added" },
  { key: "BASE", status: "changed" },
];
const values = new Map([
  ["SAME", "s"],
  ["NEW", "n"],
  ["OLD", "o"],
  ["two words", "x"],
  ["LOCKED", "l"],
  ["NEXT_PUBLIC_NAME", "Shop"],
  ["BASE", "b"],
]);
const variables = [
  variable("SAME"),
  variable("OLD", { visibility: "plain", sensitive: false, isReference: true }),
  variable("LOCKED", { visibility: "restricted" }),
  variable("BASE", { visibility: "restricted", inheritedFrom: "staging" }),
];
const rows = rowsOf(lines, values, variables);
const rowOf = (key: string) => rows.find((row) => row.key === key) ?? expect.unreachable(key);

describe("what is offered", () => {
  it("puts first what needs a look", () => {
    expect(rows.map(({ key }) => key)).toEqual([
      "two words",
      "OLD",
      "LOCKED",
      "BASE",
      "NEW",
      "NEXT_PUBLIC_NAME",
      "SAME",
    ]);
    expect(countStatuses(rows)).toEqual({ added: 2, changed: 3, unchanged: 1, invalid: 1 });
  });

  it("keeps the visibility of what is set, and what is restricted stays so", () => {
    expect(rowOf("OLD").visibility).toBe("plain");
    expect(rowOf("LOCKED")).toMatchObject({ visibility: "restricted", choices: ["restricted"] });
    expect(rowOf("BASE")).toMatchObject({ visibility: "restricted", choices: ["plain", "masked", "restricted"] });
    expect(rowOf("NEW").visibility).toBe("masked");
  });

  it("says what happens to a reference and to an inherited value, and what is wrong with a text", () => {
    expect(rowOf("OLD").notes.join()).toContain("refers to another variable");
    expect(rowOf("BASE").notes.join()).toContain("Inherited from staging");
    expect(rowOf("two words").notes).toEqual(["Use letters."]);
    const notesOf = (key: string, value: string) =>
      rowsOf([{ key, status: "added" }], new Map([[key, value]]), [])[0]?.notes.join(" ");
    expect(notesOf("KEY", "")).toContain("empty text");
    expect(notesOf("KEY", " padded")).toContain("whitespace");
    expect(notesOf("KEY", "changeme")).toContain("placeholder");
    expect(notesOf("NEXT_PUBLIC_KEY", "sk_live_abcdefgh1")).toContain("every visitor");
    expect(notesOf("DATABASE_URL", "https://db.example.com")).not.toBe("");
    expect(notesOf("STRIPE_SECRET_KEY", "pk_test_51abcdefghijklmnop")).not.toContain("51abcdefghijklmnop");
  });
});

describe("what is sent", () => {
  it("is all that can be saved, with a visibility only where it is new", () => {
    expect(variablesToSet(rows, values, noChoices)).toEqual({
      OLD: { value: "o" },
      LOCKED: { value: "l" },
      BASE: { value: "b", visibility: "restricted" },
      NEW: { value: "n", visibility: "masked" },
      NEXT_PUBLIC_NAME: { value: "Shop", visibility: "plain" },
    });
  });

  it("leaves out what a person leaves out, and takes it in again", () => {
    const without = choose(noChoices, [rowOf("NEW"), rowOf("OLD")], false);
    expect(Object.keys(variablesToSet(rows, values, without))).toEqual(["LOCKED", "BASE", "NEXT_PUBLIC_NAME"]);
    expect(Object.keys(variablesToSet(rows, values, choose(without, rows, true)))).toHaveLength(5);
  });

  it("has the visibility chosen for all, but for those that cannot have it", () => {
    const sent = variablesToSet(rows, values, show(noChoices, rows, "plain"));
    expect(sent).toMatchObject({ NEW: { visibility: "plain" }, BASE: { visibility: "plain" } });
    expect(sent.LOCKED).toEqual({ value: "l" });
    expect(visibilityOf(rowOf("LOCKED"), { ...noChoices, visibility: new Map([["LOCKED", "plain"]]) })).toBe(
      "restricted",
    );
    const secret = rowsOf([{ key: "KEY", status: "changed" }], new Map([["KEY", "v"]]), [
      variable("KEY", { type: "secret" }),
    ]);
    expect(variablesToSet(secret, new Map([["KEY", "v"]]), show(noChoices, secret, "plain"))).toEqual({
      KEY: { value: "v" },
    });
  });

  it("holds a name like that of an object's own parts as a name", () => {
    const odd = rowsOf([{ key: "toString", status: "added" }], new Map([["toString", "v"]]), []);
    expect(variablesToSet(odd, new Map([["toString", "v"]]), noChoices)).toEqual({
      toString: { value: "v", visibility: "masked" },
    });
  });
});

describe("guessVisibility", () => {
  it.each([
    ["PORT", "3000"],
    ["LOG_LEVEL", "debug"],
    ["AWS_REGION", "eu-central-1"],
    ["NEXT_PUBLIC_KEY", "pk_live_abc"],
    ["APP_URL", "https://shop.example.com"],
  ])("takes %s for plain", (key, value) => expect(guessVisibility(key, value)).toBe("plain"));

  it.each([
    ["API_KEY", "x"],
    ["TOKEN_HOST", "x"],
    ["NEXT_PUBLIC_KEY", "sk_live_abcdefgh1"],
    ["DB_HOST", "postgres://u:p@db/app"],
    ["APP_URL", "https://user:pass@shop.example.com"],
    ["PORTAL", "3000"],
    ["HOSTED", "x"],
  ])("keeps %s hidden", (key, value) => expect(guessVisibility(key, value)).toBe("masked"));
});
