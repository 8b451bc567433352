/** Every row that is proven: stacks that people pick as they are, then the pairwise set. Numbers start at 1. */
export function allRows(catalog) {
  const configs = [...catalog.popularConfigs("harbour"), ...catalog.pairwiseConfigs("harbour")];
  const seen = new Set();
  const distinct = configs.filter(
    (config) => !seen.has(catalog.proofKey(config)) && seen.add(catalog.proofKey(config)),
  );
  return distinct.map((config, index) => ({ number: index + 1, config, command: catalog.commandOf(config) }));
}

const sampleSize = 6;

/** Six rows in which every value of every field appears that six rows can show; chosen greedily, the same every time. */
export function sampleRows(catalog) {
  const rows = allRows(catalog);
  const open = new Set(rows.flatMap(valuesOf));
  const chosen = [];
  while (chosen.length < sampleSize) {
    const gain = (row) => valuesOf(row).filter((value) => open.has(value)).length;
    const best = rows.reduce((most, next) => (gain(next) > gain(most) ? next : most));
    for (const value of valuesOf(best)) open.delete(value);
    chosen.push(best);
  }
  if (open.size > 0) throw new Error(`The sample does not show ${[...open].join(", ")}.`);
  return chosen;
}

function valuesOf({ config }) {
  return Object.entries(config).flatMap(([field, value]) => {
    if (field === "name" || (field === "aiProvider" && config.aiTemplate === "none")) return [];
    return Array.isArray(value) ? value.map((item) => `${field} ${item}`) : [`${field} ${value}`];
  });
}
