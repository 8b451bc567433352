import { CircleAlert, CircleCheck } from "lucide-react";
import { Button } from "@/ui/button";
import { formatDuration } from "@/ui/format";
import { describeProblem } from "@/ui/problem";
import { Spinner } from "@/ui/spinner";
import { Duration } from "@/ui/time";
import type { ModelTestState } from "./use-model-test";

/** What the model answered, or what it takes until it does. */
export function TestResult({ test }: { test: ModelTestState }) {
  const { result, error, startedAt, forget } = test;
  return (
    <div role="status" aria-live="polite" className="max-w-xl text-sm empty:hidden">
      {startedAt ? (
        <div className="flex items-center gap-2 text-muted">
          <Spinner />
          <span>
            Waiting for an answer, at most 15 seconds
            <span aria-hidden>
              {": "}
              <Duration from={new Date(startedAt).toISOString()} className="tabular-nums" />
            </span>
          </span>
          <Button size="sm" variant="ghost" onPress={forget}>
            Stop
          </Button>
        </div>
      ) : null}
      {result?.ok ? (
        <p className="flex items-start gap-2 text-success-text">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          The model answered in {formatDuration(result.durationMs)}.
        </p>
      ) : null}
      {result?.ok === false || error ? (
        <p className="flex items-start gap-2 text-danger-text">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">
            {result?.ok === false ? result.message : describeProblem(error).message}
          </span>
        </p>
      ) : null}
    </div>
  );
}
