import { describe, expect, it } from "vitest";
import { catalogOptions } from "../options";
import { accessOf, sharedAccess } from "./option-access";

const groupOf = (field: string) => {
  const group = catalogOptions.find((candidate) => candidate.field === field);
  if (!group) throw new Error(`There is no group ${field}.`);
  return group;
};
const textOf = (field: string, value: string) => {
  const option = groupOf(field).options.find((candidate) => candidate.value === value);
  return option && accessOf(option)?.text;
};

describe("what an option needs", () => {
  it.each([
    ["extras", "docker", "Runs here"],
    ["extras", "payments", "Needs a Stripe account"],
    ["database", "drizzle-sqlite", "No account; needs a disk that stays, or a Turso database"],
    ["aiProvider", "bedrock", "Needs AWS credentials and a region"],
    ["database", "none", undefined],
  ])("says of %s %s: %s", (field, value, text) => expect(textOf(field, value)).toBe(text));

  it("is said once where a whole group agrees, and only there", () => {
    expect(sharedAccess(groupOf("framework"))?.text).toBe("Runs here without an account");
    expect(sharedAccess(groupOf("aiTemplate"))).toMatchObject({ isLocal: false });
    for (const field of ["database", "auth", "aiProvider", "extras"]) {
      expect(sharedAccess(groupOf(field)), field).toBeUndefined();
    }
  });
});
