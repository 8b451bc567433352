import type { ApiAccess } from "../http/call";
import { type LogEntry, LogsAnswer } from "./answers";
import { callRender } from "./call";

export interface LogPlace {
  ownerId: string;
  /** Id of a service or database. */
  resource: string;
  types: readonly ("build" | "app" | "request")[];
}

export interface LogWindow {
  since: Date;
  until?: Date;
  direction?: "forward" | "backward";
  /** Pages of 100 lines that are read at most. */
  maxPages?: number;
}

const pageSize = 100;

/** The log of a window of time, oldest first, each line once. */
export async function readLogs(
  access: ApiAccess,
  place: LogPlace,
  { since, until, direction = "forward", maxPages = 20 }: LogWindow,
  signal: AbortSignal,
): Promise<LogEntry[]> {
  const entries = new Map<string, LogEntry>();
  let window = { startTime: since.toISOString(), endTime: until?.toISOString() };
  for (let page = 0; page < maxPages; page += 1) {
    const { data } = await callRender(access, {
      method: "GET",
      path: `/logs?${resourceQuery(place)}`,
      query: { ...window, direction, limit: pageSize },
      answer: LogsAnswer,
      signal,
    });
    const before = entries.size;
    for (const entry of data.logs ?? []) entries.set(entry.id, entry);
    // The next window may begin with lines of this one; a window that brings nothing new would never end.
    if (!data.hasMore || entries.size === before) break;
    window = { startTime: data.nextStartTime, endTime: data.nextEndTime };
  }
  return inOrder([...entries.values()]);
}

/** Lists are repeated parameters, which a record cannot hold. */
export function resourceQuery({ ownerId, resource, types }: LogPlace): string {
  const query = new URLSearchParams({ ownerId, resource });
  for (const type of types) query.append("type", type);
  return query.toString();
}

/** By time; lines of one moment stay as they came. */
function inOrder(entries: LogEntry[]): LogEntry[] {
  return entries.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
}
