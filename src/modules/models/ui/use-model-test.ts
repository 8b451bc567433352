"use client";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useTRPCClient } from "@/ui/trpc";
import type { SaveModelInput } from "../schema";

/** Tries a connection; can be cancelled, and forgotten when the form changes. */
export function useModelTest() {
  const client = useTRPCClient();
  const running = useRef<AbortController>(undefined);
  const test = useMutation({
    mutationFn: (draft: SaveModelInput) => {
      running.current = new AbortController();
      return client.models.test.mutate({ draft }, { signal: running.current.signal });
    },
  });
  const forget = () => {
    running.current?.abort();
    test.reset();
  };
  return {
    start: test.mutate,
    forget,
    result: test.data,
    error: test.error,
    startedAt: test.isPending ? test.submittedAt : undefined,
  };
}

export type ModelTestState = ReturnType<typeof useModelTest>;
