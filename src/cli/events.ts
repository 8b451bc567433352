import { setTimeout as sleep } from "node:timers/promises";
import type { DeploymentEvent } from "@/modules/deployment/schema";
import { AppError } from "@/server/errors";
import { writeNote } from "./output";
import { call, findServer, type Server } from "./server";

/** How long the server may be away before following gives up: a restart with a build takes a minute or two. */
const patienceMs = 180_000;

/**
 * The events of a deployment from the first on, through any number of lost connections and restarts of the server;
 * ends after its `end` event.
 */
export async function* followEvents(id: string, signal: AbortSignal): AsyncGenerator<DeploymentEvent> {
  let after = 0;
  let lostAt: number | undefined;
  for (;;) {
    try {
      // Looked up again each time: a restarted server has a new address and token in BERTH_HOME/cli.json.
      for await (const event of readEvents(await findServer(), id, after, signal)) {
        lostAt = undefined;
        after = event.seq;
        yield event;
        if (event.kind === "end") return;
      }
    } catch (error) {
      if (signal.aborted) return;
      // The very first contact is not worth waiting for: the address or the token is wrong then.
      if (!isTemporary(error) || (after === 0 && lostAt === undefined)) throw error;
      if (lostAt === undefined) writeNote("The connection was lost; waiting for Berth…");
      lostAt ??= Date.now();
      if (Date.now() - lostAt > patienceMs) throw error;
    }
    await sleep(lostAt === undefined ? 50 : 500, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

/** One connection: what it delivers after a sequence number. */
async function* readEvents(
  server: Server,
  id: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<DeploymentEvent> {
  const response = await call(server, `/api/deployments/${encodeURIComponent(id)}/events`, {
    headers: { accept: "text/event-stream", "last-event-id": String(after) },
    signal,
  });
  if (!response.body) return;
  let rest = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    rest += chunk;
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block.split("\n").flatMap((line) => (line.startsWith("data:") ? [line.slice(5).trimStart()] : []));
      if (data.length === 0) continue;
      const event = JSON.parse(data.join("\n")) as DeploymentEvent;
      if (event.seq > after) yield event;
    }
  }
}

/** While the server restarts it is not reachable, knows no token yet, or has removed the file that names it. */
function isTemporary(error: unknown): boolean {
  if (!AppError.is(error)) return true;
  return error.code === "UPSTREAM" || error.code === "UNAUTHENTICATED" || error.code === "LIMIT";
}
