"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { SyncPlan, SyncResult, SyncTarget } from "../../sync/schema";
import { describeOutcomes, isOnlyRetry } from "./plan-model";

/** The plan of one app, read when it is asked for, and what became of the last apply. */
export function useSync(target: SyncTarget) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const isLocal = target.platform === "local";
  // Reading a platform is left to a press; on this machine it costs nothing.
  const [isChecked, setChecked] = useState(isLocal);
  const [result, setResult] = useState<SyncResult>();
  const plan = useQuery({
    ...trpc.deployment.sync.plan.queryOptions({ id: target.id }),
    enabled: isChecked,
    retry: false,
    staleTime: isLocal ? 0 : Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

  const send = async (planned: SyncPlan, overwrite: readonly string[]) => {
    const { planHash } = planned;
    if (planHash === null) return;
    const done = await client.deployment.sync.applyPlan
      .mutate({ id: target.id, planHash, overwrite: [...overwrite] })
      .catch(async (error: unknown) => {
        // The plan shows what would happen now.
        await plan.refetch();
        throw error;
      });
    setResult(done);
    if (done.failed > 0)
      notify.problem(`${target.name}: ${describeOutcomes(done.outcomes)}`, "The rest is told below.");
    else notify.done(`${target.name}: ${describeOutcomes(done.outcomes)}`, done.effectMessage);
    void queries.invalidateQueries({ queryKey: trpc.deployment.sync.targets.pathKey() });
    await plan.refetch();
  };
  const retry = useMutation({
    mutationFn: async (failed: ReadonlySet<string>) => {
      const { data } = await plan.refetch({ throwOnError: true });
      if (data && isOnlyRetry(data, failed)) return send(data, [...failed]);
      setResult(undefined);
      notify.problem("More has changed meanwhile", "Look at the new plan, then apply it.");
    },
    onError: (error) => notify.problem("The variables were not sent", describeProblem(error).message),
  });
  return {
    plan,
    isChecked,
    result,
    check() {
      setResult(undefined);
      if (isChecked) void plan.refetch();
      else setChecked(true);
    },
    send,
    retry,
  };
}

export type Sync = ReturnType<typeof useSync>;

/** A new deployment of what serves, with the values of now; the page goes on to it. */
export function useRedeploy() {
  const trpc = useTRPC();
  const router = useRouter();
  return useMutation(
    trpc.deployment.redeploy.mutationOptions({
      onSuccess: ({ id }) => router.push(`/deployments/${id}`),
      onError: (error) => notify.problem("The redeploy did not start", describeProblem(error).message),
    }),
  );
}
