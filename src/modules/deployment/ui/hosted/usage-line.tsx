"use client";
import { useQuery } from "@tanstack/react-query";
import { formatBytes } from "@/ui/format";
import { useTRPC } from "@/ui/trpc";

/** What the app used last, as its platform tells it; nothing where the platform says nothing. */
export function UsageLine({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.deployment.hosted.usage.queryOptions({ id }, { staleTime: 60_000, retry: false }));
  const parts = [
    data?.cpu?.at(-1) && `${data.cpu.at(-1)?.value.toFixed(2)} vCPU`,
    data?.memory?.at(-1) && `${formatBytes(data.memory.at(-1)?.value ?? 0)} memory`,
    data?.egressBytes !== undefined && `${formatBytes(data.egressBytes)} sent in a day`,
    data?.estimatedCost !== undefined && `$${data.estimatedCost.toFixed(2)} this month`,
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-3 text-sm">
      <span className="w-32 shrink-0 text-muted">Used now</span>
      <span className="tabular-nums">{parts.join(", ")}</span>
    </div>
  );
}
