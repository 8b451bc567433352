import type { Route, Upgrade } from "../kernel/emulator";
import { type RenderState, refuse, type StoredLog } from "./state";

/** The log by windows of time. A window begins at the last line of the one before, as Render's does. */
export function logRoutes(state: RenderState): Route[] {
  return [
    {
      method: "GET",
      path: "/v1/logs",
      operation: "list-logs",
      handle({ query }) {
        if (!query.get("ownerId") || query.getAll("resource").length === 0)
          return refuse(400, "ownerId and resource are required");
        const start = query.get("startTime") ?? new Date(Date.now() - 3_600_000).toISOString();
        const end = query.get("endTime") ?? state.now();
        const isBackward = query.get("direction") !== "forward";
        const limit = Math.min(Number(query.get("limit") ?? 20), 100);
        const inWindow = state.logs.filter(
          (log) => log.timestamp >= start && log.timestamp <= end && matches(log, query),
        );
        const ordered = isBackward ? inWindow.toReversed() : inWindow;
        const logs = ordered.slice(0, limit);
        const last = logs.at(-1)?.timestamp;
        return {
          status: 200,
          json: {
            hasMore: ordered.length > limit,
            nextStartTime: isBackward ? start : (last ?? start),
            nextEndTime: isBackward ? (last ?? end) : end,
            logs: logs.map(show),
          },
        };
      },
    },
  ];
}

/** The live log: one line a message, from the moment it was asked for. */
export async function subscribe(
  state: RenderState,
  { exchange, isAuthorized, accept, refuse }: Upgrade,
): Promise<void> {
  if (exchange.path !== "/v1/logs/subscribe") return refuse({ status: 404, json: { message: "not found" } });
  if (!isAuthorized) return refuse({ status: 401, json: { message: "Unauthorized" } });
  const socket = await accept();
  const listener = (log: StoredLog) => {
    if (matches(log, exchange.query)) socket.send(JSON.stringify(show(log)));
  };
  state.listeners.add(listener);
  const stop = () => state.listeners.delete(listener);
  socket.on("close", stop);
  exchange.signal.addEventListener("abort", stop, { once: true });
}

function matches({ resource, type }: StoredLog, query: URLSearchParams): boolean {
  const types = query.getAll("type");
  return query.getAll("resource").includes(resource) && (types.length === 0 || types.includes(type));
}

function show({ id, message, timestamp, resource, type }: StoredLog) {
  const labels = [
    { name: "resource", value: resource },
    { name: "type", value: type },
    { name: "level", value: "info" },
  ];
  return { id, message, timestamp, labels };
}
