import { type Client, createClient, TerminatedCloseEvent } from "graphql-ws/client";
import { WebSocket } from "ws";
import { PlatformError } from "../http/platform-error";
import type { RailwayDocument } from "./document";
import { GraphqlErrors, readRefusal } from "./refusal";
import { type RailwayAccess, tokenHeaders } from "./request";

/**
 * A subscription. A token Railway does not accept is acknowledged like any other and then never hears a word, so
 * `opening` may last for ever: whoever reads a feed asks by query too until it is `live`.
 */
export interface Feed<T> {
  state(): "opening" | "live" | "ended" | "failed";
  /** Why it failed. */
  error(): unknown;
  /** What came since the last time; waits for the first of it, for the end of the feed, or for this long. */
  take(waitMs: number): Promise<T[]>;
  close(): void;
}

const pingMs = 15_000;
const pongMs = 10_000;
const handshakeMs = 15_000;

/** Opens a subscription on a socket of its own, over which the token travels as a header of the upgrade. */
export function openFeed<Variables, T>(
  access: RailwayAccess,
  document: RailwayDocument<Variables, T>,
  variables: Variables,
  signal: AbortSignal,
): Feed<T> {
  const items: T[] = [];
  let state: ReturnType<Feed<T>["state"]> = "opening";
  let problem: unknown;
  let wake = () => {};
  const change = (to: typeof state, error?: unknown) => {
    if (state === "ended" || state === "failed") return;
    state = to;
    problem = error;
    wake();
  };
  const client = openClient(access, () => change("ended"));
  const stop = () => {
    change("ended");
    end(client);
  };
  signal.addEventListener("abort", stop, { once: true });
  client.subscribe<unknown>(
    { query: document.text, operationName: document.name, variables: { ...(variables as object) } },
    {
      next({ data, errors }) {
        const refused = GraphqlErrors.safeParse(errors);
        if (refused.success) return change("failed", refusedFeed(refused.data));
        const parsed = document.data.safeParse(data);
        if (!parsed.success) return change("failed", parsed.error);
        items.push(parsed.data);
        change("live");
      },
      error(cause) {
        const refused = GraphqlErrors.safeParse(cause);
        change("failed", refused.success ? refusedFeed(refused.data) : cause);
        end(client);
      },
      complete: () => {
        change("ended");
        end(client);
      },
    },
  );
  return {
    state: () => state,
    error: () => problem,
    async take(waitMs) {
      if (items.length === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = () => {};
      }
      return items.splice(0);
    },
    close() {
      signal.removeEventListener("abort", stop);
      stop();
    },
  };
}

function openClient(access: RailwayAccess, onEnd: () => void): Client {
  const headers = tokenHeaders(access);
  class AuthorizedSocket extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers, handshakeTimeout: handshakeMs, followRedirects: false });
    }
  }
  let overdue: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${access.address.replace(/^http/, "ws")}/graphql/v2`,
    webSocketImpl: AuthorizedSocket,
    retryAttempts: 0,
    connectionAckWaitTimeout: handshakeMs,
    keepAlive: pingMs,
    on: {
      ping: (isReceived) => {
        if (!isReceived) overdue = setTimeout(() => client.terminate(), pongMs);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(overdue);
      },
      closed: (event) => {
        clearTimeout(overdue);
        // A normal closure would be connected again by the client, without end where the server is done.
        if (event instanceof TerminatedCloseEvent || !isNormalClosure(event)) return;
        onEnd();
        end(client);
      },
    },
  });
  return client;
}

/** A socket that breaks while it is being closed is closed. */
function end(client: Client): void {
  Promise.resolve(client.dispose()).catch(() => undefined);
}

function isNormalClosure(event: unknown): boolean {
  return typeof event === "object" && event !== null && "code" in event && event.code === 1000;
}

function refusedFeed(errors: GraphqlErrors): PlatformError {
  return new PlatformError({ platform: "railway", ...readRefusal(errors) });
}
