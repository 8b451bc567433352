"use client";
import { useQueryClient } from "@tanstack/react-query";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import { type EnvironmentPlace, refOf } from "../place";

interface Wanted {
  name: string;
  description: string;
  baseEnvironment: string | null;
}

/** What changes configurations; each refreshes whatever of the environment is shown. */
export function useConfigurationChanges(place: EnvironmentPlace) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const { projectId, environment } = place;
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });

  const copyOwn = async (from: string, to: string) => {
    const own = await client.environment.list.query({ ...refOf({ ...place, configuration: from }) });
    if (own.length === 0) return;
    const sides = { from: { environment, configuration: from }, to: { environment, configuration: to } };
    await client.environment.copy.mutate({ projectId, ...sides, keys: own.map(({ key }) => key) });
  };
  return {
    async create(wanted: Wanted, copyOf: string | undefined) {
      const made = await client.environment.createConfiguration.mutate({ projectId, environment, ...wanted });
      try {
        if (copyOf !== undefined) await copyOwn(copyOf, made.name);
        notify.done(`${made.name} created`, made.isActive ? `It is the active one of ${environment}.` : undefined);
      } catch (error) {
        notify.problem(`${made.name} was created, but is empty`, describeProblem(error).message);
      }
      await refresh();
    },
    async update(configuration: string, wanted: Wanted) {
      await client.environment.updateConfiguration.mutate({ projectId, environment, configuration, ...wanted });
      notify.done(`${wanted.name} saved`);
      await refresh();
    },
    async activate(configuration: string, before: string | undefined) {
      const turn = (name: string) =>
        client.environment.activateConfiguration.mutate({ projectId, environment, configuration: name });
      await turn(configuration);
      const undo = async () => {
        await turn(before ?? configuration).catch((error: unknown) =>
          notify.problem(`${before} is not active`, describeProblem(error).message),
        );
        await refresh();
      };
      const action = before === undefined ? undefined : { label: "Undo", onPress: () => void undo() };
      notify.done(`${configuration} is active`, `The next deployment of ${environment} uses it.`, action);
      await refresh();
    },
    async remove(configuration: string) {
      await client.environment.deleteConfiguration.mutate({ projectId, environment, configuration });
      notify.done(`${configuration} deleted`);
      await refresh();
    },
  };
}
