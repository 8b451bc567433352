"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Minus, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { Field } from "@/ui/field";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { ComparedSaves } from "../../snapshots/schema";
import { KeyChanges } from "../compare/key-changes";
import type { EnvironmentPlace } from "../place";
import { describeChange } from "./history-model";
import { useUndo } from "./undo";

interface RestoreDialogProps {
  place: EnvironmentPlace;
  compared: ComparedSaves;
  /** Only these; undefined is the whole environment. */
  keys: readonly string[] | undefined;
  isOpen: boolean;
  onClose(): void;
  onRestored(): void;
}

/** Says what a restore would change, then does it as a new save that can be undone. */
export function RestoreDialog({ place, compared, keys, isOpen, onClose, onRestored }: RestoreDialogProps) {
  const [reason, setReason] = useState("");
  const restore = useRestore(place, compared, keys);
  const { save, variables } = compared;
  const wanted = keys === undefined ? undefined : new Set(keys);
  const named = (status: string) =>
    variables.filter((each) => each.status === status && (wanted?.has(each.key) ?? true)).map(({ key }) => key);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Restore ${keys === undefined ? "" : `${keys.length === 1 ? "a variable" : "variables"} of `}save ${save.seq}`}
      action="Restore"
      dismiss="Cancel"
      onConfirm={async () => {
        await restore(reason.trim());
        setReason("");
        onRestored();
      }}
    >
      <div className="space-y-4">
        <p>
          This makes a new save of {compared.environment}; nothing in the history is lost. It takes effect with the next
          deployment.
        </p>
        <div className="space-y-3">
          <KeyChanges
            title="Changed back"
            keys={named("different")}
            icon={<Pencil aria-hidden className="size-4 text-warning-text" />}
          />
          <KeyChanges
            title="Set again"
            keys={named("missing")}
            icon={<Plus aria-hidden className="size-4 text-success-text" />}
          />
          <KeyChanges
            title="Removed"
            keys={named("extra")}
            icon={<Minus aria-hidden className="size-4 text-danger-text" />}
          />
        </div>
        <Field
          label="Reason"
          description="Stands in the history. Optional."
          value={reason}
          maxLength={500}
          onValueChange={setReason}
        />
      </div>
    </ConfirmDialog>
  );
}

function useRestore(place: EnvironmentPlace, compared: ComparedSaves, keys: readonly string[] | undefined) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const undo = useUndo();
  const { projectId } = place;
  const { save, environment, configuration } = compared;
  return async (reason: string) => {
    const previousSnapshotId = compared.with.snapshotId;
    const only = keys === undefined ? {} : { keys: [...keys] };
    const saved = await client.environment.restore
      .mutate({
        projectId,
        snapshotId: save.snapshotId,
        ...only,
        reason: reason || undefined,
        expectedSnapshotId: previousSnapshotId,
      })
      .catch(async (error: unknown) => {
        // Somebody else's newer save: the dialog shows what would change now.
        await queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
        throw error;
      });
    const at = { projectId, environment, configuration };
    const what = `restoring save ${save.seq}`;
    if (saved.snapshotId === previousSnapshotId) notify.done("Nothing to restore", "These values hold already.");
    else
      notify.done(`Save ${save.seq} restored`, `${describeChange(saved)}.`, {
        label: "Undo",
        onPress: () => void undo({ at, saved, previousSnapshotId, what }),
      });
    void queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
  };
}
