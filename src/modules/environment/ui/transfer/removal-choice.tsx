import { plural } from "@/ui/format";
import { listed } from "../reading/source";

interface RemovalChoiceProps {
  absent: readonly string[];
  /** Something in the text was not read. */
  isPartial: boolean;
  isChosen: boolean;
  onChange(isChosen: boolean): void;
}

const mostAtOnce = 1_000;

/** Whether what is set and does not stand in the text goes away. Off until it is asked for. */
export function RemovalChoice({ absent, isPartial, isChosen, onChange }: RemovalChoiceProps) {
  if (absent.length === 0) return null;
  const obstacle = obstacleTo(absent.length, isPartial);
  return (
    <label className="flex items-start gap-2.5 rounded-lg border border-border px-3 py-2.5 has-checked:border-danger/45 has-checked:bg-danger/5">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={isChosen && obstacle === undefined}
        disabled={obstacle !== undefined}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span className="min-w-0">
        Remove what is not in it
        <span className="block text-xs text-muted wrap-anywhere">
          {plural(absent.length, "variable")}: {listed(absent)}. {obstacle}
        </span>
      </span>
    </label>
  );
}

function obstacleTo(count: number, isPartial: boolean): string | undefined {
  if (isPartial) return "Not offered while part of the text was not read: what is missing may stand there.";
  return count > mostAtOnce ? "One save removes 1,000 at most; remove them in the table." : undefined;
}
