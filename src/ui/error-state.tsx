"use client";
import { RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { describeProblem } from "./problem";

interface ErrorStateProps {
  /** What could not be done: "Projects could not be loaded". */
  title: string;
  error: unknown;
  onRetry?(): void;
  action?: ReactNode;
}

/** What happened, why, and the button that tries again. */
export function ErrorState({ title, error, onRetry, action }: ErrorStateProps) {
  const problem = describeProblem(error);
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-danger/40 bg-danger/5 p-4">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger-text" />
      <div className="min-w-0 flex-1">
        <h2 className="text-sm font-medium">{title}</h2>
        <p className="mt-0.5 break-words text-sm text-muted">{problem.message}</p>
        {problem.requestId && problem.code === "INTERNAL" ? (
          <p className="mt-1 text-xs text-muted">
            Request <code>{problem.requestId}</code>
          </p>
        ) : null}
        {onRetry || action ? (
          <div className="mt-3 flex flex-wrap gap-2">
            {onRetry ? (
              <Button size="sm" onPress={onRetry}>
                <RotateCw aria-hidden />
                Try again
              </Button>
            ) : null}
            {action}
          </div>
        ) : null}
      </div>
    </div>
  );
}
