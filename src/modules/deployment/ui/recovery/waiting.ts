import type { DeploymentDetail, DeploymentEvent } from "../../schema";

/** What a deployment stands still for until a person did it. */
export interface Waiting {
  message: string;
  /** Where the account gets a new token. */
  reconnectHref?: string | undefined;
  needsApproval: boolean;
}

/**
 * What the deployment waits for: by its row, or by the last event that asked a person, for as long as no step moved and
 * nothing was built since.
 */
export function waitingOf(deployment: DeploymentDetail, events: readonly DeploymentEvent[]): Waiting | undefined {
  if (deployment.status !== "running") return undefined;
  const { waitingFor, id } = deployment;
  const asked = events.findLast(({ kind, stream }) => kind === "recovery" || kind === "step" || isOutput(stream));
  const wanted = asked?.kind === "recovery" ? asked.error?.recovery : undefined;
  const reconnect = wanted?.find(({ action }) => action === "reconnect");
  const needsApproval = wanted?.some(({ fix }) => fix?.kind === "approve") ?? false;
  if (asked && (reconnect?.href || needsApproval)) {
    return { message: asked.message ?? asked.error?.message ?? "", reconnectHref: reconnect?.href, needsApproval };
  }
  if (!waitingFor) return undefined;
  const back = encodeURIComponent(`/deployments/${id}`);
  const reconnectHref = `/connections?reconnect=${encodeURIComponent(waitingFor.connectionId)}&return=${back}`;
  return { message: waitingFor.message, reconnectHref, needsApproval: false };
}

function isOutput(stream: DeploymentEvent["stream"]): boolean {
  return stream === "stdout" || stream === "stderr";
}
