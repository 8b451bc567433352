import { CircleAlert, CircleCheck } from "lucide-react";
import { formatDuration } from "@/ui/format";
import { describeProblem } from "@/ui/problem";
import { RelativeTime } from "@/ui/time";
import type { ConnectionTestState } from "./use-connection-test";

/** What the platform said to the token, and when. */
export function TestLine({ test, label }: { test: ConnectionTestState; label: string }) {
  const { result, error, isPending } = test;
  const problem = result?.ok === false ? result.message : error ? describeProblem(error).message : undefined;
  return (
    <div role="status" aria-live="polite" className="text-xs empty:hidden">
      {isPending ? <span className="sr-only">Testing</span> : null}
      {result?.ok && !isPending ? (
        <p className="flex items-start gap-1.5 text-success-text">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            {label} accepted the token in {formatDuration(result.durationMs)}, <RelativeTime at={result.at} />.
          </span>
        </p>
      ) : null}
      {problem && !isPending ? (
        <p className="flex items-start gap-1.5 text-danger-text">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">
            {problem}
            {result ? (
              <>
                {" "}
                Tested <RelativeTime at={result.at} />.
              </>
            ) : null}
          </span>
        </p>
      ) : null}
    </div>
  );
}
