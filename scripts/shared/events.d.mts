import type { DeploymentEvent } from "@/modules/deployment/schema";

export function eventLine(event: DeploymentEvent): string;
export function sequenceFault(events: readonly { seq: number }[]): string | undefined;
