import { Check, Minus } from "lucide-react";
import { Badge } from "@/ui/badge";
import { VariableName } from "@/ui/variable-name";
import type { ComparedVariable } from "../../compare/schema";
import { comparedWords } from "./status-words";

interface ComparedRowProps {
  variable: ComparedVariable;
  sides: [here: string, other: string];
  isChosen: boolean;
  onToggle(): void;
}

/** One name on both sides. */
export function ComparedRow({ variable, sides, isChosen, onToggle }: ComparedRowProps) {
  const { key, status, problem } = variable;
  const { label, icon, tone } = comparedWords[status];
  const isSame = status === "same";
  return (
    <li className="flex min-h-11 items-center gap-4 pr-4 has-checked:bg-accent/5">
      <label className="flex min-h-11 min-w-0 flex-1 cursor-pointer items-center gap-4 py-2 pl-4 has-disabled:cursor-default">
        <input
          type="checkbox"
          aria-label={`Choose ${key}`}
          className="size-4 shrink-0 accent-accent disabled:opacity-30"
          checked={isChosen}
          disabled={isSame}
          onChange={onToggle}
        />
        <span className="min-w-0">
          <span className="block wrap-anywhere font-mono text-xs font-medium">
            <VariableName name={key} />
          </span>
          {problem ? <span className="block text-xs text-warning-text">{problem}</span> : null}
        </span>
      </label>
      <SetMark isSet={status !== "extra"} side={sides[0]} />
      <SetMark isSet={status !== "missing"} side={sides[1]} />
      <span className="w-24 shrink-0">
        <Badge icon={icon} tone={tone}>
          {label}
        </Badge>
      </span>
    </li>
  );
}

function SetMark({ isSet, side }: { isSet: boolean; side: string }) {
  const Icon = isSet ? Check : Minus;
  return (
    <span className="hidden w-28 shrink-0 items-center gap-1.5 text-xs text-muted column:flex">
      <Icon aria-hidden className="size-3.5" />
      {isSet ? "Set" : "Not set"}
      <span className="sr-only"> in {side}</span>
    </span>
  );
}
