"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/ui/trpc";

export interface Usage {
  apps: readonly { name: string }[];
  /** Deployments that are not over; of a refused connection, those that wait for another token. */
  deployments: readonly { id: string; name: string }[];
}

/** What depends on a connection, by its id; nothing until that is known. */
export type UsageOf = (connectionId: string) => Usage;

const nothing: Usage = { apps: [], deployments: [] };

export function useConnectionUsage(): UsageOf {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.platform.usage.queryOptions(undefined, { refetchInterval: 15_000 }));
  return (connectionId) => data.find((usage) => usage.connectionId === connectionId) ?? nothing;
}
