"use client";
import { useMutation } from "@tanstack/react-query";
import { Eye, EyeOff, Link2, LockKeyhole } from "lucide-react";
import { useEffect, useState } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import { VariableName } from "@/ui/variable-name";
import type { ComparedSaves } from "../../snapshots/schema";
import { sinceWords } from "../compare/status-words";
import { type EnvironmentPlace, refOf } from "../place";

/** A revealed value hides itself again, so that it does not stay on a screen somebody left. */
const revealMs = 60_000;

interface SavedVariableRowProps {
  place: EnvironmentPlace;
  save: ComparedSaves["save"];
  variable: ComparedSaves["variables"][number];
  isChosen: boolean;
  onToggle(): void;
}

/** One variable as a save held it; its value is fetched only when somebody asks to see it. */
export function SavedVariableRow({ place, save, variable, isChosen, onToggle }: SavedVariableRowProps) {
  const { key, status, version, visibility, isReference } = variable;
  const { label, icon, tone } = sinceWords[status];
  const { value, isPending, toggle } = useEarlierValue(place, save.snapshotId, key);
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 pr-3 has-checked:bg-accent/5">
      <label className="flex min-h-11 min-w-0 flex-1 cursor-pointer items-center gap-4 py-2 pl-4 has-disabled:cursor-default">
        <input
          type="checkbox"
          aria-label={`Choose ${key}`}
          className="size-4 shrink-0 accent-accent disabled:opacity-30"
          checked={isChosen}
          disabled={status === "same"}
          onChange={onToggle}
        />
        <span className="min-w-0">
          <span className="block wrap-anywhere font-mono text-xs font-medium">
            <VariableName name={key} />
          </span>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
            <Badge icon={icon} tone={tone} className="column:hidden">
              {label}
            </Badge>
            {version === undefined ? "Not set then" : `Version ${version}`}
            {isReference ? (
              <span className="inline-flex items-center gap-1">
                <Link2 aria-hidden className="size-3.5" />
                Reference
              </span>
            ) : null}
          </span>
        </span>
      </label>
      <div className="flex min-h-11 shrink-0 items-center gap-1">
        <span className="hidden w-32 column:block">
          <Badge icon={icon} tone={tone}>
            {label}
          </Badge>
        </span>
        <span className="flex min-w-8 items-center justify-end gap-1 column:w-18">
          {value === undefined ? null : <CopyButton text={value} what={`the earlier ${key}`} />}
          {version === undefined ? null : visibility === "restricted" ? (
            <span title="Restricted: its value is never shown again." className="p-2 text-muted">
              <LockKeyhole aria-hidden className="size-4" />
              <span className="sr-only">Restricted, never shown</span>
            </span>
          ) : (
            <Button
              size="sm"
              variant="ghost"
              isIconOnly
              isPending={isPending}
              aria-label={
                value === undefined ? `Reveal ${key} of save ${save.seq}; the audit log records it` : `Hide ${key}`
              }
              onPress={toggle}
            >
              {value === undefined ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
            </Button>
          )}
        </span>
      </div>
      {value === undefined ? null : (
        <pre className="mb-3 ml-12 max-h-48 basis-full overflow-auto whitespace-pre-wrap break-all rounded-md bg-code px-2 py-1 font-mono text-xs">
          {value || "(empty)"}
        </pre>
      )}
    </li>
  );
}

function useEarlierValue(place: EnvironmentPlace, snapshotId: string, key: string) {
  const trpc = useTRPC();
  const [value, setValue] = useState<string>();
  const reveal = useMutation(
    trpc.environment.reveal.mutationOptions({
      gcTime: 0,
      onSuccess: (answer) => setValue(answer.value),
      onError: (error) => notify.problem(`${key} stays hidden`, describeProblem(error).message),
    }),
  );
  const { reset } = reveal;
  useEffect(() => {
    if (value === undefined) return;
    reset();
    const timer = setTimeout(() => setValue(undefined), revealMs);
    return () => clearTimeout(timer);
  }, [value, reset]);
  const toggle = () =>
    value === undefined ? reveal.mutate({ ...refOf(place), key, snapshotId }) : setValue(undefined);
  return { value, isPending: reveal.isPending, toggle };
}
