"use client";
import { useMutation } from "@tanstack/react-query";
import { ArrowDown, Ban, Download, FileWarning, KeyRound, OctagonX, RotateCw, TimerOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button, ButtonAnchor, ButtonLink } from "@/ui/button";
import { CommandLine } from "@/ui/command-line";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { DeploymentDetail, DeploymentError, ErrorType, RecoveryAction } from "../../schema";
import { environmentHref, filesHref } from "./links";

const titles: Record<ErrorType, string> = {
  AUTH_FAILED: "The platform refused the sign-in",
  PROJECT_NAME_TAKEN: "The name is taken",
  BUILD_FAILED: "The build failed",
  PLATFORM_UNAVAILABLE: "The platform is not available",
  TIMEOUT: "It took too long",
  UPLOAD_FAILED: "The files could not be put in place",
  RATE_LIMIT_EXCEEDED: "The platform asks to wait",
  INVALID_CONFIG: "Something in the configuration is wrong",
  INSUFFICIENT_PERMISSIONS: "A permission is missing",
  PAYMENT_REQUIRED: "The platform asks for payment",
  QUOTA_EXCEEDED: "A quota is used up",
  START_FAILED: "The app did not start",
  CANCELLED: "Cancelled",
  UNKNOWN: "The deployment failed",
};

interface RecoveryCardProps {
  deployment: DeploymentDetail;
  error: DeploymentError;
}

/** What happened, the lines that show it, what to do, and the buttons that do it. */
export function RecoveryCard({ deployment, error }: RecoveryCardProps) {
  // The suggestions say precisely what an action without a button only names.
  const advice =
    error.suggestions.length > 0 ? error.suggestions : error.recovery.filter(isAdvice).map(({ label }) => label);
  const isCancelled = error.type === "CANCELLED";
  const Icon = isCancelled ? Ban : error.type === "TIMEOUT" ? TimerOff : OctagonX;
  return (
    <section
      aria-label="What went wrong"
      className={
        isCancelled
          ? "rounded-lg border border-border bg-surface p-4 column:p-5"
          : "rounded-lg border border-danger/45 bg-danger/4 p-4 column:p-5"
      }
    >
      <div className="flex gap-3">
        <Icon
          aria-hidden
          className={isCancelled ? "mt-1 size-5 shrink-0 text-muted" : "mt-1 size-5 shrink-0 text-danger-text"}
        />
        <div className="min-w-0 flex-1 space-y-3">
          <div>
            <h2 className="text-base font-semibold">{titles[error.type]}</h2>
            <p className="mt-0.5 max-w-3xl text-sm break-words text-pretty">{error.message}</p>
          </div>
          <Evidence error={error} />
          {advice.length > 0 ? (
            <ul className="max-w-3xl list-disc space-y-1 pl-5 text-sm text-muted marker:text-faint">
              {advice.map((suggestion) => (
                <li key={suggestion}>{suggestion}</li>
              ))}
            </ul>
          ) : null}
          <RecoveryActions deployment={deployment} actions={error.recovery} />
        </div>
      </div>
    </section>
  );
}

function Evidence({ error }: { error: DeploymentError }) {
  const { evidence = [], file, line, column } = error;
  if (!file && evidence.length === 0) return null;
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return (
    <div className="overflow-hidden rounded-lg border border-border bg-code">
      {file ? (
        <p className="flex items-center gap-2 border-b border-separator px-3 py-2 font-mono text-xs font-medium">
          <FileWarning aria-hidden className="size-4 shrink-0 text-danger-text" />
          <span className="break-all">{place}</span>
        </p>
      ) : null}
      {evidence.length > 0 ? (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by the keyboard
          tabIndex={0}
          className="max-h-72 overflow-auto px-3 py-2 text-xs leading-5 -outline-offset-2"
        >
          {evidence.join("\n")}
        </pre>
      ) : null}
    </div>
  );
}

function RecoveryActions({ deployment, actions }: { deployment: DeploymentDetail; actions: RecoveryAction[] }) {
  const router = useRouter();
  const trpc = useTRPC();
  const retry = useMutation(
    trpc.deployment.retry.mutationOptions({
      onSuccess: ({ id }) => router.push(`/deployments/${id}`),
      onError: (error) => notify.problem("The retry did not start", describeProblem(error).message),
    }),
  );
  const buttons = actions.filter((action) => isStart(action) || hrefOf(action, deployment));
  const isRetryAdvised = actions.some(({ action }) => action === "retry");
  const commands = actions.filter((action) => action.command !== undefined && !isStart(action));
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        {buttons.map((action) =>
          isStart(action) ? (
            <Button
              key={action.label}
              variant="primary"
              isPending={retry.isPending}
              onPress={() => retry.mutate({ id: deployment.id, name: action.name })}
            >
              <RotateCw aria-hidden />
              {action.label}
            </Button>
          ) : (
            <LinkAction key={action.label} action={action} href={hrefOf(action, deployment) ?? ""} />
          ),
        )}
        {isRetryAdvised ? null : (
          <Button isPending={retry.isPending} onPress={() => retry.mutate({ id: deployment.id })}>
            <RotateCw aria-hidden />
            Try again
          </Button>
        )}
        <ButtonLink href={environmentHref(deployment)} variant="ghost">
          <KeyRound aria-hidden />
          Variables
        </ButtonLink>
        <ButtonAnchor href="#log" variant="ghost">
          <ArrowDown aria-hidden />
          Log
        </ButtonAnchor>
      </div>
      {commands.map(({ label, command = "" }) => (
        <div key={label} className="max-w-3xl">
          <p className="mb-1 text-xs text-muted">{label}</p>
          <CommandLine command={command} />
        </div>
      ))}
    </div>
  );
}

function LinkAction({ action, href }: { action: RecoveryAction; href: string }) {
  if (href.startsWith("/api/")) {
    return (
      <ButtonAnchor href={href} download>
        <Download aria-hidden />
        {action.label}
      </ButtonAnchor>
    );
  }
  return <ButtonLink href={href}>{action.label}</ButtonLink>;
}

/** An action that starts the deployment once more, under another name where the old one is taken. */
function isStart({ action, name }: RecoveryAction): boolean {
  return action === "retry" || name !== undefined;
}

/** An action that only says what to do: no button and no command does it. */
function isAdvice(action: RecoveryAction): boolean {
  return !isStart(action) && action.action !== "fallback" && action.href === undefined && action.command === undefined;
}

/** Where an action leads: its own address, or the ZIP of what was deployed. */
function hrefOf(action: RecoveryAction, deployment: DeploymentDetail): string | undefined {
  if (action.href) return action.href;
  return action.action === "fallback" ? filesHref(deployment) : undefined;
}
