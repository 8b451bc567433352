import type { Deployed, DeployedApp } from "./deployed";
import type { DeploymentPlan } from "./scenario";

/** What a route may ask of the server it runs in. */
export interface Host {
  /** Base address of the emulator, without a slash at the end. */
  address: string;
  /** How deployments of an app with this name go: its outcome with the defaults filled in. */
  planFor(name: string): DeploymentPlan;
  /** Makes the "deployed" address of an app answer, and returns it. Serving the same name again replaces it. */
  serveDeployed(app: DeployedApp): Deployed;
  /** The address answers no longer: deleted, paused or rolled away. */
  stopDeployed(name: string): void;
  /** Waits like the platform's own clock; ends early, without an error, when the emulator closes. */
  pause(ms: number): Promise<void>;
}

/** One request, and what belongs to it. */
export interface Exchange {
  method: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Headers;
  body: Buffer;
  /** The body as JSON; undefined when it is empty or no JSON. */
  json(): unknown;
  /** Aborted when the client has gone or the emulator closes. */
  signal: AbortSignal;
  /** Set by authentication. */
  token: string | undefined;
  host: Host;
}

/** One answer. The first of stream, bytes, text and json that is there becomes the body. */
export interface Answer {
  status: number;
  json?: unknown;
  text?: string;
  bytes?: Uint8Array;
  headers?: Record<string, string>;
  stream?(write: (text: string) => void, signal: AbortSignal): Promise<void>;
}

/** Reads JSON where there is some. */
export function parseJson(bytes: Buffer | string): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
