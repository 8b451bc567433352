import { expect, it } from "vitest";
import { clerkOverrides, hoisted, versions } from "../versions";
import { groupsOf, groupsWith } from "./groups";

const pinned = Object.keys({ ...clerkOverrides, ...hoisted, ...versions });
const groups = groupsOf(pinned);

it("puts every pinned package in exactly one group", () => {
  expect(groups.flatMap(({ packages }) => packages).sort()).toEqual([...pinned].sort());
});

it("raises together what is of no use apart", () => {
  const partners = (name: string) => groupsWith(groups, [name]).flatMap(({ packages }) => packages);
  expect(partners("react")).toContain("next");
  expect(partners("@clerk/nextjs")).toContain("@clerk/shared");
  expect(partners("ai")).toEqual(expect.arrayContaining(["@ai-sdk/react", "@ai-sdk/provider-utils"]));
  expect(partners("zod")).toEqual(["zod"]);
});

it("asks the same number only of members of the group", () => {
  for (const { packages, same = [] } of groups) expect(packages).toEqual(expect.arrayContaining([...same]));
});

it("leaves out groups that the catalog has nothing of, and refuses names it does not pin", () => {
  expect(groupsOf(["zod"])).toEqual([{ name: "zod", packages: ["zod"] }]);
  expect(() => groupsWith(groups, ["zod", "left-pad"])).toThrow("The catalog has no left-pad.");
});
