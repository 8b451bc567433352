"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Equal, Pencil, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { ErrorState } from "@/ui/error-state";
import { Field } from "@/ui/field";
import { plural } from "@/ui/format";
import { Spinner } from "@/ui/spinner";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { CopiedVariables } from "../../compare/schema";
import { useUndo } from "../history/undo";
import { type Side, sideName } from "./compare-model";
import { KeyChanges } from "./key-changes";

export interface CopyWish {
  from: Side;
  to: Side;
  keys: readonly string[];
  /** Chosen, but not set on the side to copy from. */
  leftOut: readonly string[];
}

interface CopyDialogProps {
  projectId: string;
  wish: CopyWish | undefined;
  /** Stands above the preview, such as the choice of the environment to copy to. */
  children?: ReactNode;
  /** The wish is not whole yet: nothing is asked and nothing can be copied. */
  isIncomplete?: boolean;
  onClose(): void;
  onCopied(): void;
}

/** Shows what a copy would do, then does it. Values move inside the server only. */
export function CopyDialog({ wish, ...props }: CopyDialogProps) {
  // Stays while the dialog closes, so that it does not become empty under the eyes.
  const [last, setLast] = useState(wish);
  if (wish && wish !== last) setLast(wish);
  if (!last) return null;
  return <OpenCopyDialog {...props} wish={last} isOpen={wish !== undefined} />;
}

interface OpenCopyDialogProps extends Omit<CopyDialogProps, "wish"> {
  wish: CopyWish;
  isOpen: boolean;
}

function OpenCopyDialog({ projectId, wish, children, isIncomplete, isOpen, onClose, onCopied }: OpenCopyDialogProps) {
  const [reason, setReason] = useState("");
  const { preview, copy } = useCopy(projectId, wish, isOpen && !isIncomplete);
  const target = isIncomplete ? "another environment" : sideName(wish.to);
  const touched = preview.data ? preview.data.added.length + preview.data.changed.length : undefined;
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Copy to ${target}`}
      action={`Copy to ${target}`}
      dismiss="Cancel"
      isWaiting={isIncomplete || preview.data === undefined}
      onConfirm={async () => {
        await copy(reason.trim());
        setReason("");
        onCopied();
      }}
    >
      <div className="space-y-4">
        {children}
        {preview.isLoading ? (
          <p role="status" className="flex items-center gap-2">
            <Spinner /> Looking at what would change
          </p>
        ) : null}
        {preview.isError ? (
          <ErrorState
            title="The preview could not be made"
            error={preview.error}
            onRetry={() => void preview.refetch()}
          />
        ) : null}
        {preview.data && !isIncomplete ? <Preview wish={wish} preview={preview.data} touched={touched ?? 0} /> : null}
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

function Preview({ wish, preview, touched }: { wish: CopyWish; preview: CopiedVariables; touched: number }) {
  const [source, target] = [sideName(wish.from), sideName(wish.to)];
  return (
    <div className="space-y-3">
      <p>
        {touched === 0
          ? `Nothing would change: ${target} holds the same values already.`
          : `${plural(touched, "value")} of ${source} will hold in ${target} from its next deployment on. Nobody sees them on the way.`}
      </p>
      <KeyChanges title="Added" keys={preview.added} icon={<Plus aria-hidden className="size-4 text-success-text" />} />
      <KeyChanges
        title="Replaced"
        keys={preview.changed}
        icon={<Pencil aria-hidden className="size-4 text-warning-text" />}
      />
      <KeyChanges title="The same already" keys={preview.unchanged} icon={<Equal aria-hidden className="size-4" />} />
      {wish.leftOut.length > 0 ? (
        <p>
          {plural(wish.leftOut.length, "chosen name")} {wish.leftOut.length === 1 ? "is" : "are"} not set in {source}{" "}
          and not copied.
        </p>
      ) : null}
    </div>
  );
}

function useCopy(projectId: string, { from, to, keys }: CopyWish, isOpen: boolean) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const undo = useUndo();
  const wanted = { projectId, from, to, keys: [...keys] };
  const preview = useQuery({
    queryKey: [...trpc.environment.pathKey(), "copy-preview", wanted],
    queryFn: () => client.environment.copy.mutate({ ...wanted, preview: true }),
    enabled: isOpen,
    staleTime: 0,
    gcTime: 0,
  });
  const copy = async (reason: string) => {
    if (!preview.data) throw new Error("Wait for the preview, then copy.");
    const { previousSnapshotId } = preview.data;
    const refresh = () => queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
    const done = await client.environment.copy
      .mutate({ ...wanted, reason: reason || undefined, expectedSnapshotId: previousSnapshotId })
      .catch(async (error: unknown) => {
        await refresh();
        throw error;
      });
    const { added, changed, snapshotId = "" } = done;
    const count = added.length + changed.length;
    const saved = { snapshotId, added, changed, removed: [] };
    const what = `a copy from ${sideName(from)}`;
    if (count === 0) notify.done("Nothing to copy", `${sideName(to)} held the same values already.`);
    else
      notify.done(`${plural(count, "variable")} copied to ${sideName(to)}`, undefined, {
        label: "Undo",
        onPress: () => void undo({ at: { projectId, ...to }, saved, previousSnapshotId, what }),
      });
    void refresh();
  };
  return { preview, copy };
}
