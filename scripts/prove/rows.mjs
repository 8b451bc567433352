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

/**
 * The rows after the sample, which the pairwise set begins with: each is the one that shows most pairs that none before it
 * does. Together with the sample they show seven of eight pairs.
 */
export function broadRows(catalog) {
  const six = new Set(sampleRows(catalog).map(({ number }) => number));
  return allRows(catalog)
    .filter(({ number }) => !six.has(number))
    .slice(0, 12);
}
