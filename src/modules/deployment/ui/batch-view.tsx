"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight, Layers } from "lucide-react";
import { ButtonAnchor, ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { Skeleton, SkeletonRows } from "@/ui/skeleton";
import { Duration } from "@/ui/time";
import { useTRPC } from "@/ui/trpc";
import type { DeploymentDetail } from "../schema";
import { EmulatedBadge } from "./emulated-badge";
import { platformLabel } from "./platform-names";
import { DeploymentStatusLabel, isUnfinished } from "./status";
import { stepLabel } from "./step-labels";

const lookEveryMs = 1_000;

/** Deployments that were started together, side by side; each has a page and a log of its own. */
export function BatchView({ batchId }: { batchId: string }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.deployment.list.queryOptions({ batchId }));
  if (error) {
    return <ErrorState title="The deployments could not be loaded" error={error} onRetry={() => void refetch()} />;
  }
  if (!data) return <SkeletonRows what="deployments" />;
  if (data.items.length === 0) {
    return (
      <EmptyState
        icon={Layers}
        title="Nothing was deployed under this address"
        action={<ButtonLink href="/deployments">See all deployments</ButtonLink>}
      >
        The deployments may have been deleted with their project.
      </EmptyState>
    );
  }
  return (
    <ul className="grid gap-4 column:grid-cols-2">
      {data.items.toReversed().map(({ id }) => (
        <li key={id}>
          <BatchCard id={id} />
        </li>
      ))}
    </ul>
  );
}

function BatchCard({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.deployment.get.queryOptions(
      { id },
      { refetchInterval: ({ state }) => (!state.data || isUnfinished(state.data.status) ? lookEveryMs : false) },
    ),
  );
  if (error) return <ErrorState title="It could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-44 w-full" />;
  const done = data.steps.filter(({ status }) => status === "succeeded").length;
  return (
    <Card className="flex h-full flex-col gap-3 p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="flex items-center gap-2 text-base font-semibold">
            {platformLabel(data.platform)}
            {data.emulated ? <EmulatedBadge /> : null}
          </h2>
          <p className="truncate text-xs text-muted" title={data.name}>
            {data.name}
          </p>
        </div>
        <DeploymentStatusLabel deployment={data} />
      </div>
      <progress
        className="h-1.5 w-full appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-surface-secondary [&::-webkit-progress-value]:bg-accent"
        max={data.steps.length}
        value={done}
        aria-label={`Steps of ${platformLabel(data.platform)}`}
      />
      <p aria-live="polite" className="min-h-8 text-xs break-words text-muted">
        {sentence(data, done)}
      </p>
      <div className="mt-auto flex flex-wrap items-center gap-2">
        <ButtonLink size="sm" href={`/deployments/${id}`}>
          Steps and log
        </ButtonLink>
        {data.url && data.status === "succeeded" ? (
          <ButtonAnchor size="sm" variant="primary" href={data.url} target="_blank" rel="noreferrer">
            Open
            <ArrowUpRight aria-hidden />
          </ButtonAnchor>
        ) : null}
        <span className="ml-auto text-xs text-muted">
          <Duration from={data.startedAt ?? data.createdAt} to={data.finishedAt} />
        </span>
      </div>
    </Card>
  );
}

function sentence(deployment: DeploymentDetail, done: number): string {
  const { error, waitingFor, status, steps } = deployment;
  if (waitingFor) return waitingFor.message;
  if (error) return error.message;
  if (status === "queued") return "Waits for its turn.";
  const current = steps.find((step) => step.status === "running");
  if (current) return `Step ${done + 1} of ${steps.length}: ${stepLabel(current.name, deployment.platform)}`;
  return status === "succeeded" ? "Every step is done." : `${done} of ${steps.length} steps are done.`;
}
