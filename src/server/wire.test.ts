import superjson from "superjson";
import { describe, expect, it } from "vitest";
import { Secret } from "./crypto";
import { transformer } from "./wire";

const throughTheWire = (value: unknown) => JSON.parse(JSON.stringify(transformer.serialize(value)));

describe("what procedures answer", () => {
  it.each([
    ["a list", [{ key: "A", count: 0, on: false, none: null, tags: ["x", ""] }]],
    ["nothing", null],
    ["a text", "ü 🚢"],
  ])("travels as it is where JSON says it all: %s", (_what, value) => {
    expect(transformer.serialize(value)).toEqual({ json: value });
    expect(superjson.deserialize(throughTheWire(value))).toEqual(value);
  });

  it.each([
    ["a date", { at: new Date(0) }],
    ["undefined", { rows: [{ a: 1 }, { a: undefined }] }],
    ["no number", [Number.NaN, Number.POSITIVE_INFINITY, -0]],
    ["a large number", { count: 2n ** 70n }],
    ["a map and a set", { names: new Map([["a", new Set([1])]]) }],
    ["undefined alone", undefined],
  ])("comes back as it was: %s", (_what, value) => {
    expect(superjson.deserialize(throughTheWire(value))).toEqual(value);
  });

  it("never shows a secret, nor takes over a prototype", () => {
    expect(JSON.stringify(transformer.serialize({ value: new Secret("hidden") }))).not.toContain("hidden");
    for (const name of ["__proto__", "constructor", "prototype"]) {
      const value = JSON.parse(`{"a":[{"${name}":{"b":1}}]}`);
      expect(() => transformer.serialize(value)).toThrow(name);
    }
  });
});
