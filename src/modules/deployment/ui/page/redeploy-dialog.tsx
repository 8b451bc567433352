"use client";
import { useState } from "react";
import { ChoiceRow } from "@/ui/choice-row";
import { ConfirmDialog } from "@/ui/confirm-dialog";

type Values = "current" | "same";

interface RedeployDialogProps {
  onClose(): void;
  onConfirm(values: Values): Promise<unknown>;
}

const options = [
  { value: "current", label: "As they are now" },
  { value: "same", label: "As this deployment ran with" },
] as const;

/** Asks which variables the project is deployed with once more. */
export function RedeployDialog({ onClose, onConfirm }: RedeployDialogProps) {
  const [values, setValues] = useState<Values>("current");
  return (
    <ConfirmDialog isOpen onClose={onClose} title="Redeploy" action="Redeploy" onConfirm={() => onConfirm(values)}>
      <div className="space-y-4">
        <p>A new deployment of the project as it is now. What serves goes on serving until the new one is healthy.</p>
        <ChoiceRow
          legend="Variables"
          name="redeploy-values"
          options={options}
          value={values}
          onChange={(next) => setValues(next)}
        />
      </div>
    </ConfirmDialog>
  );
}
