"use client";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import { isBlank } from "../drafts/draft";
import type { EnvironmentPlace } from "../place";
import type { ReviewedDraft } from "../saving/review-dialog";
import { SaveBar } from "../saving/save-bar";
import { useSaving } from "../saving/use-saving";
import { useVariables } from "../saving/use-variables";
import { TransferActions } from "../transfer/transfer-actions";
import { NothingFound, NothingSet } from "./nothing";
import { RowDialogs } from "./row-dialogs";
import { TableStatus, TableToolbar } from "./table-toolbar";
import { useAsked } from "./use-asked";
import { useTable } from "./use-table";
import { VariableTable } from "./variable-table";

/** The variables of one place: read, edit as drafts, save at once. */
export function VariablesPanel({ place }: { place: EnvironmentPlace }) {
  const data = useVariables(place);
  const { current, variables, drafts, rows, resolutions, findingOf, taken } = data;
  const table = useTable(place, data);
  const saving = useSaving(place, current.data);
  const searchRef = useRef<HTMLInputElement>(null);
  const canAllow = useCanAllow();
  useAsked(current.isSuccess, table);
  const { view, setView, selection, setAsked } = table;
  if (current.isPending) return <SkeletonRows what="variables" rows={8} />;
  if (current.isError) {
    return (
      <ErrorState title="Variables could not be loaded" error={current.error} onRetry={() => void current.refetch()} />
    );
  }
  const transfer = (
    <TransferActions
      place={place}
      variables={variables}
      snapshotId={current.data.snapshotId}
      selectedKeys={selection.keys}
    />
  );
  return (
    <>
      {rows.length === 0 ? (
        <NothingSet place={place} onAdd={() => table.add()}>
          {transfer}
        </NothingSet>
      ) : (
        <section
          aria-label={`Variables of ${place.environment}`}
          className="@container rounded-lg border border-border bg-surface"
        >
          <TableToolbar
            search={view.search}
            onSearch={(search) => setView({ ...view, search })}
            searchRef={searchRef}
            filter={view.filter}
            onFilter={(filter) => setView({ ...view, filter })}
            onAdd={() => table.add()}
          >
            {transfer}
          </TableToolbar>
          <TableStatus
            shown={table.shown.length}
            total={rows.length}
            inherited={variables.filter(({ inheritedFrom }) => inheritedFrom !== undefined).length}
            selected={selection.selected.size}
            onRemove={() => table.remove([...selection.selected])}
            onCopy={() => setAsked({ dialog: "copy" })}
            onClear={selection.clear}
          />
          <VariableTable
            label={`Variables of ${place.projectName} in ${place.environment}`}
            rows={table.shown}
            place={place}
            actions={table.actions}
            findingOf={findingOf}
            resolutions={resolutions}
            taken={taken}
            selected={selection.selected}
            openId={table.openId}
            order={view.order}
            canAllow={canAllow}
            handle={table.handle}
            flush={table.flush}
          />
          {table.shown.length === 0 ? (
            <NothingFound onClear={() => setView({ ...view, search: "", filter: "all" })} />
          ) : null}
        </section>
      )}
      <SaveBar
        changes={reviewed(rows, findingOf)}
        reason={drafts.reason}
        onReason={(reason) => table.update((now) => ({ ...now, reason }))}
        saving={saving}
        onBeforeSave={() => table.flush.current?.()}
        place={place}
        drafts={drafts}
        variables={variables}
      />
      <RowDialogs place={place} rows={rows} resolutions={resolutions} table={table} />
    </>
  );
}

function reviewed(
  rows: ReturnType<typeof useVariables>["rows"],
  findingOf: ReturnType<typeof useVariables>["findingOf"],
): ReviewedDraft[] {
  return rows.flatMap((row): ReviewedDraft[] => {
    const { draft, stored, id, key } = row;
    if (!draft || isBlank(draft)) return [];
    const isOwn = stored !== undefined && stored.inheritedFrom === undefined;
    const kind = draft.isRemoved ? "removed" : isOwn ? "changed" : "added";
    return [{ id, key, kind, finding: findingOf(row) }];
  });
}

/** Owners and administrators may let a reserved name through. */
function useCanAllow(): boolean {
  const trpc = useTRPC();
  const { data: me } = useQuery(trpc.identity.me.queryOptions(undefined, { staleTime: 60_000 }));
  return me?.role === "owner" || me?.role === "admin";
}
