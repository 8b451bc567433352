import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { processGlobal } from "./process/globals";

/** Prometheus metrics, one registry per process. */
export type Metrics = ReturnType<typeof createMetrics>;

export function getMetrics(): Metrics {
  return processGlobal("metrics", createMetrics);
}

function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "berth_" });
  const registers = [registry];
  return {
    registry,
    httpDuration: new Histogram({
      name: "berth_http_request_duration_seconds",
      help: "Duration of HTTP requests by route.",
      labelNames: ["method", "route", "status"],
      // 0.2 is the edge of the product's promise for an answer.
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    runs: new Counter({ name: "berth_runs_total", help: "Finished runs.", labelNames: ["kind", "status"], registers }),
    runDuration: new Histogram({
      name: "berth_run_duration_seconds",
      help: "Duration of finished runs from their first start.",
      labelNames: ["kind", "status"],
      buckets: [1, 5, 10, 20, 30, 60, 120, 300, 600, 1800],
      registers,
    }),
    activeRuns: new Gauge({
      name: "berth_active_runs",
      help: "Runs held by this process.",
      labelNames: ["kind"],
      registers,
    }),
    steps: new Counter({
      name: "berth_steps_total",
      help: "Finished tries of steps.",
      labelNames: ["step", "status"],
      registers,
    }),
    sseStreams: new Gauge({ name: "berth_sse_streams", help: "Open event streams.", registers }),
  };
}
