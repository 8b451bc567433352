"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DetectedProject } from "@/modules/scaffold";
import type { PickedProject } from "@/modules/scaffold/ui/detect-files";
import { useTRPCClient } from "@/ui/trpc";

export interface Brought {
  sourceId: string;
  name: string;
  project: DetectedProject;
}

type State =
  | { phase: "choosing"; problem?: unknown }
  | { phase: "working"; what: string; share?: number }
  | { phase: "found"; brought: Brought };

/** Takes a project in and has it looked at. What was found is in the address, so that a reload finds it again. */
export function useBring() {
  const client = useTRPCClient();
  const [state, setState] = useState<State>({ phase: "choosing" });
  const work = useRef<AbortController>(undefined);

  const run = useCallback(async (what: string, job: (signal: AbortSignal) => Promise<Brought>) => {
    work.current?.abort();
    const mine = new AbortController();
    work.current = mine;
    setState({ phase: "working", what });
    try {
      const brought = await job(mine.signal);
      if (mine.signal.aborted) return;
      window.history.replaceState(null, "", `?source=${brought.sourceId}&name=${encodeURIComponent(brought.name)}`);
      setState({ phase: "found", brought });
    } catch (problem) {
      if (!mine.signal.aborted) setState({ phase: "choosing", problem });
    }
  }, []);

  const bringFiles = (picked: PickedProject) =>
    run("Packing", async (signal) => {
      const { uploadProject } = await import("@/modules/scaffold/ui/detect-upload");
      const sourceId = await uploadProject(picked, {
        signal,
        onProgress: ({ phase, share }) =>
          setState({ phase: "working", what: phase === "packing" ? "Packing" : "Sending", share }),
      });
      setState({ phase: "working", what: "Reading the project" });
      const { project } = await client.scaffold.detectSource.mutate({ sourceId }, { signal });
      return { sourceId, name: picked.name, project: withLeftOut(project, picked) };
    });
  const bringRepository = (repository: { url: string; connectionId?: string }) =>
    run("Cloning the repository", (signal) => client.scaffold.detectRepository.mutate(repository, { signal }));

  const startOver = useCallback((problem?: unknown) => {
    work.current?.abort();
    window.history.replaceState(null, "", window.location.pathname);
    setState(problem === undefined ? { phase: "choosing" } : { phase: "choosing", problem });
  }, []);

  useEffect(() => {
    const query = new URLSearchParams(window.location.search);
    const sourceId = query.get("source");
    if (!sourceId) return;
    const name = query.get("name") ?? "project";
    void run("Reading the project", async (signal) => {
      const { project } = await client.scaffold.detectSource.mutate({ sourceId }, { signal });
      return { sourceId, name, project };
    });
    return () => work.current?.abort();
  }, [client, run]);

  return { state, bringFiles, bringRepository, startOver };
}

/** Says which files of a folder never left the machine. */
function withLeftOut(project: DetectedProject, picked: PickedProject): DetectedProject {
  if (picked.kind === "zip" || picked.leftOut.length === 0) return project;
  const message = `Values stay on your machine: ${picked.leftOut.slice(0, 3).join(", ")} was not sent. Enter or paste below what the app needs.`;
  return { ...project, notes: [...project.notes, { level: "info", message }] };
}
