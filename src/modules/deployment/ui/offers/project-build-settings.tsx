"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ErrorState } from "@/ui/error-state";
import { describeProblem } from "@/ui/problem";
import { Skeleton } from "@/ui/skeleton";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { DeploySettings } from "../../schema";
import { type EnteredSettings, generatedCommands } from "./build-settings";
import { BuildSettingsFields } from "./build-settings-fields";

/** How the deployments of a project are built, where that differs from what its files say. */
export function ProjectBuildSettings({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.deployment.settings.queryOptions({ projectId }));
  const { data: project } = useQuery(trpc.project.get.queryOptions({ id: projectId }));
  return (
    <Section
      id="build-settings"
      title="Build settings"
      description="Used from the next deployment on, wherever it goes. What is left empty is as the files say."
      className="mt-8"
    >
      {error ? (
        <ErrorState title="The settings could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : data && project ? (
        <Form key={JSON.stringify(data)} projectId={projectId} saved={data} detected={commandsOf(project.config)} />
      ) : (
        <Skeleton className="m-4 h-32" />
      )}
    </Section>
  );
}

/** What is known of a project that Berth generates; of any other its files are read when it is deployed. */
function commandsOf(config: unknown): DeploySettings {
  if (typeof config !== "object" || config === null) return {};
  return generatedCommands("packageManager" in config && config.packageManager === "pnpm" ? "pnpm" : "npm");
}

interface FormProps {
  projectId: string;
  saved: DeploySettings;
  detected: DeploySettings;
}

function Form({ projectId, saved, detected }: FormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [{ settings, isValid }, setEntered] = useState<EnteredSettings>({ settings: saved, isValid: true });
  const save = useMutation(
    trpc.deployment.setSettings.mutationOptions({
      onSuccess: async (stored) => {
        queryClient.setQueryData(trpc.deployment.settings.queryKey({ projectId }), stored);
        notify.done("Build settings saved");
      },
    }),
  );
  const isChanged = JSON.stringify(sorted(settings)) !== JSON.stringify(sorted(saved));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isValid && isChanged) save.mutate({ projectId, settings });
  };
  return (
    <form onSubmit={submit} className="space-y-4 p-4">
      <BuildSettingsFields initial={saved} detected={detected} onChange={setEntered} />
      {save.error ? (
        <p role="alert" className="text-xs text-danger-text">
          {describeProblem(save.error).message}
        </p>
      ) : null}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isDisabled={!isChanged || !isValid} isPending={save.isPending}>
          Save build settings
        </Button>
        {Object.keys(saved).length > 0 ? (
          <Button isDisabled={save.isPending} onPress={() => save.mutate({ projectId, settings: {} })}>
            Use what the files say
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function sorted(settings: DeploySettings): [string, string][] {
  return Object.entries(settings).sort(([one], [other]) => one.localeCompare(other));
}
