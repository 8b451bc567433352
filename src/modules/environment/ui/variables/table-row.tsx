"use client";
import { RotateCcw, ShieldCheck, ShieldX, SlidersHorizontal, Trash2 } from "lucide-react";
import { memo, type ReactNode } from "react";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { RelativeTime } from "@/ui/time";
import { VariableName } from "@/ui/variable-name";
import type { ResolvedVariable } from "../../references/schema";
import { isOwnName } from "../../validation/names";
import type { Finding } from "../drafts/draft-checks";
import type { TableRow } from "../drafts/table-rows";
import { EditRow } from "../editing/edit-row";
import { visibilityLabels } from "../editing/use-typing";
import type { EnvironmentPlace } from "../place";
import { FindingLine } from "./finding-line";
import { RowState } from "./row-state";
import type { Flush, TableActions } from "./table-actions";
import { ValueCell } from "./value-cell";

interface VariableRowProps {
  row: TableRow;
  place: EnvironmentPlace;
  actions: TableActions;
  finding: Finding | undefined;
  resolution: ResolvedVariable | undefined;
  taken: ReadonlySet<string>;
  isSelected: boolean;
  isOpen: boolean;
  canAllow: boolean;
  flush: Flush;
}

/** The columns where there is room for them; else the parts of a row stand below each other. */
export const columns =
  "[--buttons:6.25rem] pointer-coarse:[--buttons:8.5rem] grid-cols-[1.25rem_minmax(0,1fr)_auto] @3xl:grid-cols-[1.25rem_minmax(0,1fr)_minmax(0,1.7fr)_7.5rem_6.5rem_var(--buttons)]";

/** The cells of one variable. */
export const VariableCells = memo(function VariableCells(props: VariableRowProps) {
  const { row, place, actions, taken, isSelected, isOpen } = props;
  if (isOpen) {
    return (
      <td className="flex gap-3 px-4" colSpan={6}>
        <span className="w-5 shrink-0" />
        <EditRow row={row} place={place} taken={taken} actions={actions} flush={props.flush} />
      </td>
    );
  }
  const name = row.key || "the new variable";
  return (
    <>
      <td className="flex min-h-9 items-center pointer-coarse:min-h-11">
        <input
          type="checkbox"
          data-part="select"
          aria-label={`Select ${name}`}
          className="size-4 cursor-pointer accent-accent"
          checked={isSelected}
          onChange={(event) =>
            actions.select(row, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
          }
        />
      </td>
      <NameCell row={row} />
      <td className="col-span-2 col-start-2 row-start-2 min-w-0 @3xl:col-span-1 @3xl:col-start-auto @3xl:row-start-auto">
        <ValueCell row={row} place={place} actions={actions} resolution={props.resolution} />
        <Notes {...props} />
      </td>
      <td className="col-start-2 row-start-3 px-2 pt-1 @3xl:col-start-auto @3xl:row-start-auto @3xl:px-0 @3xl:pt-2">
        <RowState row={row} finding={props.finding} />
      </td>
      <UpdatedCell row={row} />
      <td className="col-start-3 row-start-1 flex justify-end gap-0.5 @3xl:col-start-auto @3xl:row-start-auto">
        <RowButtons row={row} name={name} actions={actions} />
      </td>
    </>
  );
});

function NameCell({ row }: { row: TableRow }) {
  const { key, stored, draft } = row;
  const type = draft?.metadata.type ?? stored?.type ?? "string";
  const visibility = draft?.visibility ?? stored?.visibility ?? "masked";
  const description = draft?.metadata.description ?? stored?.description ?? "";
  const from = stored?.inheritedFrom;
  return (
    <th scope="row" className="min-w-0 self-start py-1.5 text-left font-normal">
      <span
        className={cn(
          "block font-mono text-xs font-medium wrap-anywhere",
          draft?.isRemoved && "line-through opacity-70",
          key === "" && "text-muted italic",
        )}
      >
        {key ? <VariableName name={key} /> : "No name yet"}
        {stored?.required ? (
          <span className="text-muted" title="Required">
            {" "}
            <span aria-hidden>*</span>
            <span className="sr-only">, required</span>
          </span>
        ) : null}
      </span>
      <span className="block truncate text-xs text-muted" title={description || undefined}>
        {[visibilityLabels[visibility], type === "string" ? undefined : type, from && `from ${from}`, description]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </th>
  );
}

function UpdatedCell({ row: { stored, draft } }: { row: TableRow }) {
  const who = stored?.authorName;
  return (
    <td className="col-start-3 row-start-3 min-w-0 pt-1 text-right text-xs text-muted @3xl:col-start-auto @3xl:row-start-auto @3xl:pt-2 @3xl:text-left">
      {stored && !(draft && stored.inheritedFrom !== undefined) ? (
        <>
          <RelativeTime at={stored.updatedAt} className="block truncate leading-4" />
          <span className="hidden truncate @3xl:block" title={`${who}, version ${stored.version}`}>
            {who}
          </span>
        </>
      ) : (
        "Not saved"
      )}
    </td>
  );
}

function Notes({ row, finding, actions, canAllow }: VariableRowProps): ReactNode {
  const { stored, key } = row;
  if (finding) return <FindingLine finding={finding} className="px-2 pb-1" />;
  if (stored?.reserved === undefined || row.draft || stored.inheritedFrom !== undefined) return null;
  const isRefused = stored.reserved === "refused";
  const said = isRefused
    ? "This name changes how programs start, so apps on this machine do not get it."
    : "An owner allowed it for apps on this machine.";
  return (
    <div className={cn("space-y-1.5 px-2 pb-1 text-xs", isRefused ? "text-warning-text" : "text-muted")}>
      <p>{said}</p>
      {canAllow && !isOwnName(key) ? (
        <Button
          size="sm"
          aria-label={`${isRefused ? "Allow" : "Refuse"} ${key} on this machine`}
          onPress={() => actions.allowReserved(row)}
        >
          {isRefused ? <ShieldCheck aria-hidden /> : <ShieldX aria-hidden />}
          {isRefused ? "Allow on this machine" : "Refuse again"}
        </Button>
      ) : null}
    </div>
  );
}

function RowButtons({ row, name, actions }: { row: TableRow; name: string; actions: TableActions }) {
  const isRemoved = row.draft?.isRemoved === true;
  const isInherited = row.stored?.inheritedFrom !== undefined;
  const isDraft = row.draft !== undefined;
  const undo = isRemoved ? `Take back the removal of ${name}` : `Undo the change of ${name}`;
  return (
    <>
      {isDraft && (isRemoved || row.stored) ? (
        <Button
          size="sm"
          variant="ghost"
          isIconOnly
          data-part="undo"
          aria-label={undo}
          onPress={() => actions.takeBack(row)}
        >
          <RotateCcw aria-hidden />
        </Button>
      ) : null}
      {isRemoved ? null : (
        <Button
          size="sm"
          variant="ghost"
          isIconOnly
          data-part="details"
          aria-label={`Details of ${name}`}
          onPress={() => actions.showDetails(row)}
        >
          <SlidersHorizontal aria-hidden />
        </Button>
      )}
      {isRemoved || isInherited ? null : (
        <Button
          size="sm"
          variant="ghost"
          isIconOnly
          data-part="remove"
          aria-label={`Remove ${name}`}
          onPress={() => actions.remove(row)}
        >
          <Trash2 aria-hidden />
        </Button>
      )}
    </>
  );
}
