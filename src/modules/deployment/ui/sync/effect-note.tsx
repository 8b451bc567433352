"use client";
import { ArrowRight, Info, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/ui/button";
import type { SyncResult, SyncTarget } from "../../sync/schema";
import { useRedeploy } from "./use-sync";

interface EffectNoteProps {
  target: SyncTarget;
  effect: Pick<SyncResult, "effect" | "effectMessage" | "deploymentId">;
  /** Whether the values are there already, so that a redeploy can follow. */
  isSent: boolean;
  children?: ReactNode;
}

/** How new values reach the app, and the button that brings them there. */
export function EffectNote({ target, effect, isSent, children }: EffectNoteProps) {
  const redeploy = useRedeploy();
  const { effect: kind, effectMessage, deploymentId } = effect;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 border-t border-separator px-4 py-3">
      <p className="flex min-w-0 flex-1 basis-64 gap-2 text-xs text-muted">
        <Info aria-hidden className="mt-px size-3.5 shrink-0" />
        <span className="min-w-0 break-words">{effectMessage}</span>
      </p>
      {kind === "redeploy" && isSent ? (
        <Button
          size="sm"
          variant="primary"
          isPending={redeploy.isPending}
          onPress={() => redeploy.mutate({ id: target.deploymentId, values: "current" })}
        >
          <RotateCw aria-hidden />
          Redeploy
        </Button>
      ) : null}
      {deploymentId ? (
        <ButtonLink size="sm" href={`/deployments/${deploymentId}`}>
          Follow the restart
          <ArrowRight aria-hidden />
        </ButtonLink>
      ) : null}
      {children}
    </div>
  );
}
