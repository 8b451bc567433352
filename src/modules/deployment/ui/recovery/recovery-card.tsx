"use client";
import { useQuery } from "@tanstack/react-query";
import { Ban, FileWarning, OctagonX, TimerOff } from "lucide-react";
import { useTRPC } from "@/ui/trpc";
import type { DeploymentDetail, DeploymentError, ErrorType } from "../../schema";
import { RecoveryExplanation } from "./explanation";
import { planRecovery } from "./plan";
import { RecoveryActions } from "./recovery-actions";
import { WaysOut } from "./ways-out";

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
  const trpc = useTRPC();
  const platforms = useQuery(trpc.platform.list.queryOptions());
  const plan = planRecovery(deployment, error, platforms.data);
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
            <h2 className="text-base font-semibold">
              {plan.secrets.length > 0 ? "The files hold a secret" : titles[error.type]}
            </h2>
            <p className="mt-0.5 max-w-3xl text-sm break-words text-pretty">{error.message}</p>
          </div>
          <Evidence error={error} />
          {plan.advice.length > 0 ? (
            <ul className="max-w-3xl list-disc space-y-1 pl-5 text-sm text-muted marker:text-faint">
              {plan.advice.map((suggestion) => (
                <li key={suggestion}>{suggestion}</li>
              ))}
            </ul>
          ) : null}
          <RecoveryActions deployment={deployment} plan={plan} />
          {isCancelled ? null : <RecoveryExplanation deploymentId={deployment.id} />}
          <WaysOut deployment={deployment} plan={plan} />
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
