"use client";
import { KeyRound, LayoutTemplate, ListChecks, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { Button, ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { isBlank, patchDraft } from "../drafts/draft";
import { addressOf, type EnvironmentPlace } from "../place";
import type { ReviewedDraft } from "../saving/review-dialog";
import { SaveBar } from "../saving/save-bar";
import { useSaving } from "../saving/use-saving";
import { useVariables } from "../saving/use-variables";
import { TransferActions } from "../transfer/transfer-actions";
import { TableStatus, TableToolbar } from "./table-toolbar";
import { useTable } from "./use-table";
import { VariableTable } from "./variable-table";

const DetailsDialog = dynamic(() => import("../details/details-dialog").then((part) => part.DetailsDialog), {
  ssr: false,
});
const CopyDialog = dynamic(() => import("../details/copy-dialog").then((part) => part.CopyDialog), { ssr: false });

/** The variables of one place: read, edit as drafts, save at once. */
export function VariablesPanel({ place }: { place: EnvironmentPlace }) {
  const data = useVariables(place);
  const { current, variables, drafts, rows, resolutions, findingOf, taken } = data;
  const table = useTable(place, data);
  const saving = useSaving(place, current.data);
  const searchRef = useRef<HTMLInputElement>(null);
  useAsked(current.isSuccess, table);
  if (current.isPending) return <SkeletonRows what="variables" rows={8} />;
  if (current.isError) {
    return (
      <ErrorState title="Variables could not be loaded" error={current.error} onRetry={() => void current.refetch()} />
    );
  }
  const { view, setView, selection, asked, setAsked } = table;
  const transfer = (
    <TransferActions
      place={place}
      variables={variables}
      snapshotId={current.data.snapshotId}
      selectedKeys={selection.keys}
    />
  );
  const details = asked?.dialog === "details" ? rows.find(({ id }) => id === asked.row.id) : undefined;
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
            onSelectAll={selection.all}
            openId={table.openId}
            order={view.order}
            onOrder={(order) => setView({ ...view, order })}
            canAllow={false}
            handle={table.handle}
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
        place={place}
        drafts={drafts}
        variables={variables}
      />
      <DetailsDialog
        row={details}
        place={place}
        resolution={details && resolutions.get(details.key)}
        onClose={() => setAsked(undefined)}
        onDraft={(row, said) => table.update((now) => patchDraft(now, row.id, said))}
        onReference={(row, isReference) => {
          const value = row.draft?.edit ? row.draft.edit.value : row.stored?.value;
          const visibility = row.draft?.visibility ?? row.stored?.visibility ?? "masked";
          table.actions.commit(row, { key: row.key, value, isReference, visibility }, false);
        }}
        onOverride={table.actions.edit}
      />
      <CopyDialog
        isOpen={asked?.dialog === "copy"}
        onClose={() => setAsked(undefined)}
        place={place}
        keys={selection.keys}
      />
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

/** The address may ask for a row: `add` opens a new one, `edit` the one that is there. It asks once. */
function useAsked(isLoaded: boolean, table: ReturnType<typeof useTable>): void {
  const query = useSearchParams();
  const add = query.get("add");
  const edit = query.get("edit");
  const wanted = add ?? edit;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address, when there is something to open
  useEffect(() => {
    if (!isLoaded || wanted === null) return;
    const address = new URL(window.location.href);
    address.searchParams.delete("add");
    address.searchParams.delete("edit");
    window.history.replaceState(null, "", address);
    const known = table.shown.find(({ key }) => key === wanted);
    if (known) {
      table.actions.edit(known);
      table.handle.current?.focus(known.id, "edit");
    } else if (add !== null) table.add({ key: add });
  }, [isLoaded, wanted]);
}

function NothingFound({ onClear }: { onClear(): void }) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <p className="text-sm text-muted">No variable is like that here.</p>
      <Button size="sm" onPress={onClear}>
        Show all variables
      </Button>
    </div>
  );
}

function NothingSet({ place, onAdd, children }: { place: EnvironmentPlace; onAdd(): void; children: ReactNode }) {
  const actions = (
    <>
      <Button variant="primary" onPress={onAdd}>
        <Plus aria-hidden />
        Add variable
      </Button>
      {children}
      <ButtonLink href={addressOf(place, "templates")}>
        <LayoutTemplate aria-hidden className="size-4" />
        Apply a template
      </ButtonLink>
      <ButtonLink href={addressOf(place, "needs")}>
        <ListChecks aria-hidden className="size-4" />
        What the project needs
      </ButtonLink>
    </>
  );
  return (
    <EmptyState icon={KeyRound} title={`Nothing is set in ${place.environment}`} action={actions}>
      Secrets the app makes itself are added by its first deployment. Add what only you know, such as keys of your
      accounts. The first save makes the environment.
    </EmptyState>
  );
}
