import type { ServicePlace } from "./app-services";
import { estimatedUsage, metrics } from "./documents/operations";
import { askRailway, type RailwayAccess } from "./request";

export interface Sample {
  at: string;
  value: number;
}

const measurements = ["CPU_USAGE", "MEMORY_USAGE_GB", "NETWORK_TX_GB"];
const samples = 120;

/** CPU in cores and memory in GB over a range, and the GB sent in it. */
export async function readMetrics(
  access: RailwayAccess,
  { environmentId, serviceId }: ServicePlace,
  { since, until }: { since: Date; until: Date },
  signal: AbortSignal,
): Promise<{ cpu: Sample[]; memoryGb: Sample[]; sentGb: number }> {
  const seconds = (until.getTime() - since.getTime()) / 1000;
  const answer = await askRailway(
    access,
    metrics,
    {
      environmentId,
      serviceId,
      startDate: since.toISOString(),
      endDate: until.toISOString(),
      measurements,
      sampleRateSeconds: Math.max(60, Math.ceil(seconds / samples)),
    },
    signal,
  );
  const of = (name: string) =>
    answer.metrics
      .filter(({ measurement }) => measurement === name)
      .flatMap(({ values }) => values)
      .map(({ ts, value }) => ({ at: new Date(ts * 1000).toISOString(), value }))
      .sort((one, other) => (one.at < other.at ? -1 : 1));
  const sentGb = of("NETWORK_TX_GB").reduce((sum, { value }) => sum + value, 0);
  return { cpu: of("CPU_USAGE"), memoryGb: of("MEMORY_USAGE_GB"), sentGb };
}

/**
 * US dollars by unit of Railway's estimates: vCPU and GB minutes, GB sent, GB minutes of disk ($0.15 a GB and month).
 * Source: railway.com/pricing, as a third party wrote it down on 2026-07-02.
 */
const prices: Record<string, number> = {
  CPU_USAGE: 0.000463,
  MEMORY_USAGE_GB: 0.000231,
  NETWORK_TX_GB: 0.05,
  DISK_USAGE_GB: 0.15 / (30 * 24 * 60),
};

/** What the whole project will have cost at the end of this month, in US dollars. */
export async function estimateCost(access: RailwayAccess, projectId: string, signal: AbortSignal): Promise<number> {
  const input = { projectId, measurements: Object.keys(prices) };
  const answer = await askRailway(access, estimatedUsage, input, signal);
  const dollars = answer.estimatedUsage.reduce(
    (sum, { measurement, estimatedValue }) => sum + estimatedValue * (prices[measurement] ?? 0),
    0,
  );
  return Math.round(dollars * 100) / 100;
}
