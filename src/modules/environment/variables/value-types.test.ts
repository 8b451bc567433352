import { expect, it } from "vitest";
import type { VariableType } from "../schema";
import { findMistype, findPatternFault } from "./value-types";

const check = (type: VariableType, value: string, more: { options?: string[]; pattern?: string } = {}) =>
  findMistype(value, { type, options: more.options ?? null, pattern: more.pattern ?? null });

const vectors: Partial<Record<VariableType, { good: string[]; bad: string[] }>> = {
  number: { good: ["0", "-1.5", "+2", ".5", "1e9"], bad: ["x", "1,5", "0x10", "1 ", "NaN", "Infinity", "--1"] },
  boolean: { good: ["true", "FALSE", "1", "off"], bad: ["2", "ja", "true "] },
  json: { good: ["{}", "[1]", '"x"', "null", "{\n}"], bad: ["{", "undefined", "{a:1}"] },
  url: {
    good: ["https://example.com", "postgres://u:p@h:5432/db", "file:./x"],
    bad: ["example.com", "/path", "http://", "https://a b"],
  },
  email: { good: ["a@example.com", "a+b@x.co.uk"], bad: ["a@", "a@b", "@b.c", "a b@c.de", "a@@b.de"] },
  port: { good: ["1", "3000", "65535"], bad: ["0", "65536", "-1", "80a", "3.5"] },
  duration: { good: ["30s", "5m", "1h30m", "250ms", "1.5d"], bad: ["30", "s", "5 m", "1y"] },
};

it.each(Object.entries(vectors))("checks a %s", (type, { good, bad }) => {
  for (const value of good) expect(check(type as VariableType, value), value).toBeUndefined();
  for (const value of bad) expect(check(type as VariableType, value), value).toMatch(/^the value has to be /);
  expect(check(type as VariableType, "")).toBeUndefined();
});

it("takes any text where text is meant, and only the options of an enum", () => {
  for (const type of ["string", "secret", "multiline"] as const) expect(check(type, "a\r\nb {")).toBeUndefined();
  expect(check("enum", "a", { options: ["a", "b"] })).toBeUndefined();
  expect(check("enum", "c", { options: ["a", "b"] })).toBe("the value has to be one of a, b.");
});

it("matches a pattern against the whole value and never repeats the value", () => {
  expect(check("string", "ab12", { pattern: "[a-z]+[0-9]+" })).toBeUndefined();
  const fault = check("string", "xxab12-secret", { pattern: "[a-z]+[0-9]+" });
  expect(fault).toBe("the value does not match the variable's pattern.");
});

it("takes linear time for patterns that blow up elsewhere, and refuses what needs more", () => {
  for (const pattern of ["^(a+)+$", "(a|a)*b", "(.*a){20}"]) {
    expect(findPatternFault(pattern)).toBeUndefined();
    expect(check("string", `${"a".repeat(20_000)}!`, { pattern })).toBeDefined();
  }
  for (const pattern of ["(?=a)", "(a)\\1", "(", "[z-a]"]) expect(findPatternFault(pattern), pattern).toBeDefined();
});
