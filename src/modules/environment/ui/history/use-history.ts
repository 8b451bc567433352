"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import { type EnvironmentPlace, refOf } from "../place";
import { bySave } from "./history-model";

const pageSize = 25;
const deploymentsLookedAt = 100;

/** The saves of a place, newest first, of one variable where a name is given. */
export function useHistory(place: EnvironmentPlace, key: string | undefined) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const wanted = { ...refOf(place), ...(key === undefined ? {} : { key }), limit: pageSize };
  return useInfiniteQuery({
    queryKey: [...trpc.environment.history.queryKey(), wanted],
    queryFn: ({ pageParam, signal }) => client.environment.history.query({ ...wanted, before: pageParam }, { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** The latest deployments of the project by the save they ran with. */
export function useSaveDeployments(projectId: string) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.deployment.list.queryOptions({ projectId, limit: deploymentsLookedAt }));
  return useMemo(() => bySave(data?.items ?? []), [data]);
}
