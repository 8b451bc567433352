"use client";
import { Label } from "@heroui/react/label";
import { TextArea } from "@heroui/react/textarea";
import { CircleAlert, CircleEqual, CirclePlus, type LucideIcon, PencilLine } from "lucide-react";
import { useDeferredValue, useEffect, useId, useMemo, useState } from "react";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { Status, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { plural } from "@/ui/format";
import { type PasteChange, type PastePreview, previewPaste, type Values } from "./variable-model";

interface PasteDialogProps {
  isOpen: boolean;
  onClose(): void;
  specs: readonly VariableSpec[];
  values: Values;
  /** Names whose values are set but not known here, so that a paste may or may not change them. */
  hiddenKeys?: readonly string[];
  /** Gets the values as they are after the paste, and the names the paste set. */
  onApply(values: Record<string, string>, pasted: string[]): void;
}

/** Takes a whole `.env` and shows what it would change before anything does. */
export function PasteDialog({ isOpen, onClose, specs, values, hiddenKeys = none, onApply }: PasteDialogProps) {
  const [text, setText] = useState("");
  const inputId = useId();
  const deferred = useDeferredValue(text);
  const preview = useMemo(
    () => previewPaste(deferred, specs, values, hiddenKeys),
    [deferred, specs, values, hiddenKeys],
  );
  useEffect(() => {
    if (!isOpen) setText("");
  }, [isOpen]);
  const effective = preview.changes.filter(({ kind }) => kind !== "unchanged").length;
  const footer = (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button
        variant="primary"
        isDisabled={effective === 0}
        onPress={() => {
          onApply(
            preview.values,
            preview.changes.map(({ target }) => target),
          );
          onClose();
        }}
      >
        {effective === 0 ? "Apply" : `Apply ${plural(effective, "change")}`}
      </Button>
    </>
  );
  return (
    <Dialog title="Paste a .env file" isOpen={isOpen} onClose={onClose} footer={footer} size="md">
      <Label htmlFor={inputId} className="mb-1.5 block text-xs text-muted">
        One NAME=value a line. Nothing is expanded or run: a $ stays a $.
      </Label>
      <TextArea
        id={inputId}
        autoFocus
        fullWidth
        rows={8}
        spellCheck={false}
        autoComplete="off"
        placeholder={"DATABASE_URL=postgres://...\nAUTH_SECRET=..."}
        className="font-mono text-xs"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div aria-live="polite" className="mt-3 max-h-64 min-h-24 overflow-y-auto">
        <Preview preview={preview} isEmpty={deferred.trim() === ""} />
      </div>
    </Dialog>
  );
}

const none: readonly string[] = [];

const kinds: Record<PasteChange["kind"], { tone: Tone; icon: LucideIcon; label: string }> = {
  added: { tone: "success", icon: CirclePlus, label: "Added" },
  changed: { tone: "warning", icon: PencilLine, label: "Changed" },
  replaced: { tone: "warning", icon: PencilLine, label: "Replaced" },
  unchanged: { tone: "neutral", icon: CircleEqual, label: "Unchanged" },
};

function Preview({ preview, isEmpty }: { preview: PastePreview; isEmpty: boolean }) {
  if (isEmpty) return <p className="text-xs text-muted">What would change is shown here before it does.</p>;
  return (
    <>
      {preview.problems.length > 0 ? (
        <ul className="mb-3 space-y-1 text-xs">
          {preview.problems.map(({ line, column, level, message }) => (
            <li
              key={`${line}:${column}`}
              className={level === "error" ? "flex gap-1.5 text-danger-text" : "flex gap-1.5 text-warning-text"}
            >
              <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              <span>
                <span className="tabular-nums">
                  Line {line}, column {column}:
                </span>{" "}
                {message}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <ul className="divide-y divide-separator">
        {preview.changes.map(({ key, target, kind }) => (
          <li key={key} className="flex items-center justify-between gap-3 py-1.5">
            <span className="min-w-0 font-mono text-xs wrap-anywhere">
              {target}
              {target === key ? null : <span className="font-sans text-muted"> (pasted under its old name {key})</span>}
            </span>
            <Status {...kinds[kind]} />
          </li>
        ))}
      </ul>
    </>
  );
}
