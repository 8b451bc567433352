"use client";
import { useCallback, useEffect, useState } from "react";

interface Loaded<T> {
  module: T | undefined;
  error: unknown;
  retry(): void;
}

/** A module that is loaded after the page, once. `load` must be a constant outside the component. */
export function useModule<T>(load: () => Promise<T>): Loaded<T> {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ module?: T; error?: unknown }>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt loads again
  useEffect(() => {
    let isGone = false;
    load().then(
      (module) => isGone || setState({ module }),
      (error: unknown) => isGone || setState({ error }),
    );
    return () => {
      isGone = true;
    };
  }, [load, attempt]);
  const retry = useCallback(() => {
    setState({});
    setAttempt((count) => count + 1);
  }, []);
  return { module: state.module, error: state.error, retry };
}
