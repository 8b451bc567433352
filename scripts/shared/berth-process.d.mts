import type { BerthAddress } from "./berth-client.mjs";

export interface BerthProcess extends BerthAddress {
  pid: number;
  lines: string[];
  signInLink: string;
  ended: Promise<{ code: number | null; signal: string | null }>;
  kill(): Promise<void>;
  stop(): Promise<{ code: number | null; signal: string | null }>;
}
export function startBerth(options: {
  home: string;
  env?: Record<string, string>;
  onLine?: (line: string) => void;
  deadlineMs?: number;
  /** Stops it, also while it starts. */
  signal?: AbortSignal;
}): Promise<BerthProcess>;
export function freePort(): Promise<number>;
export function stopLaunched(home: string): void;
