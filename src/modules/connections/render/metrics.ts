import type { ApiAccess } from "../http/call";
import { MetricAnswer } from "./answers";
import { callRender } from "./call";

export interface MetricRange {
  resource: string;
  since: Date;
  until: Date;
  /** Between two values; Render's own choice unless told. */
  resolutionSeconds?: number;
}

interface MetricPoint {
  at: string;
  value: number;
}

/** A metric summed over the instances, oldest first; empty where Render has none. */
export async function readMetric(
  access: ApiAccess,
  metric: "cpu" | "memory" | "bandwidth",
  { resource, since, until, resolutionSeconds }: MetricRange,
  signal: AbortSignal,
): Promise<{ unit: string | undefined; points: MetricPoint[] }> {
  const { data } = await callRender(access, {
    method: "GET",
    path: `/metrics/${metric}`,
    query: { resource, startTime: since.toISOString(), endTime: until.toISOString(), resolutionSeconds },
    answer: MetricAnswer,
    signal,
  });
  const sums = new Map<string, number>();
  for (const { timestamp, value } of (data ?? []).flatMap(({ values }) => values))
    sums.set(timestamp, (sums.get(timestamp) ?? 0) + value);
  const points = Array.from(sums, ([at, value]) => ({ at, value })).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { unit: data?.[0]?.unit, points };
}
