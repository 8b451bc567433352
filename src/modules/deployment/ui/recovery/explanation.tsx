"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { describeProblem } from "@/ui/problem";
import { useTRPC } from "@/ui/trpc";

/** Asks the organization's model for the cause; there only where one is set up. */
export function RecoveryExplanation({ deploymentId }: { deploymentId: string }) {
  const trpc = useTRPC();
  const settings = useQuery(trpc.models.get.queryOptions(undefined, { retry: false }));
  const explain = useMutation(trpc.deployment.explain.mutationOptions());
  const connection = settings.data?.connection;
  if (!connection) return null;
  const { data, error } = explain;
  const problem = error ? describeProblem(error).message : data?.ok === false ? data.message : undefined;
  return (
    <div className="max-w-3xl space-y-2" aria-live="polite">
      {data?.ok ? (
        <article className="rounded-lg border border-border bg-surface p-3 column:p-4">
          <div className="flex items-start justify-between gap-3">
            <p className="flex items-center gap-1.5 text-xs text-muted">
              <Sparkles aria-hidden className="size-3.5 shrink-0" />
              <span>
                Written by {data.model} from the error and the end of the log. It may be wrong; nothing of it was
                applied.
              </span>
            </p>
            <CopyButton text={data.text} what="explanation" />
          </div>
          <p className="mt-2 text-sm break-words whitespace-pre-wrap">{data.text}</p>
        </article>
      ) : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button isPending={explain.isPending} onPress={() => explain.mutate({ id: deploymentId })}>
            <Sparkles aria-hidden />
            Explain with AI
          </Button>
          <p className="text-xs text-muted">
            {explain.isPending
              ? "This can take up to a minute."
              : `Sends the error and the end of the log to ${connection.model}, without the values of secrets.`}
          </p>
        </div>
      )}
      {problem ? (
        <p role="alert" className="text-xs text-danger-text">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
