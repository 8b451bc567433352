"use client";
import { useEffect, useState } from "react";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { plural } from "@/ui/format";
import { notify } from "@/ui/toast";
import type { SavedVariables, VariableSummary } from "../../schema";
import type { EnvironmentPlace } from "../place";
import { isOverLimit } from "../reading/source";
import { SourceField } from "../reading/source-field";
import { type Sources, useSources } from "../reading/use-sources";
import { DiscardDialog } from "./discard-dialog";
import { isChosen } from "./import-model";
import { ImportPreview } from "./import-preview";
import { RemovalChoice } from "./removal-choice";
import { SaveProblemNote } from "./save-problem-note";
import { useImport } from "./use-import";

interface ImportDialogProps {
  place: EnvironmentPlace;
  variables: readonly VariableSummary[];
  snapshotId: string | null;
  onClose(): void;
}

/** Reads variables from texts and files, shows what saving them would do, and saves what is chosen. */
export function ImportDialog({ place, variables, snapshotId, onClose }: ImportDialogProps) {
  const sources = useSources();
  const importing = useImport({ place, variables, snapshotId });
  const [reason, setReason] = useState("");
  const [isRemoving, setRemoving] = useState(false);
  const [asks, setAsks] = useState<"discard" | "remove">();
  useUnloadGuard(!sources.isEmpty);
  const { previewed, rows, choices, problem } = importing;
  const count = rows.filter((row) => isChosen(row, choices)).length;
  const unset = previewed && isRemoving ? previewed.absent : [];
  const close = () => (sources.isEmpty ? onClose() : setAsks("discard"));
  const save = async () => {
    const saved = await importing.save({ unset, reason, cause: sources.hasFile ? "import" : "paste" });
    if (!saved) return;
    tell(saved, place);
    onClose();
  };
  const footer = previewed ? (
    <>
      <Button onPress={importing.back}>Back</Button>
      <Button
        variant="primary"
        isDisabled={count + unset.length === 0}
        isPending={importing.isSaving}
        onPress={() => (unset.length > 0 ? setAsks("remove") : void save())}
      >
        {saveLabel(count, unset.length)}
      </Button>
    </>
  ) : (
    <ReadFooter sources={sources} isPending={importing.isPreviewing} onCancel={close} onPreview={importing.preview} />
  );
  return (
    <>
      <Dialog title={`Import into ${place.environment}`} isOpen onClose={close} footer={footer} size="wide">
        {previewed ? (
          <div className="space-y-4">
            <ImportPreview rows={rows} choices={choices} onChange={importing.setChoices} />
            <RemovalChoice
              absent={previewed.absent}
              isPartial={sources.reading.isPartial}
              isChosen={isRemoving}
              onChange={setRemoving}
            />
            <Field
              label="Reason"
              description="Optional; stands in the history and the audit log."
              value={reason}
              onValueChange={setReason}
              maxLength={500}
            />
          </div>
        ) : (
          <SourceField sources={sources} rows={12} />
        )}
        <SaveProblemNote problem={problem} onLookAgain={importing.previewAgain} isPending={importing.isPreviewing} />
      </Dialog>
      <DiscardDialog
        isOpen={asks === "discard"}
        title="Close without importing"
        onKeep={() => setAsks(undefined)}
        onDiscard={onClose}
      >
        What you pasted or chose was not saved yet and is not kept.
      </DiscardDialog>
      <ConfirmDialog
        isOpen={asks === "remove"}
        onClose={() => setAsks(undefined)}
        title={`Remove ${plural(unset.length, "variable")}`}
        action={saveLabel(count, unset.length)}
        isDanger
        // Where it does not go through, the dialog below tells why.
        onConfirm={save}
      >
        <RemovedKeys keys={unset} environment={place.environment} />
      </ConfirmDialog>
    </>
  );
}

function saveLabel(count: number, removed: number): string {
  if (removed === 0) return `Save ${plural(count, "variable")}`;
  if (count === 0) return `Remove ${plural(removed, "variable")}`;
  return `Save ${plural(count, "variable")}, remove ${removed.toLocaleString("en")}`;
}

function tell({ added, changed, removed, merged }: SavedVariables, { environment }: EnvironmentPlace): void {
  const parts = [
    [added.length, "added"],
    [changed.length, "changed"],
    [removed.length, "removed"],
  ] as const;
  const done = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString("en")} ${word}`);
  const beside =
    merged.length > 0 ? `${plural(merged.length, "variable")} saved by others meanwhile stayed.` : undefined;
  notify.done(done.length === 0 ? "Nothing changed" : `${environment}: ${done.join(", ")}`, beside);
}

interface ReadFooterProps {
  sources: Sources;
  isPending: boolean;
  onCancel(): void;
  onPreview(values: ReadonlyMap<string, string>): Promise<void>;
}

function ReadFooter({ sources, isPending, onCancel, onPreview }: ReadFooterProps) {
  const { reading, isReading } = sources;
  return (
    <>
      <Button onPress={onCancel}>Cancel</Button>
      <Button
        variant="primary"
        isDisabled={isReading || reading.values.size === 0 || isOverLimit(reading)}
        isPending={isPending}
        onPress={() => void onPreview(reading.values)}
      >
        Preview
      </Button>
    </>
  );
}

function RemovedKeys({ keys, environment }: { keys: readonly string[]; environment: string }) {
  return (
    <>
      <p>
        Set in {environment} and not in what was read. The next deployment goes without; earlier values stay in the
        history and can be restored.
      </p>
      <ul className="mt-2 max-h-40 overflow-y-auto rounded-md border border-border px-2.5 py-1.5">
        {keys.map((key) => (
          <li key={key} className="font-mono text-xs wrap-anywhere text-foreground">
            {key}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The browser asks before the page goes away with text that was not saved. */
function useUnloadGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isDirty]);
}
