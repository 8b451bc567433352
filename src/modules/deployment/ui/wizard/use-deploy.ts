"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import { withDatabaseSeconds, withDatabases } from "../offers/offers";
import { useCostConsent } from "../offers/use-cost-consent";
import { withAccounts } from "./targets";
import type { WizardState } from "./use-wizard";

/** Saves the project and its variables, starts the deployment and opens its page. A second try goes on where the first stopped. */
export function useDeploy({ choices, values, targets, makers, build, costs }: WizardState) {
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const project = useRef<{ config: string; id: string }>(undefined);
  const start = useRef<{ config: string; key: string }>(undefined);
  const config = JSON.stringify(choices.valid);

  const deploy = useMutation({
    mutationFn: async () => {
      if (project.current?.config !== config) {
        const created = await client.project.create.mutate({ name: choices.valid.name, config: choices.valid });
        project.current = { config, id: created.id };
      }
      const projectId = project.current.id;
      const variables = toVariables(values, choices.specs ?? []);
      if (Object.keys(variables).length > 0) {
        await client.environment.set.mutate({ projectId, variables, cause: "New app" });
      }
      if (Object.keys(build.settings).length > 0) {
        await client.deployment.setSettings.mutate({ projectId, settings: build.settings });
      }
      if (start.current?.config !== config) start.current = { config, key: crypto.randomUUID() };
      return client.deployment.startAll.mutate({
        projectId,
        targets: withDatabases(withAccounts(targets, await client.platform.list.query()), makers),
        ...(makers.length > 0 ? { timeoutSeconds: withDatabaseSeconds } : {}),
        idempotencyKey: start.current.key,
      });
    },
    onSuccess: (started) => {
      void queries.invalidateQueries({ queryKey: trpc.project.list.queryKey() });
      router.push(startedHref(started));
    },
  });
  const isLeaving = deploy.isPending || deploy.isSuccess;
  useUnsavedGuard(Object.values(values).some(Boolean) && !isLeaving);
  const { ask, dialog } = useCostConsent(costs, () => deploy.mutate());
  return { start: ask, dialog, isPending: isLeaving, error: deploy.error, reset: deploy.reset };
}

/** Asks before values that are stored nowhere are lost. */
function useUnsavedGuard(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", onLeave);
    return () => window.removeEventListener("beforeunload", onLeave);
  }, [isUnsaved]);
}

interface Sensitivity {
  key: string;
  sensitive: boolean;
}

function toVariables(values: Readonly<Record<string, string>>, specs: readonly Sensitivity[]) {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  return Object.fromEntries(
    given.map(([key, value]) => [key, { value, sensitive: specs.find((spec) => spec.key === key)?.sensitive ?? true }]),
  );
}

/** One deployment has a page of its own; several are watched side by side. */
export function startedHref({ batchId, deployments }: { batchId?: string; deployments: { id: string }[] }): string {
  const [first] = deployments;
  return deployments.length === 1 && first ? `/deployments/${first.id}` : `/deployments?batch=${batchId}`;
}
