/** The value below which this share of the sample lies (nearest rank). */
export function percentile(values, share) {
  if (values.length === 0) throw new Error("Nothing was measured.");
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

export const median = (values) => percentile(values, 0.5);

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Runs `work` and answers how long it took, in milliseconds. */
export async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
