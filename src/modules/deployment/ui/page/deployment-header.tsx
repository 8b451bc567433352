"use client";
import { ExternalLink, HardDrive, History as HistoryIcon, Laptop } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/ui/badge";
import { ButtonAnchor } from "@/ui/button";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { Duration, RelativeTime } from "@/ui/time";
import type { DeploymentDetail } from "../../schema";
import { EmulatedBadge } from "../emulated-badge";
import { IsolationBadge } from "../isolation-badge";
import { platformLabel } from "../platform-names";
import { DeploymentStatusLabel, isUnfinished } from "../status";
import { DeploymentActions } from "./deployment-actions";
import { liveAddress } from "./links";

const causes: Record<DeploymentDetail["cause"], string | undefined> = {
  deploy: undefined,
  retry: "Retry of",
  redeploy: "Redeploy of",
  reload: "Reload of",
  rollback: "Roll back to",
  promote: "Promotion of",
};

interface DeploymentHeaderProps {
  deployment: DeploymentDetail;
  onChanged(): void;
}

/** Name, state, timer and address, with the actions. The address has its place from the start. */
export function DeploymentHeader({ deployment, onChanged }: DeploymentHeaderProps) {
  const { name, platform, environment, startedAt, createdAt, finishedAt } = deployment;
  const cause = causes[deployment.cause];
  return (
    <Card className="p-4 column:p-5">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 break-words text-lg font-semibold tracking-tight">{name}</h1>
            <DeploymentStatusLabel deployment={deployment} />
            <Duration from={startedAt ?? createdAt} to={finishedAt} className="text-xs text-muted" />
          </div>
          <div className="mt-2 flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1.5 text-xs text-muted">
            <Badge icon={platform === "local" ? HardDrive : undefined}>{platformLabel(platform)}</Badge>
            <Badge>{environment}</Badge>
            {deployment.isolation ? <IsolationBadge isolation={deployment.isolation} /> : null}
            {deployment.emulated ? <EmulatedBadge /> : null}
            {deployment.resumedFrom ? (
              <Badge
                icon={HistoryIcon}
                title={`Berth restarted; the deployment went on from ${deployment.resumedFrom}.`}
              >
                Resumed
              </Badge>
            ) : null}
            <RelativeTime at={createdAt} />
            {cause && deployment.predecessorId ? (
              <span>
                {cause}{" "}
                <Link href={`/deployments/${deployment.predecessorId}`} className="text-accent-text hover:underline">
                  an earlier deployment
                </Link>
              </span>
            ) : null}
          </div>
        </div>
        <DeploymentActions deployment={deployment} onChanged={onChanged} />
      </div>
      <Address deployment={deployment} />
    </Card>
  );
}

function Address({ deployment }: { deployment: DeploymentDetail }) {
  const { platform, status } = deployment;
  const url = liveAddress(deployment);
  return (
    <div className="mt-4 flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 border-t border-separator pt-4">
      {url && !didNotGoLive(status) ? (
        <>
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            className="min-w-0 font-mono text-base font-medium break-all text-accent-text hover:underline"
          >
            {url}
          </a>
          <div className="flex items-center gap-1">
            <CopyButton text={url} what="address" />
            {status === "stopped" ? null : (
              <ButtonAnchor href={url} target="_blank" rel="noreferrer" size="sm" variant="primary">
                <ExternalLink aria-hidden />
                Open
              </ButtonAnchor>
            )}
          </div>
          {platform === "local" ? (
            <span className="flex items-center gap-1.5 text-xs text-muted">
              <Laptop aria-hidden className="size-3.5" />
              On this machine only
            </span>
          ) : null}
        </>
      ) : (
        <p className="text-sm text-muted">
          {isUnfinished(status)
            ? "The address appears here once the app answers. You can leave this page: the work goes on."
            : didNotGoLive(status)
              ? "This deployment did not go live."
              : "This deployment has no address."}
        </p>
      )}
    </div>
  );
}

/** A platform gives an address to a build before it knows how that ends. */
function didNotGoLive(status: DeploymentDetail["status"]): boolean {
  return status === "failed" || status === "cancelled" || status === "timed_out";
}
