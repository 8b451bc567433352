"use client";
import { ListChecks, Save } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { plural } from "@/ui/format";
import { useModifierKey } from "@/ui/frame/use-modifier-key";
import { Kbd } from "@/ui/kbd";
import type { ConflictInput } from "./conflict-dialog";
import { ConflictDialog } from "./conflict-dialog";
import { ReviewDialog, type ReviewedDraft } from "./review-dialog";
import type { Saving } from "./use-saving";

interface SaveBarProps extends Omit<ConflictInput, "conflict" | "onClose" | "onResolve" | "isSaving"> {
  changes: readonly ReviewedDraft[];
  reason: string;
  onReason(reason: string): void;
  saving: Saving;
  /** Keeps what is typed in an open row as a draft. */
  onBeforeSave(): void;
}

/** What is not saved yet: how much, what, why, and the ways to keep or drop it. Stays in sight. */
export function SaveBar(props: SaveBarProps) {
  const { changes, reason, onReason, saving, place, onBeforeSave } = props;
  const [open, setOpen] = useState<"review" | "discard">();
  const modifier = useModifierKey();
  const count = changes.length;
  const wrong = changes.filter(({ finding }) => finding && finding.level !== "warns").length;
  const save = () => {
    if (saving.isSaving || count === 0) return;
    onBeforeSave();
    if (wrong > 0) setOpen("review");
    else void saving.save();
  };
  useSaveKey(count > 0, save);
  return (
    <>
      <p role="status" className="sr-only">
        {count === 0 ? "" : `${plural(count, "unsaved change")}`}
      </p>
      {count === 0 ? null : (
        <section
          aria-label="Unsaved changes"
          className="sticky bottom-0 z-20 -mx-px flex flex-wrap items-center gap-x-3 gap-y-2 rounded-b-lg border border-border bg-overlay px-4 py-3 shadow-[0_-8px_24px_-12px_oklch(0.2_0.02_230/0.25)]"
        >
          <p className="mr-auto basis-full text-sm column:basis-auto font-medium tabular-nums">
            {plural(count, "unsaved change")}
            {wrong > 0 ? <span className="font-normal text-danger-text">, {wrong} not valid</span> : null}
          </p>
          <Button
            variant="ghost"
            className="max-column:flex-1"
            onPress={() => setOpen("discard")}
            isDisabled={saving.isSaving}
          >
            Discard
          </Button>
          <Button className="max-column:flex-1" onPress={() => setOpen("review")}>
            <ListChecks aria-hidden />
            Review
          </Button>
          <Button
            variant="primary"
            className="max-column:flex-1"
            isPending={saving.isSaving}
            onPress={save}
            aria-keyshortcuts="Control+S Meta+S"
          >
            <Save aria-hidden />
            Save
            <span aria-hidden className="hidden items-center gap-0.5 opacity-80 bar:pointer-fine:flex">
              <Kbd>{modifier}</Kbd>
              <Kbd>S</Kbd>
            </span>
          </Button>
        </section>
      )}
      <ReviewDialog
        isOpen={open === "review" && count > 0}
        onClose={() => setOpen(undefined)}
        environment={place.environment}
        changes={changes}
        reason={reason}
        onReason={onReason}
        isSaving={saving.isSaving}
        onSave={async () => {
          await saving.save();
          setOpen(undefined);
        }}
      />
      <ConflictDialog
        {...props}
        conflict={saving.conflict}
        isSaving={saving.isSaving}
        onClose={saving.closeConflict}
        onResolve={(choices) => void saving.resolve(choices)}
      />
      <ConfirmDialog
        isOpen={open === "discard"}
        onClose={() => setOpen(undefined)}
        title={`Discard ${plural(count, "unsaved change")}?`}
        action="Discard"
        dismiss="Keep editing"
        isDanger
        onConfirm={async () => saving.discard()}
      >
        What was typed in {place.environment} since the last save is lost. What is stored stays as it is.
      </ConfirmDialog>
    </>
  );
}

function useSaveKey(isOn: boolean, save: () => void): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      const isInDialog = event.target instanceof Element && event.target.closest("[role=dialog]") !== null;
      if (!isInDialog) save();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
}
