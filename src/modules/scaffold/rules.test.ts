import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleConfigs, validSamples } from "./catalog/combinations";
import {
  type ConfigField,
  checkRules,
  chooseOption,
  type OptionState,
  optionStates,
  resolveConfig,
  rules,
} from "./rules";
import { ScaffoldConfig } from "./schema";

const configs = sampleConfigs("shop");
const config = (choices: object): ScaffoldConfig => ScaffoldConfig.parse({ name: "shop", ...choices });

describe("rules", () => {
  it("have stable unique ids", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it.each(rules.map(({ id }) => id))("%s is broken by some configuration", (id) => {
    expect(configs.some((candidate) => checkRules(candidate).some((violation) => violation.id === id))).toBe(true);
  });

  it("each carry a fix that repairs what they report", () => {
    for (const broken of configs) {
      for (const { id, fix } of checkRules(broken)) {
        const repaired = ScaffoldConfig.parse({ ...broken, ...fix.set });
        expect(checkRules(repaired).map((violation) => violation.id)).not.toContain(id);
      }
    }
  });

  it("refuse a forbidden pair with field, reason and fix", () => {
    const [violation] = checkRules(config({ auth: "nextauth", authProviders: ["credentials"] }));
    expect(violation).toMatchObject({
      id: "credentials-need-database",
      field: "database",
      value: "none",
      fix: { set: { database: "drizzle-postgres" } },
    });
  });
});

describe("resolveConfig", () => {
  it("reaches a valid fixed point from any configuration, whatever the order of the values", () => {
    fc.assert(
      fc.property(fc.constantFrom(...configs), fc.boolean(), (start, isReversed) => {
        const shuffled = isReversed ? { ...start, authProviders: [...start.authProviders].reverse() } : start;
        const { config: resolved } = resolveConfig(shuffled);
        expect(checkRules(resolved)).toEqual([]);
        expect(resolveConfig(resolved)).toEqual({ config: resolved, applied: [] });
        expect(resolved).toEqual(resolveConfig(start).config);
      }),
    );
  });

  it("names the rules it applied", () => {
    expect(resolveConfig(config({ auth: "nextauth" }))).toMatchObject({
      config: { authProviders: ["credentials"], database: "drizzle-postgres" },
      applied: ["auth-needs-provider", "credentials-need-database"],
    });
  });

  it("leaves a valid configuration as it is", () => {
    for (const valid of validSamples("shop")) expect(resolveConfig(valid)).toEqual({ config: valid, applied: [] });
  });
});

describe("optionStates", () => {
  const disabledIn = (start: ScaffoldConfig, field: ConfigField, value: string) =>
    optionStates(start)[field].find((state) => state.value === value)?.disabled;

  it("disables a sign-in method while sign-in is off, and says what enables it", () => {
    expect(disabledIn(config({}), "authProviders", "github")).toMatchObject({
      id: "auth-providers-need-auth",
      value: "github",
      fix: { set: { auth: "better-auth" } },
    });
  });

  it("disables dropping the database while passwords need it, and offers GitHub", () => {
    const start = config({ auth: "nextauth", authProviders: ["credentials"], database: "drizzle-postgres" });
    expect(disabledIn(start, "database", "none")).toMatchObject({
      id: "credentials-need-database",
      fix: { set: { authProviders: ["github"] } },
    });
  });

  it("does not let the last sign-in method be removed", () => {
    const start = config({ auth: "nextauth", authProviders: ["credentials"], database: "drizzle-postgres" });
    expect(disabledIn(start, "authProviders", "credentials")?.id).toBe("auth-needs-provider");
  });

  it("leaves no option dead: every disabled one can be chosen, or has been, once its fixes are applied", () => {
    const stateOf = (start: ScaffoldConfig, field: ConfigField, value: string) =>
      optionStates(start)[field].find((state) => state.value === value);
    for (const start of validSamples("shop")) {
      for (const [field, states] of Object.entries(optionStates(start)) as [ConfigField, OptionState[]][]) {
        for (const { value, selected, disabled } of states) {
          let [current, reason] = [start, disabled];
          // What one rule frees another may still hold back: at most two fixes follow the first.
          for (let clicks = 0; reason !== undefined && clicks < 3; clicks += 1) {
            current = resolveConfig(ScaffoldConfig.parse({ ...current, ...reason.fix.set })).config;
            const state = stateOf(current, field, value);
            reason = state?.selected === selected ? state.disabled : undefined;
          }
          expect(reason, `${field} ${value} from ${JSON.stringify(start)}`).toBeUndefined();
        }
      }
    }
  });

  it("offers only choices that resolve to a valid configuration which keeps them", () => {
    for (const start of validSamples("shop")) {
      for (const [field, states] of Object.entries(optionStates(start)) as [
        ConfigField,
        { value: string; disabled?: unknown }[],
      ][]) {
        for (const { value, disabled } of states) {
          if (disabled !== undefined) continue;
          const { config: chosen } = resolveConfig(chooseOption(start, field, value));
          expect(checkRules(chosen)).toEqual([]);
        }
      }
    }
  });
});
