"use client";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { plural } from "@/ui/format";
import type { SyncPlan } from "../../sync/schema";
import { platformLabel } from "../platform-names";
import { type Chosen, describeChosen } from "./plan-model";

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
  const count = chosen.set + chosen.remove;
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
        {isLocal ? null : (
          <p>
            {describeChosen(chosen)} of {plural(count, "variable")} on {label}. Variables that Berth did not set stay as
            they are.
          </p>
        )}
        {chosen.kept > 0 ? (
          <p>
            {plural(chosen.kept, "variable")} that somebody changed there keep what {label} has.
          </p>
        ) : null}
        <p>{plan.effectMessage}</p>
      </div>
    </ConfirmDialog>
  );
}
