"use client";
import { CircleEqual, CirclePlus, type LucideIcon, PencilLine } from "lucide-react";
import { useMemo } from "react";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { Status, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { plural } from "@/ui/format";
import { SourceField } from "./reading/source-field";
import { useSources } from "./reading/use-sources";
import { type PasteChange, previewPaste, type Values } from "./variable-model";

interface PasteDialogProps {
  isOpen: boolean;
  onClose(): void;
  specs: readonly VariableSpec[];
  values: Values;
  /** Gets the values as they are after the paste. */
  onApply(values: Record<string, string>): void;
}

/** Takes a whole `.env`, or another format, into a form and shows what it would change before anything does. */
export function PasteDialog({ isOpen, onClose, specs, values, onApply }: PasteDialogProps) {
  const sources = useSources();
  const { reading, isReading, isEmpty } = sources;
  const preview = useMemo(() => previewPaste(reading.values, specs, values), [reading, specs, values]);
  const effective = preview.changes.filter(({ kind }) => kind !== "unchanged").length;
  const footer = (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button
        variant="primary"
        isDisabled={effective === 0 || isReading}
        onPress={() => {
          onApply(preview.values);
          sources.clear();
          onClose();
        }}
      >
        {effective === 0 ? "Apply" : `Apply ${plural(effective, "change")}`}
      </Button>
    </>
  );
  return (
    <Dialog title="Paste a .env file" isOpen={isOpen} onClose={onClose} footer={footer} size="lg">
      <SourceField sources={sources} rows={8} />
      <div aria-live="polite" className="mt-3 max-h-64 min-h-16 overflow-y-auto">
        {isEmpty ? <p className="text-xs text-muted">What would change is shown here before it does.</p> : null}
        <ul aria-label="Changes" className="divide-y divide-separator">
          {preview.changes.map(({ key, target, kind }) => (
            <li key={key} className="flex items-center justify-between gap-3 py-1.5">
              <span className="min-w-0 font-mono text-xs wrap-anywhere">
                {target}
                {target === key ? null : (
                  <span className="font-sans text-muted"> (pasted under its old name {key})</span>
                )}
              </span>
              <Status {...kinds[kind]} />
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

const kinds: Record<PasteChange["kind"], { tone: Tone; icon: LucideIcon; label: string }> = {
  added: { tone: "success", icon: CirclePlus, label: "Added" },
  changed: { tone: "warning", icon: PencilLine, label: "Changed" },
  unchanged: { tone: "neutral", icon: CircleEqual, label: "Unchanged" },
};
