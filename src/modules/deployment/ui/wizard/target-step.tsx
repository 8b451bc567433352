"use client";
import { useQuery } from "@tanstack/react-query";
import { Ban, Check, Cloud, HardDrive } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/ui/button";
import { ChoiceRow } from "@/ui/choice-row";
import { cn } from "@/ui/cn";
import { ErrorState } from "@/ui/error-state";
import { Skeleton } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import { generatedFrameworks } from "../../platforms/capabilities";
import type { PlatformInfo } from "../../schema";
import { EmulatedBadge } from "../emulated-badge";
import { IsolationBadge } from "../isolation-badge";
import { StepHeading } from "./step-heading";
import { type ChosenTarget, changeTarget, toggleTarget } from "./targets";

interface TargetStepProps {
  targets: readonly ChosenTarget[];
  /** What Berth will generate; undefined for a project that exists already. */
  framework?: string;
  onChange(targets: readonly ChosenTarget[]): void;
  /** What else can be set about building it. */
  children?: ReactNode;
}

/** Where the app will run: one place, or several at once. */
export function TargetStep({ targets, framework, onChange, children }: TargetStepProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.platform.list.queryOptions());
  return (
    <fieldset>
      <legend className="sr-only">Target</legend>
      <StepHeading title="Target">
        Where the app is built and runs. Choose several, and each gets a deployment of its own.
      </StepHeading>
      {error ? (
        <ErrorState title="The targets could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : null}
      <div className="space-y-2.5">
        {data?.map((platform) => (
          <PlatformCard
            key={platform.id}
            platform={fitted(platform, framework)}
            chosen={targets.find((target) => target.platform === platform.id)}
            onToggle={() => onChange(toggleTarget(targets, platform.id))}
            onChange={(changed) => onChange(changeTarget(targets, changed))}
          />
        ))}
        {!data && !error ? <Skeleton className="h-96 w-full" /> : null}
      </div>
      {children}
    </fieldset>
  );
}

interface PlatformCardProps {
  platform: PlatformInfo;
  chosen: ChosenTarget | undefined;
  onToggle(): void;
  onChange(changed: ChosenTarget): void;
}

function PlatformCard({ platform, chosen, onToggle, onChange }: PlatformCardProps) {
  const Icon = platform.id === "local" ? HardDrive : Cloud;
  const isChosen = chosen !== undefined;
  return (
    <div
      className={cn(
        "rounded-lg border transition-colors duration-120",
        "has-[>label>input:focus-visible]:outline-2 has-[>label>input:focus-visible]:outline-offset-2 has-[>label>input:focus-visible]:outline-focus",
        isChosen ? "border-accent bg-accent/6 ring-1 ring-accent" : "border-border",
        platform.available ? "bg-surface" : undefined,
      )}
    >
      <label className={cn("relative flex gap-3 p-4", platform.available ? "cursor-pointer" : "cursor-default")}>
        <input
          type="checkbox"
          name="platform"
          value={platform.id}
          checked={isChosen}
          disabled={!platform.available && !isChosen}
          onChange={onToggle}
          className="absolute size-px opacity-0"
        />
        <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", isChosen ? "text-accent-text" : "text-muted")} />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-2">
            <span className={cn("text-sm font-medium", !platform.available && "text-muted")}>{platform.label}</span>
            {platform.accounts.some(({ emulated }) => emulated) ? <EmulatedBadge /> : null}
          </span>
          <span className="mt-0.5 block text-xs text-muted">{platform.description}</span>
          {platform.reason ? (
            <span className="mt-2 flex items-start gap-1.5 text-xs text-muted">
              <Ban aria-hidden className="mt-1 size-3 shrink-0" />
              {platform.reason}
            </span>
          ) : null}
          {platform.isolation ? (
            <span className="mt-2 block">
              <IsolationBadge isolation={platform.isolation} />
            </span>
          ) : null}
        </span>
        {isChosen ? <Check aria-hidden className="size-4 shrink-0 text-accent-text" /> : null}
      </label>
      {!platform.available && platform.fix ? (
        <div className="px-4 pb-4 pl-12">
          <ButtonLink size="sm" href={platform.fix.href}>
            {platform.fix.label}
          </ButtonLink>
        </div>
      ) : null}
      {chosen && platform.id !== "local" ? (
        <TargetDetails platform={platform} chosen={chosen} onChange={onChange} />
      ) : null}
    </div>
  );
}

/** Which account, and whether visitors get it: asked only where there is a choice. */
function TargetDetails({ platform, chosen, onChange }: Omit<PlatformCardProps, "onToggle"> & { chosen: ChosenTarget }) {
  const accounts = platform.accounts.filter(({ state }) => state === "ok");
  const [first] = accounts;
  const hasPreviews = platform.capabilities.includes("previews");
  if (accounts.length < 2 && !hasPreviews) return null;
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-3 px-4 pb-4 pl-12">
      {accounts.length > 1 ? (
        <ChoiceRow
          legend="Account"
          name={`account-${platform.id}`}
          options={accounts.map(({ connectionId, name }) => ({ value: connectionId, label: name }))}
          value={chosen.connectionId ?? first?.connectionId ?? ""}
          onChange={(connectionId) => onChange({ ...chosen, connectionId })}
        />
      ) : null}
      {hasPreviews ? (
        <ChoiceRow
          legend="As"
          name={`target-${platform.id}`}
          options={[
            { value: "production", label: "Production" },
            { value: "preview", label: "Preview" },
          ]}
          value={chosen.target ?? "production"}
          onChange={(target) => onChange({ ...chosen, target })}
        />
      ) : null}
    </div>
  );
}

/** A platform that does not run what is generated cannot be chosen, and says what it runs. */
function fitted(platform: PlatformInfo, framework: string | undefined): PlatformInfo {
  const runs = generatedFrameworks[platform.id];
  if (!framework || !runs || runs.has(framework)) return platform;
  const { fix: _fix, ...rest } = platform;
  const reason = `${platform.label} runs functions that end with each request, and this framework makes a server that stays. Choose Next.js, or another target.`;
  return { ...rest, available: false, reason };
}
