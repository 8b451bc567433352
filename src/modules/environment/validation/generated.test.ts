import { describe, expect, it } from "vitest";
import { catalogOptions, chooseOption, resolveConfig, variablesOf } from "@/modules/scaffold/pure";
import { ScaffoldConfig } from "@/modules/scaffold/schema";
import { ruleFor } from "./rules";

const start = ScaffoldConfig.parse({ name: "shop", aiTemplate: "chatbot", auth: "better-auth" });

/** Every option once on every framework, each with what the rules add to it. */
const configs = ScaffoldConfig.shape.framework
  .unwrap()
  .options.flatMap((framework) =>
    catalogOptions.flatMap(({ field, options }) =>
      options.map(({ value }) => resolveConfig(chooseOption({ ...start, framework }, field, value)).config),
    ),
  );
const variables = new Map(configs.flatMap((config) => variablesOf(config).map((spec) => [spec.key, spec])));

describe("the variables of generated projects", () => {
  it.each([...variables.values()].filter(({ rule }) => rule !== undefined))(
    "$key has the rule it names",
    (variable) => {
      expect(ruleFor(variable.key, variable.rule)?.id).toBe(variable.rule);
    },
  );

  it.each([...variables.values()].filter(({ sensitive, required }) => sensitive && required))(
    "$key, a secret that is needed, is checked by some rule",
    ({ key, rule }) => {
      expect(rule, key).toBeDefined();
    },
  );
});
