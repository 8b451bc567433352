import { CircleAlert, CircleEqual, CirclePlus, type LucideIcon, PencilLine } from "lucide-react";
import { Status, type Tone } from "@/ui/badge";
import { VariableName } from "@/ui/variable-name";
import { Visibility } from "../../schema";
import { canChoose, type ImportChoices, type ImportRow, isChosen, visibilityOf } from "./import-model";

export const visibilityLabels: Readonly<Record<Visibility, string>> = {
  plain: "Plain",
  masked: "Masked",
  restricted: "Restricted",
};

const statuses: Record<ImportRow["status"], { tone: Tone; icon: LucideIcon; label: string }> = {
  added: { tone: "success", icon: CirclePlus, label: "Added" },
  changed: { tone: "warning", icon: PencilLine, label: "Changed" },
  unchanged: { tone: "neutral", icon: CircleEqual, label: "Unchanged" },
  invalid: { tone: "danger", icon: CircleAlert, label: "Invalid" },
};

interface ImportLineProps {
  row: ImportRow;
  choices: ImportChoices;
  onTake(isTaken: boolean): void;
  onShow(visibility: Visibility): void;
}

/** One variable of the preview. */
export function ImportLine({ row, choices, onTake, onShow }: ImportLineProps) {
  const { key, status, notes } = row;
  const isAble = canChoose(row);
  const isTaken = isChosen(row, choices);
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-2.5 gap-y-1 px-3 py-2 column:grid-cols-[auto_minmax(0,1fr)_7rem_7.5rem]">
      <input
        type="checkbox"
        aria-label={`Save ${key}`}
        checked={isTaken}
        disabled={!isAble}
        onChange={({ target }) => onTake(target.checked)}
        className="mt-1.5 size-4 accent-accent disabled:invisible"
      />
      <div className="min-w-0 pt-0.5">
        <span
          className={
            isAble ? "font-mono text-xs font-medium wrap-anywhere" : "font-mono text-xs wrap-anywhere text-muted"
          }
        >
          <VariableName name={key} />
        </span>
        {notes.map((note) => (
          <p key={note} className={status === "invalid" ? "text-xs text-danger-text" : "text-xs text-warning-text"}>
            {note}
          </p>
        ))}
      </div>
      <span className="pt-1">
        <Status {...statuses[status]} />
      </span>
      {isAble ? (
        <span className="col-start-2 column:col-start-auto">
          <VisibilityChoice row={row} value={visibilityOf(row, choices)} isDisabled={!isTaken} onChange={onShow} />
        </span>
      ) : null}
    </div>
  );
}

interface VisibilityChoiceProps {
  row: ImportRow;
  value: Visibility;
  isDisabled: boolean;
  onChange(visibility: Visibility): void;
}

function VisibilityChoice({ row, value, isDisabled, onChange }: VisibilityChoiceProps) {
  if (row.choices.length === 1) {
    return <span className="block pt-1 text-xs text-muted">{visibilityLabels[value]}</span>;
  }
  return (
    <select
      aria-label={`Visibility of ${row.key}`}
      value={value}
      disabled={isDisabled}
      onChange={({ target }) => {
        const to = Visibility.safeParse(target.value);
        if (to.success) onChange(to.data);
      }}
      className="h-8 w-full min-w-28 rounded-md border border-field-border bg-surface px-1.5 text-xs disabled:opacity-55 pointer-coarse:h-11"
    >
      {row.choices.map((option) => (
        <option key={option} value={option}>
          {visibilityLabels[option]}
        </option>
      ))}
    </select>
  );
}
