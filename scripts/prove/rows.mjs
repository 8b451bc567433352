/** Every row that is proven: the sample, the pairwise set, stacks that people pick as they are. Numbers start at 1. */
export function allRows(catalog) {
  const sources = [catalog.sampleConfigs, catalog.pairwiseConfigs, catalog.popularConfigs];
  const configs = sources.flatMap((source) => source("harbour"));
  const seen = new Set();
  const distinct = configs.filter(
    (config) => !seen.has(catalog.proofKey(config)) && seen.add(catalog.proofKey(config)),
  );
  return distinct.map((config, index) => ({ number: index + 1, config, command: catalog.commandOf(config) }));
}

/** The six rows that every test run proves. */
export function sampleRows(catalog) {
  const keys = new Set(catalog.sampleConfigs("harbour").map(catalog.proofKey));
  return allRows(catalog).filter(({ config }) => keys.has(catalog.proofKey(config)));
}
