"use client";
import { Users } from "lucide-react";
import { useMemo } from "react";
import { toneText } from "@/ui/badge";
import { Section } from "@/ui/card";
import { cn } from "@/ui/cn";
import { formatDuration } from "@/ui/format";
import { Duration } from "@/ui/time";
import type { DeploymentDetail, DeploymentEvent, DeploymentStep, Platform } from "../../schema";
import { stepLook } from "../status";
import { stepLabel } from "../step-labels";
import { liveSteps } from "./live-steps";

interface StepTimelineProps {
  deployment: DeploymentDetail;
  events: readonly DeploymentEvent[];
}

/** The steps with their state, time and tries; while it waits, its place in the queue. */
export function StepTimeline({ deployment, events }: StepTimelineProps) {
  const { status, queuePosition } = deployment;
  const steps = useMemo(() => liveSteps(deployment.steps, events), [deployment.steps, events]);
  const done = steps.filter((step) => step.status === "succeeded").length;
  return (
    <Section
      title="Steps"
      id="steps"
      actions={
        <span className="text-xs text-muted">
          {done} of {steps.length}
        </span>
      }
      className="self-start"
    >
      {status === "queued" ? (
        <p className="flex items-start gap-2 border-b border-separator px-4 py-3 text-xs text-muted">
          <Users aria-hidden className="mt-0.5 size-4 shrink-0" />
          {queuePosition === undefined || queuePosition <= 1
            ? "Next in this machine's build queue."
            : `Number ${queuePosition} in this machine's build queue.`}
        </p>
      ) : null}
      <ol className="py-2">
        {steps.map((step) => (
          <Step key={step.name} step={step} platform={deployment.platform} retryNote={retryNote(step, events)} />
        ))}
      </ol>
    </Section>
  );
}

interface StepProps {
  step: DeploymentStep;
  platform: Platform;
  retryNote: string | undefined;
}

function Step({ step, platform, retryNote: note }: StepProps) {
  const { tone, icon: Icon, label, isLive } = stepLook(step.status);
  const isPending = step.status === "pending";
  return (
    <li aria-current={isLive ? "step" : undefined} className="flex gap-3 px-4 py-1.5">
      <Icon
        aria-hidden
        className={cn("mt-0.5 size-4 shrink-0", isPending ? "text-faint/60" : toneText(tone), isLive && "animate-spin")}
      />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <span className={cn("text-sm", isPending && "text-muted", isLive && "font-medium")}>
            {stepLabel(step.name, platform)}
            <span className="sr-only">: {label}</span>
          </span>
          <span className="shrink-0 text-xs text-muted">
            {step.durationMs !== undefined ? (
              formatDuration(step.durationMs)
            ) : isLive ? (
              <Duration from={step.startedAt} />
            ) : null}
          </span>
        </div>
        {step.attempts > 1 ? <p className="text-xs text-warning-text">Try {step.attempts} of 3</p> : null}
        {note ? <p className="text-xs break-words text-muted">{note}</p> : null}
      </div>
    </li>
  );
}

/** Why a step that is being tried again failed before. */
function retryNote(step: DeploymentStep, events: readonly DeploymentEvent[]): string | undefined {
  if (step.attempts < 2 || step.status !== "running") return undefined;
  return events.findLast((event) => event.kind === "recovery" && event.step === step.name)?.message;
}
