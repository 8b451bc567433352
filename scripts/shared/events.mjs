import { stripVTControlCharacters } from "node:util";

/** One event of a deployment as a line for people. */
export function eventLine(event) {
  const what = event.line ?? event.message ?? event.error?.message ?? event.url ?? "";
  const metric = event.metric
    ? `cpu ${event.metric.cpu} memory ${event.metric.memory} requests ${event.metric.requests}`
    : "";
  const parts = [
    String(event.seq).padStart(4),
    event.kind.padEnd(8),
    event.step,
    event.status,
    event.stream,
    what || metric,
  ];
  return stripVTControlCharacters(parts.filter(Boolean).join(" "));
}

/** What is wrong with the numbers of a joined stream (1, 2, 3, ...), or undefined. */
export function sequenceFault(events) {
  const index = events.findIndex((event, position) => event.seq !== position + 1);
  return index === -1 ? undefined : `event ${events[index].seq} stands where ${index + 1} belongs`;
}
