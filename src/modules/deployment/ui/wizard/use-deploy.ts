"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import { useUnsavedGuard } from "./environment-step";
import type { WizardState } from "./use-wizard";

/** Saves the project and its variables, starts the deployment and opens its page. A second try goes on where the first stopped. */
export function useDeploy({ choices, values, platform }: WizardState) {
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
      if (start.current?.config !== config) start.current = { config, key: crypto.randomUUID() };
      return client.deployment.start.mutate({ projectId, platform, idempotencyKey: start.current.key });
    },
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: trpc.project.list.queryKey() });
      router.push(`/deployments/${id}`);
    },
  });
  const isLeaving = deploy.isPending || deploy.isSuccess;
  useUnsavedGuard(Object.values(values).some(Boolean) && !isLeaving);
  return { start: () => deploy.mutate(), isPending: isLeaving, error: deploy.error, reset: deploy.reset };
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
