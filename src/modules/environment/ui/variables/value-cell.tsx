"use client";
import { Copy, CornerDownRight, Eye, EyeOff, LockKeyhole, Pencil } from "lucide-react";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import type { ResolvedVariable } from "../../references/schema";
import type { TableRow } from "../drafts/table-rows";
import type { EnvironmentPlace } from "../place";
import type { TableActions } from "./table-actions";
import { useReading } from "./use-reading";

interface ValueCellProps {
  row: TableRow;
  place: EnvironmentPlace;
  actions: TableActions;
  resolution: ResolvedVariable | undefined;
}

/** The value of a row at rest, with what can be done with it. */
export function ValueCell({ row, place, actions, resolution }: ValueCellProps) {
  const { key, stored, draft } = row;
  const reading = useReading(place, row);
  const isRemoved = draft?.isRemoved === true;
  const isTyped = draft?.edit !== undefined;
  const visibility = draft?.visibility ?? stored?.visibility ?? "masked";
  const isClosed = visibility === "restricted" && !isTyped;
  const open = visibility === "plain" ? (isTyped ? draft.edit?.value : stored?.value) : undefined;
  const mustBeTyped = isTyped && draft.edit?.value === undefined;
  const isInherited = stored?.inheritedFrom !== undefined && !isTyped;
  const editName = isInherited ? `Override ${key}` : `Edit ${key || "the new variable"}`;
  return (
    <div className="min-w-0">
      <div className="flex min-w-0 items-center gap-0.5">
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the button beside it does the same */}
        <div
          className={cn(
            "min-h-8 min-w-0 flex-1 content-center rounded-md px-2 py-1 text-xs",
            isRemoved ? "line-through opacity-60" : "cursor-text hover:bg-surface-secondary",
          )}
          onClick={isRemoved ? undefined : () => window.getSelection()?.isCollapsed !== false && actions.edit(row)}
        >
          <ShownValue
            text={reading.shown ?? open}
            isWhole={reading.shown !== undefined}
            isClosed={isClosed}
            mustBeTyped={mustBeTyped}
          />
        </div>
        {isRemoved || mustBeTyped ? null : (
          <>
            {visibility === "plain" || isClosed ? null : (
              <Button
                size="sm"
                variant="ghost"
                isIconOnly
                data-part="reveal"
                isPending={reading.isPending}
                aria-label={reading.shown === undefined ? `Reveal ${key}` : `Hide ${key}`}
                onPress={reading.toggle}
              >
                {reading.shown === undefined ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
              </Button>
            )}
            {isClosed ? null : (
              <Button
                size="sm"
                variant="ghost"
                isIconOnly
                data-part="copy"
                aria-label={`Copy ${key}`}
                onPress={() => void reading.copy()}
              >
                <Copy aria-hidden />
              </Button>
            )}
          </>
        )}
        {isRemoved ? null : (
          <Button
            size="sm"
            variant="ghost"
            isIconOnly
            data-part="edit"
            aria-label={editName}
            onPress={() => actions.edit(row)}
          >
            {isInherited ? <CornerDownRight aria-hidden /> : <Pencil aria-hidden />}
          </Button>
        )}
      </div>
      <Resolution resolution={isTyped || isRemoved ? undefined : resolution} />
    </div>
  );
}

interface ShownValueProps {
  text: string | undefined;
  isWhole: boolean;
  isClosed: boolean;
  mustBeTyped: boolean;
}

function ShownValue({ text, isWhole, isClosed, mustBeTyped }: ShownValueProps) {
  if (mustBeTyped) return <span className="text-muted">Not kept</span>;
  if (isClosed && text === undefined) {
    return (
      <span className="flex items-center gap-1.5 text-muted">
        <LockKeyhole aria-hidden className="size-3.5 shrink-0" />
        Never shown again
      </span>
    );
  }
  if (text === undefined) {
    return (
      <span className="text-muted">
        <span aria-hidden className="font-mono tracking-widest">
          ••••••••
        </span>
        <span className="sr-only">Hidden</span>
      </span>
    );
  }
  if (text === "") return <span className="text-muted italic">empty</span>;
  if (isWhole) return <code className="block max-h-60 overflow-y-auto whitespace-pre-wrap break-all">{text}</code>;
  const lines = text.trimEnd().split("\n");
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <code className="min-w-0 truncate" title={text.length > 40 ? text.slice(0, 2_000) : undefined}>
        {lines[0]?.slice(0, 400)}
      </code>
      {lines.length > 1 ? <span className="shrink-0 text-muted">{lines.length} lines</span> : null}
    </span>
  );
}

/** What the references of a value come to. */
function Resolution({ resolution }: { resolution: ResolvedVariable | undefined }) {
  if (!resolution?.isReference || resolution.problem !== undefined) return null;
  const from = resolution.sources.join(", ");
  return (
    <p className="truncate px-2 text-xs text-muted" title={`From ${from}`}>
      {resolution.value === undefined ? (
        `Resolved from ${from}`
      ) : (
        <>
          = <code>{resolution.value}</code>
        </>
      )}
    </p>
  );
}
