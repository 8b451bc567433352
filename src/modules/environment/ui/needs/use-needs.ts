"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { plural } from "@/ui/format";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { TargetPlatform } from "../../schema";
import { type EnvironmentPlace, refOf } from "../place";
import { type KnownSource, useKnownReads } from "./known-source";
import { faultsOf } from "./needs-model";

/** What the project reads, by its deployment or configuration, else by files that were shown in this browser. */
export function useNeeds(
  place: EnvironmentPlace,
  platform: TargetPlatform | undefined,
  source: KnownSource | undefined,
) {
  const client = useTRPCClient();
  const reads = useKnownReads(source);
  const ref = { ...refOf(place), ...(platform === undefined ? {} : { platform }) };
  const isFromFiles = source !== undefined;
  const needs = useQuery({
    // Under the path of the environment, so that every save has it read again.
    queryKey: [["environment", "needs"], ref, source?.sourceId],
    enabled: !isFromFiles || reads.data !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      if (!isFromFiles) return client.deployment.environmentUsage.query(ref, { signal });
      const usage = await client.environment.usage.mutate({ ...ref, variables: reads.data ?? [] }, { signal });
      return { ...usage, platform: platform ?? "local", readFrom: { kind: "files" as const, name: source.name } };
    },
  });
  const check = useMutation({
    mutationFn: async ({ on }: { on: TargetPlatform; seen: unknown }) => {
      const { variables } = isFromFiles
        ? await client.environment.checkStored.mutate({ ...refOf(place), platform: on, variables: reads.data ?? [] })
        : await client.deployment.checkEnvironment.mutate({ ...refOf(place), platform: on });
      return faultsOf(variables);
    },
    onError: (error) => notify.problem("The values were not checked", describeProblem(error).message),
  });
  const values = {
    /** Written down in the audit log, so only when somebody asks for it. */
    check: (on: TargetPlatform) => check.mutate({ on, seen: needs.data }),
    isChecking: check.isPending,
    /** Undefined once the list is another than the one that was checked. */
    faults: check.variables?.seen === needs.data ? check.data : undefined,
  };
  return { needs, values, error: reads.error ?? needs.error, isPending: needs.isPending && !reads.isError };
}

export type ValueCheck = ReturnType<typeof useNeeds>["values"];

export type Needs = NonNullable<ReturnType<typeof useNeeds>["needs"]["data"]>;

/** What a line can have done to it. A refusal, such as of somebody else's change meanwhile, is told and the list read again. */
export function useNeedsActions(place: EnvironmentPlace, snapshotId: string | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const ref = { ...refOf(place), expectedSnapshotId: snapshotId };
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
  const told = (title: string) => ({
    onError: (error: unknown) => notify.problem(title, describeProblem(error).message),
    onSettled: refresh,
  });
  const generate = useMutation({
    mutationFn: async (key: string) => {
      const { generateValue } = await import("../../generate");
      const { value } = await generateValue({ kind: "secret" });
      const variables = { [key]: { value, type: "secret" as const, visibility: "masked" as const } };
      await client.environment.set.mutate({ ...ref, variables, cause: "generate" });
      notify.done(`${key} generated`);
    },
    ...told("Nothing was generated"),
  });
  const rename = useMutation({
    mutationFn: async ({ key, to }: { key: string; to: string }) => {
      await client.environment.rename.mutate({ ...ref, key, to });
      notify.done(`${key} is ${to} now`);
    },
    ...told("Nothing was renamed"),
  });
  const removeUnused = async (keys: readonly string[]) => {
    let seen = snapshotId;
    try {
      for (let from = 0; from < keys.length; from += 1_000) {
        const part = keys.slice(from, from + 1_000);
        const saved = await client.environment.unset.mutate({
          ...ref,
          expectedSnapshotId: seen,
          keys: part,
          reason: "unused",
        });
        seen = saved.snapshotId;
      }
      notify.done(`${plural(keys.length, "variable")} removed`);
    } finally {
      await refresh();
    }
  };
  return { generate, rename, removeUnused };
}

export type NeedsActions = ReturnType<typeof useNeedsActions>;
