"use client";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import type { SyncPlan } from "../../sync/schema";
import { platformLabel } from "../platform-names";
import { type Chosen, describeChosen, tellChosen, tellKept } from "./plan-model";

interface ApplyDialogProps {
  plan: SyncPlan;
  chosen: Chosen;
  isOpen: boolean;
  onClose(): void;
  onConfirm(): Promise<unknown>;
}

/** Says in numbers what an apply does there before it does it. */
export function ApplyDialog({ plan, chosen, isOpen, onClose, onConfirm }: ApplyDialogProps) {
  const { name, platform } = plan.target;
  const isLocal = platform === "local";
  const label = platformLabel(platform);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={isLocal ? `Reload ${name}` : `Send variables of ${name} to ${label}`}
      action={isLocal ? "Reload" : describeChosen(chosen)}
      dismiss="Cancel"
      isDanger={chosen.remove > 0 && !isLocal}
      onConfirm={onConfirm}
    >
      <div className="space-y-3">
        {isLocal ? null : <p>{tellChosen(chosen, label)} Variables that Berth did not set stay as they are.</p>}
        {chosen.kept > 0 ? <p>{tellKept(chosen.kept, label)}</p> : null}
        <p>{plan.effectMessage}</p>
      </div>
    </ConfirmDialog>
  );
}
