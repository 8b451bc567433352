"use client";
import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { addressOf, type EnvironmentPlace } from "@/modules/environment/ui/place";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import { DeployProjectButton } from "../deploy-project-button";
import { TargetCard } from "./target-card";

/** Where the values of an environment are in use, and how they get there. */
export function SyncPanel({ place }: { place: EnvironmentPlace }) {
  const trpc = useTRPC();
  const { projectId, environment, configuration } = place;
  const targets = useQuery(trpc.deployment.sync.targets.queryOptions({ projectId, environment }));
  if (targets.isPending) return <SkeletonRows what="apps that run with these values" rows={3} />;
  if (targets.isError) {
    return (
      <ErrorState title="The apps could not be loaded" error={targets.error} onRetry={() => void targets.refetch()} />
    );
  }
  if (targets.data.length === 0) return <NothingRuns place={place} />;
  return (
    <div className="space-y-4">
      <p className="max-w-3xl text-sm text-pretty text-muted">
        Apps that run with {environment}. What you send is what a deployment of now would get
        {configuration === undefined ? "" : ", from the active configuration"}; variables Berth did not set are left
        alone.
      </p>
      {targets.data.map((target) => (
        <TargetCard key={target.id} target={target} place={place} />
      ))}
    </div>
  );
}

function NothingRuns({ place }: { place: EnvironmentPlace }) {
  const { projectId, environment } = place;
  const action = (
    <>
      <DeployProjectButton projectId={projectId} environment={environment} />
      <ButtonLink href={addressOf(place, "variables")}>Set variables</ButtonLink>
    </>
  );
  return (
    <EmptyState icon={RefreshCw} title={`Nothing was deployed with ${environment} yet`} action={action}>
      Once an app runs with these values, this page shows what changed here and on its platform, and brings one to the
      other.
    </EmptyState>
  );
}
