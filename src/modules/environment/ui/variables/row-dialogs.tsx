"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { ResolvedVariable } from "../../references/schema";
import { patchDraft } from "../drafts/draft";
import type { TableRow } from "../drafts/table-rows";
import { type EnvironmentPlace, refOf } from "../place";
import type { useTable } from "./use-table";

const DetailsDialog = dynamic(() => import("../details/details-dialog").then((part) => part.DetailsDialog), {
  ssr: false,
});
const CopyElsewhere = dynamic(() => import("../details/copy-elsewhere").then((part) => part.CopyElsewhere), {
  ssr: false,
});

interface RowDialogsProps {
  place: EnvironmentPlace;
  rows: readonly TableRow[];
  resolutions: ReadonlyMap<string, ResolvedVariable>;
  table: ReturnType<typeof useTable>;
}

/** What is asked or shown of rows in front of the table; loaded when it is first wanted. */
export function RowDialogs({ place, rows, resolutions, table }: RowDialogsProps) {
  const { asked, setAsked, selection, actions, update } = table;
  const close = () => setAsked(undefined);
  const details = asked?.dialog === "details" ? rows.find(({ id }) => id === asked.row.id) : undefined;
  return (
    <>
      {details ? (
        <DetailsDialog
          row={details}
          place={place}
          resolution={resolutions.get(details.key)}
          onClose={close}
          onDraft={(row, said) => update((drafts) => patchDraft(drafts, row.id, said))}
          onReference={(row, isReference) => {
            const value = row.draft?.edit ? row.draft.edit.value : row.stored?.value;
            const visibility = row.draft?.visibility ?? row.stored?.visibility ?? "masked";
            actions.commit(row, { key: row.key, value, isReference, visibility }, false);
          }}
          onOverride={actions.edit}
        />
      ) : null}
      <AllowDialog place={place} row={asked?.dialog === "allow" ? asked.row : undefined} onClose={close} />
      {asked?.dialog === "copy" ? <CopyElsewhere onClose={close} place={place} keys={selection.keys} /> : null}
    </>
  );
}

/** An owner's word on a name that changes how programs start; it holds for the value that is stored now. */
function AllowDialog({ place, row, onClose }: { place: EnvironmentPlace; row: TableRow | undefined; onClose(): void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const allow = useMutation(trpc.environment.allowReserved.mutationOptions());
  const key = row?.key ?? "";
  const isAllowed = row?.stored?.reserved !== "allowed";
  const confirm = async () => {
    const version = isAllowed ? row?.stored?.version : undefined;
    await allow.mutateAsync({ ...refOf(place), key, isAllowed, ...(version === undefined ? {} : { version }) });
    notify.done(isAllowed ? `${key} is allowed on this machine` : `${key} is refused on this machine again`);
    await queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
  };
  return (
    <ConfirmDialog
      isOpen={row !== undefined}
      onClose={onClose}
      title={isAllowed ? `Allow ${key} on this machine?` : `Refuse ${key} again?`}
      action={isAllowed ? "Allow" : "Refuse"}
      dismiss="Cancel"
      isDanger={isAllowed}
      onConfirm={confirm}
    >
      {isAllowed
        ? "Whoever sets this value decides what runs in the apps on this machine, with what those apps may do. The word holds for the value stored now, is recorded, and ends with the next value."
        : "Apps on this machine start without it from their next deployment or reload on."}
    </ConfirmDialog>
  );
}
