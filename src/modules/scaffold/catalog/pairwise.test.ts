import { describe, expect, it } from "vitest";
import { checkRules, fieldValues } from "../rules";
import { ScaffoldConfig } from "../schema";
import { pairwiseConfigs } from "./pairwise";

/** A value of a configuration as a word; written without the generator's own tables, to check it from outside. */
function wordsOf(config: ScaffoldConfig): string[] {
  const words = [
    `framework=${config.framework}`,
    `database=${config.database}`,
    `auth=${config.auth}`,
    `aiTemplate=${config.aiTemplate}`,
    `packageManager=${config.packageManager}`,
  ];
  if (config.aiTemplate !== "none") words.push(`aiProvider=${config.aiProvider}`);
  for (const value of fieldValues.authProviders)
    words.push(`${value}=${config.authProviders.includes(value) ? "yes" : "no"}`);
  for (const value of fieldValues.extras) words.push(`${value}=${config.extras.includes(value) ? "yes" : "no"}`);
  return words.sort();
}

function pairsOf(config: ScaffoldConfig): string[] {
  const words = wordsOf(config);
  return words.flatMap((left, index) => words.slice(index + 1).map((right) => `${left} ${right}`));
}

/** Every valid way to choose framework, database, sign-in, its methods and the two caches, with the rest at one value. */
function* validSkeletons(rest: Partial<ScaffoldConfig>): Generator<ScaffoldConfig> {
  for (const framework of fieldValues.framework)
    for (const database of fieldValues.database)
      for (const auth of fieldValues.auth)
        for (let methods = 0; methods < 2 ** fieldValues.authProviders.length; methods += 1)
          for (const cache of [[], ["redis"], ["upstash"], ["redis", "upstash"]] as const) {
            const authProviders = fieldValues.authProviders.filter((_, bit) => (methods >> bit) % 2 === 1);
            const extras = [...cache, ...(rest.extras ?? [])];
            const config = ScaffoldConfig.parse({
              name: "shop",
              framework,
              database,
              auth,
              authProviders,
              ...rest,
              extras,
            });
            if (checkRules(config).length === 0) yield config;
          }
}

describe("pairwiseConfigs", () => {
  const rows = pairwiseConfigs("shop");

  it("gives valid, distinct configurations, the same ones every time", () => {
    for (const row of rows) expect(checkRules(row)).toEqual([]);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
    expect(pairwiseConfigs("shop")).toEqual(rows);
  });

  it("leaves no pair uncovered that any valid configuration shows", () => {
    const covered = new Set(rows.flatMap(pairsOf));
    const free = fieldValues.extras.filter((extra) => extra !== "redis" && extra !== "upstash");
    const missing = new Set<string>();
    const fills: Partial<ScaffoldConfig>[] = [
      {},
      { extras: [...free] },
      ...fieldValues.aiTemplate.map((aiTemplate) => ({ aiTemplate })),
      ...fieldValues.aiProvider.map((aiProvider) => ({ aiProvider, aiTemplate: "agent" as const })),
      ...fieldValues.packageManager.map((packageManager) => ({ packageManager })),
    ];
    for (const fill of fills)
      for (const config of validSkeletons(fill))
        for (const pair of pairsOf(config)) if (!covered.has(pair)) missing.add(pair);
    for (const left of freeChoices()) {
      for (const right of freeChoices()) {
        const config = ScaffoldConfig.parse({
          name: "shop",
          ...left,
          ...right,
          extras: [...(left.extras ?? []), ...(right.extras ?? []).filter((extra) => !left.extras?.includes(extra))],
        });
        if (checkRules(config).length === 0)
          for (const pair of pairsOf(config)) if (!covered.has(pair)) missing.add(pair);
      }
    }
    expect([...missing]).toEqual([]);
  });

  it("stays a set that can be built whole", () => {
    expect(rows.length).toBeLessThan(80);
  });
});

/** One choice of a field that no rule looks at, and the same with every extra, so that both its yes and its no appear. */
function freeChoices(): Partial<ScaffoldConfig>[] {
  const free = fieldValues.extras.filter((extra) => extra !== "redis" && extra !== "upstash");
  return [
    ...fieldValues.aiTemplate.map((aiTemplate) => ({ aiTemplate })),
    ...fieldValues.aiProvider.map((aiProvider) => ({ aiProvider, aiTemplate: "rag" as const })),
    ...fieldValues.packageManager.map((packageManager) => ({ packageManager })),
    ...free.map((extra) => ({ extras: [extra] })),
    { extras: free },
  ];
}
