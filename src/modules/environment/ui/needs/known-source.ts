"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import * as z from "zod";
import { appVariables, variablesOf } from "@/modules/scaffold/pure";
import { useTRPCClient } from "@/ui/trpc";

const KnownSource = z.object({ sourceId: z.string(), name: z.string() });

/** Files of a project that were shown to Berth, by the id they are kept under. */
export type KnownSource = z.infer<typeof KnownSource>;

/** Which files tell what a project reads; remembered in this browser, so that a reload and another environment know it too. */
export function useKnownSource(projectId: string) {
  const key = `berth.needs.${projectId}`;
  const [source, setSource] = useState<KnownSource>();
  useEffect(() => setSource(readSource(key)), [key]);
  return {
    source,
    remember: (found: KnownSource) => {
      window.localStorage.setItem(key, JSON.stringify(found));
      setSource(found);
    },
    forget: () => {
      window.localStorage.removeItem(key);
      setSource(undefined);
    },
  };
}

function readSource(key: string): KnownSource | undefined {
  try {
    return KnownSource.parse(JSON.parse(window.localStorage.getItem(key) ?? "null"));
  } catch {
    return undefined;
  }
}

/** The variables found in the files, looked for once. */
export function useKnownReads(source: KnownSource | undefined) {
  const client = useTRPCClient();
  return useQuery({
    queryKey: ["files of a project", source?.sourceId],
    enabled: source !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { project } = await client.scaffold.detectSource.mutate({ sourceId: source?.sourceId ?? "" }, { signal });
      return project.config ? variablesOf(project.config) : appVariables(project.variables);
    },
  });
}
