import { describe, expect, it } from "vitest";
import { checkRules, fieldValues } from "../rules";
import type { ScaffoldConfig } from "../schema";
import { popularConfigs, sampleConfigs } from "./popular";

describe("the stacks that are proven by name", () => {
  it("break no rule", () => {
    for (const config of [...popularConfigs("shop"), ...sampleConfigs("shop")]) expect(checkRules(config)).toEqual([]);
  });

  it("show every option of the catalog in the sample", () => {
    const shown = (field: keyof typeof fieldValues, value: string): boolean =>
      sampleConfigs("shop").some((config: ScaffoldConfig) => {
        const chosen: string | readonly string[] = config[field];
        return typeof chosen === "string" ? chosen === value : chosen.includes(value);
      });
    const missing = Object.entries(fieldValues).flatMap(([field, values]) =>
      values
        .filter((value) => value !== "none" && !shown(field as keyof typeof fieldValues, value))
        .map((value) => `${field}: ${value}`),
    );
    expect(missing).toEqual([]);
  });
});
