import { describe, expect, it } from "vitest";
import type { CheckStatus } from "../../schema";
import type { UsageStatus, VariableUsage } from "../../usage/schema";
import {
  checkSummary,
  descriptionOf,
  factsOf,
  faultsOf,
  filtersOf,
  linesOf,
  messageOf,
  removableOf,
  summaryOf,
} from "./needs-model";

const line = (key: string, status: UsageStatus, more: Partial<VariableUsage> = {}): VariableUsage => ({
  ...{ key, status, required: true, sensitive: true, description: "", feature: "Mail", hasTest: false, places: [] },
  isGenerated: false,
  ...more,
});
const none = { set: 0, missing: 0, filled: 0, optional: 0, unused: 0 };

describe("linesOf", () => {
  const variables = [
    line("Z_UNUSED", "unused"),
    line("B_SET", "set", { provider: "Stripe" }),
    line("A_OPTIONAL", "optional"),
    line("C_MISSING", "missing", { description: "Key of the shop" }),
    line("A_SET", "set"),
  ];
  const keys = (...args: [Parameters<typeof linesOf>[1], string]) => linesOf(variables, ...args).map(({ key }) => key);

  it("puts what is missing first, then goes by state and name", () => {
    expect(keys("all", "")).toEqual(["C_MISSING", "A_SET", "B_SET", "A_OPTIONAL", "Z_UNUSED"]);
    expect(variables[0]?.key).toBe("Z_UNUSED");
  });

  it("narrows by state, and searches names, descriptions and providers", () => {
    expect(keys("needed", "")).not.toContain("Z_UNUSED");
    expect(keys("set", "")).toEqual(["A_SET", "B_SET"]);
    expect(keys("all", " stripe ")).toEqual(["B_SET"]);
    expect(keys("all", "of the shop")).toEqual(["C_MISSING"]);
    expect(keys("unused", "stripe")).toEqual([]);
  });
});

describe("summaryOf", () => {
  it("says in one line how things stand", () => {
    expect(summaryOf({ needed: 12, counts: { ...none, missing: 3 } })).toBe("3 of 12 needed variables are missing.");
    expect(summaryOf({ needed: 2, counts: { ...none, missing: 1, unused: 1 } })).toBe(
      "1 of 2 needed variables is missing. 1 variable set here is read nowhere.",
    );
    expect(summaryOf({ needed: 1, counts: { ...none, missing: 1 } })).toBe("1 of 1 needed variable is missing.");
    expect(summaryOf({ needed: 4, counts: { ...none, set: 4 } })).toBe("Nothing is missing: 4 variables needed.");
    expect(summaryOf({ needed: 0, counts: { ...none, unused: 2 } })).toBe(
      "The project reads no variable. 2 variables set here are read nowhere.",
    );
  });
});

it("counts what each filter leaves", () => {
  const variables = [line("A", "set"), line("B", "unused")];
  const filters = filtersOf({ variables, needed: 1, counts: { ...none, set: 1, unused: 1 } });
  for (const { id, count } of filters) expect([id, linesOf(variables, id, "").length]).toEqual([id, count]);
});

it("says of a platform's own variable that it is referenced", () => {
  const supplied = line("VERCEL_URL", "filled", { suppliedBy: "vercel", message: "Vercel sets it itself: the host." });
  expect(messageOf(supplied, "vercel")).toMatch(/^Vercel sets it itself: the host\. .*not asked for\.$/);
  expect(messageOf({ ...supplied, message: "Only Vercel sets it." }, "render")).toBe("Only Vercel sets it.");
  expect(messageOf({ ...supplied, status: "set" }, "vercel")).toContain("leave it out");
  expect(messageOf(line("A", "set"), "vercel")).toBeUndefined();
});

it("removes what is unused here, and nothing that is inherited", () => {
  const variables = [line("A", "unused"), line("B", "unused", { inheritedFrom: "staging" }), line("C", "set")];
  expect(removableOf(variables)).toEqual(["A"]);
});

it("names a feature and a provider once, and leaves out what says nothing", () => {
  expect(factsOf(line("A", "set", { feature: "Payments", provider: "Stripe" }))).toBe("Payments, Stripe");
  expect(factsOf(line("A", "set", { feature: "Stripe", provider: "Stripe" }))).toBe("Stripe");
  expect(factsOf(line("A", "set", { feature: "The app", provider: "The app itself" }))).toBe("");
  const places = [{ file: "a.ts", line: 1, kind: "code" }];
  expect(descriptionOf(line("A", "set", { description: "Read in a.ts:1.", places }))).toBe("");
  expect(descriptionOf(line("A", "set", { description: "Key of the shop", places }))).toBe("Key of the shop");
});

describe("faultsOf", () => {
  const check = (key: string, status: CheckStatus) => ({
    ...{ key, status, required: true, sensitive: true, message: `${key} is looked at`, description: "" },
  });

  it("keeps what a value has wrong, and leaves out what is not set", () => {
    const faults = faultsOf([check("A", "ok"), check("B", "error"), check("C", "missing"), check("D", "warning")]);
    expect([...faults.keys()]).toEqual(["B", "D"]);
    expect(faults.get("B")?.message).toBe("B is looked at");
    expect(checkSummary(faults)).toBe("1 value cannot be right, 1 value to look at.");
    expect(checkSummary(faultsOf([check("A", "ok")]))).toBe("Each value fits what is known of it.");
  });
});
