"use client";
import { Check, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { cn } from "@/ui/cn";
import { neighbours, type WizardStep, wizardSteps } from "./steps";

interface StepListProps {
  current: WizardStep;
  /** Steps that hold something to put right, with what it is. */
  problems: Partial<Record<WizardStep, string>>;
  onGo(step: WizardStep): void;
}

/** The five steps; each can be opened at any time. */
export function StepList({ current, problems, onGo }: StepListProps) {
  const { index } = neighbours(current);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const shown = list.current?.children[index];
    if (shown instanceof HTMLElement) list.current?.scrollTo({ left: shown.offsetLeft - 64 });
  }, [index]);
  return (
    <nav aria-label="Steps" className="shrink-0 border-b border-separator">
      <ol ref={list} className="relative flex h-12 items-stretch gap-1 overflow-x-auto px-2 column:px-4">
        {wizardSteps.map(({ id, label }, at) => (
          <li key={id} className="flex shrink-0">
            <button
              type="button"
              aria-current={id === current ? "step" : undefined}
              onClick={() => onGo(id)}
              className={cn(
                "relative flex cursor-pointer items-center gap-2 px-2 text-sm whitespace-nowrap -outline-offset-4 column:px-3",
                id === current ? "font-medium" : "text-muted hover:text-foreground",
              )}
            >
              <StepNumber number={at + 1} isCurrent={id === current} isDone={at < index} problem={problems[id]} />
              {label}
              {id === current ? <span aria-hidden className="absolute inset-x-2 -bottom-px h-0.5 bg-accent" /> : null}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface StepNumberProps {
  number: number;
  isCurrent: boolean;
  isDone: boolean;
  problem: string | undefined;
}

function StepNumber({ number, isCurrent, isDone, problem }: StepNumberProps) {
  const frame = "flex size-5 items-center justify-center rounded-full text-xs";
  if (problem) {
    return (
      <span className={frame} title={problem}>
        <TriangleAlert aria-hidden className="size-4 text-warning-text" />
        <span className="sr-only">{problem}</span>
      </span>
    );
  }
  if (isDone) {
    return (
      <span className={cn(frame, "bg-accent/15 text-accent-text")}>
        <Check aria-hidden className="size-3.5" />
        <span className="sr-only">Done:</span>
      </span>
    );
  }
  return (
    <span className={cn(frame, isCurrent ? "bg-accent text-accent-foreground" : "border border-border")}>{number}</span>
  );
}
