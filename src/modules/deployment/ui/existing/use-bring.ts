"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DetectedProject } from "@/modules/scaffold";
import type { PickedProject } from "@/modules/scaffold/ui/detect-files";
import type { Finding } from "@/server/leaks/finding";
import { useTRPCClient } from "@/ui/trpc";

export interface Brought {
  sourceId: string;
  name: string;
  project: DetectedProject;
  /** Secrets in its files, by place; nothing of their text but the ends. */
  findings: readonly Finding[];
}

type State =
  | { phase: "choosing"; problem?: unknown }
  | { phase: "working"; what: string; share?: number }
  | { phase: "found"; brought: Brought };

export type Bringing = ReturnType<typeof useBring>;

/** Takes a project in and has it looked at. With `isInAddress` what was found is in the address, so that a reload finds it again. */
export function useBring({ isInAddress = true } = {}) {
  const client = useTRPCClient();
  const [state, setState] = useState<State>({ phase: "choosing" });
  const work = useRef<AbortController>(undefined);

  const run = useCallback(
    async (what: string, job: (signal: AbortSignal) => Promise<Brought>) => {
      work.current?.abort();
      const mine = new AbortController();
      work.current = mine;
      setState({ phase: "working", what });
      try {
        const brought = await job(mine.signal);
        if (mine.signal.aborted) return;
        const found = `?source=${brought.sourceId}&name=${encodeURIComponent(brought.name)}`;
        if (isInAddress) window.history.replaceState(null, "", found);
        setState({ phase: "found", brought });
      } catch (problem) {
        if (!mine.signal.aborted) setState({ phase: "choosing", problem });
      }
    },
    [isInAddress],
  );

  const bringFiles = (picked: PickedProject) =>
    run("Packing", async (signal) => {
      const { uploadProject } = await import("@/modules/scaffold/ui/detect-upload");
      const { id: sourceId, leftOut } = await uploadProject(picked, {
        signal,
        onProgress: ({ phase, share }) =>
          setState({ phase: "working", what: phase === "packing" ? "Packing" : "Sending", share }),
      });
      setState({ phase: "working", what: "Reading the project" });
      const { project, findings } = await client.scaffold.detectSource.mutate({ sourceId }, { signal });
      const kept = picked.kind === "zip" ? leftOut : picked.leftOut;
      return { sourceId, name: picked.name, project: withLeftOut(project, kept), findings };
    });
  const bringRepository = (repository: { url: string; connectionId?: string }) =>
    run("Cloning the repository", (signal) => client.scaffold.detectRepository.mutate(repository, { signal }));

  const startOver = useCallback(
    (problem?: unknown) => {
      work.current?.abort();
      if (isInAddress) window.history.replaceState(null, "", window.location.pathname);
      setState(problem === undefined ? { phase: "choosing" } : { phase: "choosing", problem });
    },
    [isInAddress],
  );

  useEffect(() => {
    const query = new URLSearchParams(window.location.search);
    const sourceId = query.get("source");
    if (!sourceId || !isInAddress) return;
    const name = query.get("name") ?? "project";
    void run("Reading the project", async (signal) => {
      return { ...(await client.scaffold.detectSource.mutate({ sourceId }, { signal })), name };
    });
    return () => work.current?.abort();
  }, [client, run, isInAddress]);

  return { state, bringFiles, bringRepository, startOver };
}

/** Says which files are there to hold secrets, and so were not taken in. */
function withLeftOut(project: DetectedProject, leftOut: readonly string[]): DetectedProject {
  if (leftOut.length === 0) return project;
  const more = leftOut.length > 3 ? ` and ${leftOut.length - 3} more` : "";
  const message = `Values stay on your machine: ${leftOut.slice(0, 3).join(", ")}${more} ${leftOut.length === 1 ? "was" : "were"} not kept. Enter or paste below what the app needs.`;
  return { ...project, notes: [...project.notes, { level: "info", message }] };
}
