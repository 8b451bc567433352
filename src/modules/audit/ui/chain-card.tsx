"use client";
import { useMutation } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { describeProblem } from "@/ui/problem";
import { useTRPC } from "@/ui/trpc";

/** Checks the chain of hashes on request. */
export function ChainCard() {
  const trpc = useTRPC();
  const verify = useMutation(trpc.audit.verify.mutationOptions());
  const { data, error } = verify;
  const head = data?.head ? `${data.head.seq}:${data.head.hash}` : undefined;
  const Icon = data && !data.ok ? ShieldAlert : ShieldCheck;
  return (
    <Card className="flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
      <Icon
        aria-hidden
        className={data ? (data.ok ? "size-5 text-success-text" : "size-5 text-danger-text") : "size-5 text-muted"}
      />
      <div role="status" className="min-w-0 flex-1 basis-64 text-sm">
        {error ? <p className="text-danger-text">{describeProblem(error).message}</p> : null}
        {!data && !error ? (
          <p className="text-muted">
            Each entry carries the hash of the one before it. A check shows that none was changed or removed.
          </p>
        ) : null}
        {data?.ok ? (
          <p>
            {data.checked} entries checked: none was changed or removed.
            {head ? (
              <span className="mt-1 flex items-center gap-1 text-xs text-muted">
                <code className="min-w-0 truncate" title={head}>
                  {head}
                </code>
                <CopyButton text={head} what="head of the log" />
              </span>
            ) : null}
          </p>
        ) : null}
        {data && !data.ok ? (
          <p className="text-danger-text">The log was tampered with. {data.broken?.problem}</p>
        ) : null}
      </div>
      <Button isPending={verify.isPending} onPress={() => verify.mutate({})}>
        Check the log
      </Button>
    </Card>
  );
}
