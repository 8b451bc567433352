"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, Rocket } from "lucide-react";
import { Button, ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import { DeploymentRow } from "./deployment-row";
import { isUnfinished } from "./status";

const pageSize = 30;

/** Deployments, newest first: all of them or those of one project. */
export function DeploymentList({ projectId }: { projectId?: string }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery({
    queryKey: [...trpc.deployment.list.queryKey(), "pages", projectId],
    queryFn: ({ pageParam, signal }) =>
      client.deployment.list.query({ projectId, limit: pageSize, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => isUnfinished(status))) ? 2000 : false,
  });
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (error) {
    return <ErrorState title="The deployments could not be loaded" error={error} onRetry={() => void refetch()} />;
  }
  if (!data) return <SkeletonRows what="deployments" />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState
        icon={Rocket}
        title="No deployments yet"
        action={
          <ButtonLink href="/new" variant="primary">
            <Plus aria-hidden />
            New app
          </ButtonLink>
        }
      >
        Each time an app is built and started, the steps, the log and the result are kept here.
      </EmptyState>
    );
  }
  return (
    <>
      <Card>
        <ul className="divide-y divide-separator overflow-hidden rounded-lg">
          {items.map((deployment) => (
            <DeploymentRow key={deployment.id} deployment={deployment} />
          ))}
        </ul>
      </Card>
      {hasNextPage ? (
        <div className="mt-4 flex justify-center">
          <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      ) : null}
    </>
  );
}
