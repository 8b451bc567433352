"use client";
import { useMutation } from "@tanstack/react-query";
import { Eye, EyeOff, LockKeyhole, Pencil, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { describeProblem } from "@/ui/problem";
import { RelativeTime } from "@/ui/time";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { VariableSummary } from "../schema";

/** A revealed value hides itself again, so that it does not stay on a screen somebody left. */
const revealMs = 60_000;

interface StoredVariableRowProps {
  variable: VariableSummary;
  projectId: string;
  environment: string;
  onEdit(): void;
  onRemove(): void;
}

/** One stored variable; a secret is fetched only when somebody asks to see it. */
export function StoredVariableRow({ variable, projectId, environment, onEdit, onRemove }: StoredVariableRowProps) {
  const { key, sensitive, version, updatedAt } = variable;
  const trpc = useTRPC();
  const [revealed, setRevealed] = useState<string>();
  const reveal = useMutation(
    trpc.environment.reveal.mutationOptions({
      gcTime: 0,
      onSuccess: ({ value }) => setRevealed(value),
      onError: (error) => notify.problem(`${key} stays hidden`, describeProblem(error).message),
    }),
  );
  const { reset } = reveal;
  useEffect(() => {
    if (revealed === undefined) return;
    reset();
    const timer = setTimeout(() => setRevealed(undefined), revealMs);
    return () => clearTimeout(timer);
  }, [revealed, reset]);
  const shown = sensitive ? revealed : variable.value;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-all font-mono text-xs font-medium">{key}</span>
          {sensitive ? null : <Badge>Not secret</Badge>}
        </div>
        <p className="mt-0.5 flex min-h-5 items-center gap-1.5 text-xs text-muted">
          {shown === undefined ? (
            <Hidden />
          ) : (
            <code className="whitespace-pre-wrap break-all text-foreground">{shown || "(empty)"}</code>
          )}
        </p>
        <p className="mt-0.5 text-xs text-muted">
          Version {version}, <RelativeTime at={updatedAt} />
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-1">
        {sensitive ? (
          <Button
            size="sm"
            variant="ghost"
            isIconOnly
            isPending={reveal.isPending}
            aria-label={revealed === undefined ? `Reveal ${key}; the audit log records it` : `Hide ${key}`}
            onPress={() =>
              revealed === undefined ? reveal.mutate({ projectId, environment, key }) : setRevealed(undefined)
            }
          >
            {revealed === undefined ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
          </Button>
        ) : null}
        {shown === undefined ? null : <CopyButton text={shown} what={key} />}
        <Button size="sm" variant="ghost" isIconOnly aria-label={`Edit ${key}`} onPress={onEdit}>
          <Pencil aria-hidden />
        </Button>
        <Button size="sm" variant="ghost" isIconOnly aria-label={`Remove ${key}`} onPress={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      </div>
    </li>
  );
}

function Hidden() {
  return (
    <>
      <LockKeyhole aria-hidden className="size-3.5" />
      Hidden
    </>
  );
}
