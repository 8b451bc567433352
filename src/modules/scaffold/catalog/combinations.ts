import { checkRules, fieldValues } from "../rules";
import { ScaffoldConfig } from "../schema";

/**
 * A sample of all configurations, allowed or not: every combination of framework, database and sign-in, where the rules
 * look most, and beside each of them another choice of the rest. The same on every run.
 */
export function sampleConfigs(name: string): ScaffoldConfig[] {
  const { framework, database, auth, authProviders, extras, ...single } = fieldValues;
  const cores = framework.flatMap((frameworkValue) =>
    database.flatMap((databaseValue) =>
      auth.flatMap((authValue) =>
        subsetsOf(authProviders).map((providers) => ({
          framework: frameworkValue,
          database: databaseValue,
          auth: authValue,
          authProviders: providers,
        })),
      ),
    ),
  );
  return cores.map((core, index) => {
    const turn = (index * 2_654_435_761) >>> 0;
    const pick = (values: readonly string[], shift: number) => values[(turn >>> shift) % values.length];
    return ScaffoldConfig.parse({
      name,
      ...core,
      aiTemplate: pick(single.aiTemplate, 2),
      aiProvider: pick(single.aiProvider, 5),
      packageManager: pick(single.packageManager, 9),
      extras: extras.filter((_, bit) => ((turn >>> (bit + 12)) & 1) === 1),
    });
  });
}

/** Those of the sample that no rule forbids. */
export function validSamples(name: string): ScaffoldConfig[] {
  return sampleConfigs(name).filter((config) => checkRules(config).length === 0);
}

function subsetsOf(values: readonly string[]): string[][] {
  const [first, ...rest] = values;
  if (first === undefined) return [[]];
  return subsetsOf(rest).flatMap((subset) => [subset, [first, ...subset]]);
}
