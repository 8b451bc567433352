import { expect, it } from "vitest";
import { type Form, faultsOf, toForm, toMetadata } from "./details-model";

const form: Form = {
  ...{ type: "string", required: false, description: " What ", visibility: "masked" },
  ...{ example: "", rule: "", pattern: "", options: "" },
};

it("says of a pattern that cannot run in linear time what is wrong", () => {
  expect(faultsOf({ ...form, pattern: "(?=a)b" }).pattern).toContain("not valid RE2 syntax");
  expect(faultsOf({ ...form, pattern: "(" }).pattern).toBeDefined();
  expect(faultsOf({ ...form, pattern: "[a-z]+-[0-9]{2}" })).toEqual({});
});

it("asks an enum for its values, and a secret not to be plain", () => {
  expect(faultsOf({ ...form, type: "enum", options: " \n" }).options).toContain("at least one");
  expect(
    faultsOf({ ...form, type: "enum", options: Array.from({ length: 101 }, (_, n) => n).join("\n") }).options,
  ).toContain("100");
  expect(faultsOf({ ...form, type: "enum", options: "x".repeat(201) }).options).toContain("200");
  expect(faultsOf({ ...form, type: "secret", visibility: "plain" }).visibility).toContain("masked");
});

it("reads each value of an enum once, and none for another type", () => {
  expect(toMetadata({ ...form, type: "enum", options: "a\n b \n\na" }).options).toEqual(["a", "b"]);
  expect(toMetadata({ ...form, options: "a" }).options).toBeNull();
});

it("stores what is left empty as absent, and brings it back", () => {
  const said = toMetadata({ ...form, example: "x", rule: "postgres-url" });
  expect(said).toMatchObject({ description: "What", example: "x", rule: "postgres-url", pattern: null });
  const { visibility, ...metadata } = said;
  const draft = { id: "+1", key: "K", isNew: true, isRemoved: false, edit: undefined, visibility, metadata };
  expect(toMetadata(toForm({ id: "+1", key: "K", stored: undefined, draft }))).toEqual(said);
});
