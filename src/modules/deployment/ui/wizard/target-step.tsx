"use client";
import { useQuery } from "@tanstack/react-query";
import { Ban, Check, Cloud, HardDrive } from "lucide-react";
import { cn } from "@/ui/cn";
import { ErrorState } from "@/ui/error-state";
import { Skeleton } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import type { Platform, PlatformInfo } from "../../schema";
import { IsolationBadge } from "../isolation-badge";
import { StepHeading } from "./step-heading";

interface TargetStepProps {
  chosen: Platform;
  onChoose(platform: Platform): void;
}

/** Where the app will run. */
export function TargetStep({ chosen, onChoose }: TargetStepProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.platform.list.queryOptions());
  return (
    <fieldset>
      <legend className="sr-only">Target</legend>
      <StepHeading title="Target">Where the app is built and runs.</StepHeading>
      {error ? (
        <ErrorState title="The targets could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : null}
      <div className="space-y-2.5">
        {data?.map((platform) => (
          <PlatformCard
            key={platform.id}
            platform={platform}
            isChosen={platform.id === chosen}
            onChoose={() => onChoose(platform.id)}
          />
        ))}
        {!data && !error ? <Skeleton className="h-24 w-full" /> : null}
      </div>
    </fieldset>
  );
}

interface PlatformCardProps {
  platform: PlatformInfo;
  isChosen: boolean;
  onChoose(): void;
}

function PlatformCard({ platform, isChosen, onChoose }: PlatformCardProps) {
  const Icon = platform.id === "local" ? HardDrive : Cloud;
  return (
    <label
      className={cn(
        "relative flex gap-3 rounded-lg border p-4 transition-colors duration-120",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
        isChosen ? "border-accent bg-accent/6 ring-1 ring-accent" : "border-border",
        platform.available ? "cursor-pointer bg-surface" : "cursor-default",
      )}
    >
      <input
        type="radio"
        name="platform"
        value={platform.id}
        checked={isChosen}
        disabled={!platform.available}
        onChange={onChoose}
        className="absolute size-px opacity-0"
      />
      <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", isChosen ? "text-accent-text" : "text-muted")} />
      <span className="min-w-0 flex-1">
        <span className={cn("block text-sm font-medium", !platform.available && "text-muted")}>{platform.label}</span>
        <span className="mt-0.5 block text-xs text-muted">{platform.description}</span>
        {platform.available ? null : (
          <span className="mt-2 flex items-start gap-1.5 text-xs text-muted">
            <Ban aria-hidden className="mt-1 size-3 shrink-0" />
            {platform.reason}
          </span>
        )}
        {platform.isolation ? (
          <span className="mt-2 block">
            <IsolationBadge isolation={platform.isolation} />
          </span>
        ) : null}
      </span>
      {isChosen ? <Check aria-hidden className="size-4 shrink-0 text-accent-text" /> : null}
    </label>
  );
}
