"use client";
import { SearchX } from "lucide-react";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { usePageTitle } from "@/ui/frame/page-title";
import { isNotFound } from "@/ui/problem";
import { Skeleton, useLate } from "@/ui/skeleton";
import type { Connection } from "@/ui/use-event-stream";
import type { DeploymentDetail, DeploymentEvent } from "../../schema";
import { CompareCard } from "../hosted/compare-card";
import { HostedAppPanel } from "../hosted/hosted-app-panel";
import { LogView } from "../log/log-view";
import { RecoveryCard } from "../recovery/recovery-card";
import { WaitingCard } from "../recovery/waiting-card";
import { DeployedFacts } from "./deployed-facts";
import { DeploymentHeader } from "./deployment-header";
import { History } from "./history";
import { LiveApp } from "./live-app";
import { StepTimeline } from "./step-timeline";
import { useDeployment } from "./use-deployment";

interface DeploymentPageProps {
  id: string;
  /** The deployment as the server read it for the page. */
  initial: DeploymentDetail | undefined;
}

/** One deployment: what it does now, each line it writes, and what can be done with it. */
export function DeploymentPage({ id, initial }: DeploymentPageProps) {
  const { query, events, connection, reopen } = useDeployment(id, initial);
  usePageTitle(query.data?.name ?? (isNotFound(query.error) ? "Not found" : undefined));
  if (query.data) {
    return <Deployment deployment={query.data} events={events} connection={connection} onChanged={reopen} />;
  }
  return (
    <div className="mx-auto w-full max-w-7xl px-4 py-6 column:px-6">
      {query.error === null ? <DeploymentSkeleton /> : null}
      {isNotFound(query.error) ? (
        <EmptyState
          icon={SearchX}
          title="There is no such deployment"
          action={
            <ButtonLink href="/deployments" variant="primary">
              All deployments
            </ButtonLink>
          }
        >
          It may have been deleted with its app, or belong to another organization.
        </EmptyState>
      ) : query.error ? (
        <ErrorState
          title="The deployment could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : null}
    </div>
  );
}

interface DeploymentProps {
  deployment: DeploymentDetail;
  events: readonly DeploymentEvent[];
  connection: Connection;
  /** After an action that makes the deployment's events go on. */
  onChanged(): void;
}

function Deployment({ deployment, events, connection, onChanged }: DeploymentProps) {
  const isLive = deployment.isCurrent && deployment.appName !== undefined && deployment.platform === "local";
  return (
    <div className="mx-auto w-full max-w-7xl space-y-4 px-4 py-6 column:px-6">
      <DeploymentHeader deployment={deployment} onChanged={onChanged} />
      <WaitingCard deployment={deployment} events={events} />
      {deployment.error ? <RecoveryCard deployment={deployment} error={deployment.error} /> : null}
      <div className="grid gap-4 bar:grid-cols-[minmax(16rem,20rem)_minmax(0,1fr)]">
        <StepTimeline deployment={deployment} events={events} />
        <LogView deployment={deployment} events={events} connection={connection} />
      </div>
      {isLive ? <LiveApp deployment={deployment} isStreamOpen={connection !== "ended"} /> : null}
      {deployment.hostedAppId && deployment.isCurrent ? <HostedAppPanel id={deployment.hostedAppId} /> : null}
      <div className="grid items-start gap-4 bar:grid-cols-2">
        <DeployedFacts deployment={deployment} />
        <div className="space-y-4">
          <History deployment={deployment} />
          <CompareCard deployment={deployment} />
        </div>
      </div>
    </div>
  );
}

function DeploymentSkeleton() {
  const isLate = useLate(300);
  return (
    <div role="status" className={isLate ? "space-y-4" : "space-y-4 opacity-0"}>
      <span className="sr-only">Loading the deployment</span>
      <Skeleton className="h-33 w-full rounded-lg" />
      <div className="grid gap-4 bar:grid-cols-[minmax(16rem,20rem)_minmax(0,1fr)]">
        <Skeleton className="h-[min(34rem,75dvh)] rounded-lg" />
        <Skeleton className="h-[min(34rem,75dvh)] rounded-lg" />
      </div>
    </div>
  );
}
