"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { describeProblem } from "@/ui/problem";
import { useTRPCClient } from "@/ui/trpc";
import type { TestOutcome } from "../../live-tests/schema";
import { type EnvironmentPlace, refOf } from "../place";

export type LiveTestState =
  | { phase: "idle" }
  | { phase: "running"; since: number }
  | { phase: "done"; outcome: TestOutcome }
  | { phase: "refused"; message: string };

interface LiveTest {
  place: EnvironmentPlace;
  variableKey: string;
  /** One that is not saved yet; the stored one when left out. */
  value: string | undefined;
}

/** One test at a time; a new one, leaving the page or cancelling ends it on the server too. */
export function useLiveTest({ place, variableKey, value }: LiveTest) {
  const client = useTRPCClient();
  const [state, setState] = useState<LiveTestState>({ phase: "idle" });
  const work = useRef<AbortController>(undefined);
  useEffect(() => () => work.current?.abort(), []);

  const run = async ({ allowPrivate = false } = {}) => {
    work.current?.abort();
    const mine = new AbortController();
    work.current = mine;
    setState({ phase: "running", since: Date.now() });
    const asked = { ...refOf(place), key: variableKey, allowPrivate, ...(value === undefined ? {} : { value }) };
    try {
      const outcome = await client.environment.testValue.mutate(asked, { signal: mine.signal });
      if (!mine.signal.aborted) setState({ phase: "done", outcome });
    } catch (error) {
      if (!mine.signal.aborted) setState({ phase: "refused", message: describeProblem(error).message });
    }
  };
  const cancel = useCallback(() => {
    work.current?.abort();
    setState({ phase: "idle" });
  }, []);
  return { state, run, cancel };
}
