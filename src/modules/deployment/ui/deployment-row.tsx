import { Eye } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/ui/badge";
import { Duration, RelativeTime } from "@/ui/time";
import type { DeploymentSummary } from "../schema";
import { EmulatedBadge } from "./emulated-badge";
import { platformLabel } from "./platform-names";
import { DeploymentStatusLabel } from "./status";

const causes: Record<DeploymentSummary["cause"], string> = {
  deploy: "Deploy",
  retry: "Retry",
  redeploy: "Redeploy",
  reload: "Reload",
  rollback: "Roll back",
  promote: "Promote",
};

/** One deployment of a list; the whole row leads to it. */
export function DeploymentRow({ deployment }: { deployment: DeploymentSummary }) {
  const { id, name, status, cause, platform, target, emulated, environment, error } = deployment;
  const { createdAt, startedAt, finishedAt } = deployment;
  return (
    <li>
      <Link
        href={`/deployments/${id}`}
        className="grid min-h-16 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-surface-secondary column:grid-cols-[minmax(0,1fr)_10rem_7rem]"
      >
        <div className="min-w-0">
          <p className="flex items-center gap-2 text-sm font-medium">
            <span className="truncate" title={name}>
              {name}
            </span>
            {target === "preview" ? <Badge icon={Eye}>Preview</Badge> : null}
            {emulated ? <EmulatedBadge /> : null}
          </p>
          <p className="truncate text-xs text-muted">
            {error && status === "failed"
              ? error.message
              : `${causes[cause]} to ${platform === "local" ? "this machine" : platformLabel(platform)}, ${environment}`}
          </p>
        </div>
        <DeploymentStatusLabel deployment={deployment} />
        <div className="hidden text-right text-xs text-muted column:block">
          <RelativeTime at={createdAt} className="block" />
          <Duration from={startedAt ?? createdAt} to={finishedAt} className="block" />
        </div>
      </Link>
    </li>
  );
}
