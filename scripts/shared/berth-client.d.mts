import type { IncomingHttpHeaders } from "node:http";
import type { DeploymentEvent } from "@/modules/deployment/schema";

export interface BerthAddress {
  home: string;
  url: string;
  token: string;
}
export interface AppAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}
export function runningBerth(home: string): Promise<BerthAddress | undefined>;
export function answering(berth: BerthAddress): Promise<BerthAddress | undefined>;
export function query<Result>(berth: BerthAddress, procedure: string, input?: unknown): Promise<Result>;
export function mutate<Result>(berth: BerthAddress, procedure: string, input?: unknown): Promise<Result>;
export function bearer(berth: BerthAddress): { authorization: string };
export function followDeployment(
  berth: BerthAddress,
  id: string,
  options?: {
    after?: number;
    onEvent?: (event: DeploymentEvent) => void;
    until?: (event: DeploymentEvent) => boolean;
    deadlineMs?: number;
    url?: string;
  },
): Promise<DeploymentEvent[]>;
export function askApp(
  address: string,
  options?: { method?: string; body?: unknown; headers?: Record<string, string>; timeoutMs?: number },
): Promise<AppAnswer>;
