"use client";
import dynamic from "next/dynamic";
import type { ResolvedVariable } from "../../references/schema";
import { patchDraft } from "../drafts/draft";
import type { TableRow } from "../drafts/table-rows";
import type { EnvironmentPlace } from "../place";
import type { useTable } from "./use-table";

const DetailsDialog = dynamic(() => import("../details/details-dialog").then((part) => part.DetailsDialog), {
  ssr: false,
});
const CopyDialog = dynamic(() => import("../details/copy-dialog").then((part) => part.CopyDialog), { ssr: false });

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
      {asked?.dialog === "copy" ? <CopyDialog isOpen onClose={close} place={place} keys={selection.keys} /> : null}
    </>
  );
}
