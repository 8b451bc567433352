import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Button } from "@/ui/button";
import type { Connection } from "../schema";
import type { Usage } from "./use-usage";

interface ConnectionProblemProps {
  connection: Connection;
  label: string;
  usage: Usage;
  /** Absent for those who may not. */
  onReconnect: (() => void) | undefined;
}

const shownDeployments = 5;

/** Why the token does not work, what waits for another one, and the button. */
export function ConnectionProblem({ connection, label, usage, onReconnect }: ConnectionProblemProps) {
  const { isMoved, host } = connection;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <div className="flex min-w-0 flex-1 basis-64 gap-2.5 text-sm">
        <TriangleAlert aria-hidden className="mt-1 size-4 shrink-0 text-danger-text" />
        <div className="min-w-0 space-y-1">
          <p className="text-pretty">
            {isMoved
              ? `The token was accepted by ${host}. Berth is set up to reach ${label} elsewhere now, and sends the token to no other address.`
              : `${label} did not accept the token when it was last used. It has expired, was revoked, or lost its rights.`}
          </p>
          <Waiting deployments={usage.deployments} />
        </div>
      </div>
      {onReconnect ? (
        <Button variant="primary" size="sm" onPress={onReconnect} aria-label={`Reconnect ${connection.name}`}>
          Reconnect
        </Button>
      ) : (
        <p className="text-xs text-muted">An owner or admin can reconnect it.</p>
      )}
    </div>
  );
}

function Waiting({ deployments }: Pick<Usage, "deployments">) {
  const more = deployments.length - shownDeployments;
  if (deployments.length === 0) return <p className="text-muted">No deployment waits for it.</p>;
  return (
    <p className="break-words text-muted">
      {deployments.length === 1 ? "1 deployment waits for it: " : `${deployments.length} deployments wait for it: `}
      {deployments.slice(0, shownDeployments).map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 ? ", " : ""}
          <Link href={`/deployments/${id}`} className="text-link underline underline-offset-2">
            {name}
          </Link>
        </span>
      ))}
      {more > 0 ? ` and ${more} more` : ""}.
    </p>
  );
}
