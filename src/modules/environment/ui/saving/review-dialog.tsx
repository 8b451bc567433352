"use client";
import { CirclePlus, type LucideIcon, PencilLine, Trash2 } from "lucide-react";
import { Status, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { plural } from "@/ui/format";
import type { Finding } from "../drafts/draft-checks";
import { FindingLine } from "../variables/finding-line";

export interface ReviewedDraft {
  id: string;
  key: string;
  kind: "added" | "changed" | "removed";
  finding: Finding | undefined;
}

interface ReviewDialogProps {
  isOpen: boolean;
  onClose(): void;
  environment: string;
  changes: readonly ReviewedDraft[];
  reason: string;
  onReason(reason: string): void;
  isSaving: boolean;
  onSave(): Promise<void>;
}

const kinds: Record<ReviewedDraft["kind"], { tone: Tone; icon: LucideIcon; label: string }> = {
  added: { tone: "success", icon: CirclePlus, label: "Added" },
  changed: { tone: "info", icon: PencilLine, label: "Changed" },
  removed: { tone: "danger", icon: Trash2, label: "Removed" },
};

/** Every change of a save by name, what is wrong with it, and why it is made. */
export function ReviewDialog(props: ReviewDialogProps) {
  const { isOpen, onClose, environment, changes, reason, onReason, isSaving, onSave } = props;
  const refused = changes.filter(({ finding }) => finding?.level === "refused").length;
  const blocking = changes.filter(({ finding }) => finding?.level === "blocks").length;
  const footer = (
    <>
      <Button onPress={onClose}>Keep editing</Button>
      <Button
        variant={blocking > 0 ? "danger" : "primary"}
        isDisabled={refused > 0}
        isPending={isSaving}
        onPress={() => void onSave()}
      >
        {blocking > 0 ? "Save anyway" : "Save"}
      </Button>
    </>
  );
  return (
    <Dialog
      title={`${plural(changes.length, "change")} in ${environment}`}
      isOpen={isOpen}
      onClose={onClose}
      footer={footer}
      size="md"
    >
      <div className="space-y-4">
        <ul className="max-h-[min(50vh,26rem)] divide-y divide-separator overflow-y-auto rounded-lg border border-border">
          {changes.map(({ id, key, kind, finding }) => (
            <li key={id} className="px-3 py-2">
              <div className="flex items-center justify-between gap-3">
                <span className="min-w-0 font-mono text-xs wrap-anywhere">{key || "No name yet"}</span>
                <Status {...kinds[kind]} />
              </div>
              {finding ? <FindingLine finding={finding} className="mt-1" /> : null}
            </li>
          ))}
        </ul>
        {refused > 0 ? (
          <p className="text-xs text-danger-text">
            {refused === 1 ? "One change cannot be saved as it is." : `${refused} changes cannot be saved as they are.`}{" "}
            Correct {refused === 1 ? "it" : "them"} in the table, or take {refused === 1 ? "it" : "them"} back.
          </p>
        ) : null}
        {refused === 0 && blocking > 0 ? (
          <p className="text-xs text-danger-text">
            A deployment that reads {blocking === 1 ? "this value" : "these values"} will not start. Save only when you
            know that your app takes {blocking === 1 ? "it" : "them"}.
          </p>
        ) : null}
        <Field
          label="Reason (optional)"
          description="Stands in the history beside your name."
          maxLength={500}
          value={reason}
          onValueChange={onReason}
        />
      </div>
    </Dialog>
  );
}
