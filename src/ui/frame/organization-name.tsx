"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc";

/** The organization whose projects are shown. */
export function OrganizationName() {
  const trpc = useTRPC();
  const { data: me } = useQuery(trpc.identity.me.queryOptions(undefined, { staleTime: 60_000 }));
  return (
    <div className="h-12 shrink-0 border-t border-separator px-4 py-2 text-xs leading-8 text-muted">
      <p className="truncate" title={me?.orgName}>
        {me?.orgName}
      </p>
    </div>
  );
}
