"use client";
import { Ban, Check, KeyRound, Wand2 } from "lucide-react";
import { useId } from "react";
import { cn } from "@/ui/cn";
import type { CatalogGroup, CatalogOption } from "../options";
import type { OptionState } from "../rules";
import type { RuleViolation } from "../schema";
import { OptionIcon } from "./option-icon";

interface OptionCardProps {
  group: CatalogGroup;
  option: CatalogOption;
  state: OptionState | undefined;
  onChoose(value: string): void;
  onFix(violation: RuleViolation): void;
}

/** One choice: what it is, what it adds, what it needs; or why it cannot be chosen and what enables it. */
export function OptionCard({ group, option, state, onChoose, onFix }: OptionCardProps) {
  const reasonId = useId();
  const isSelected = state?.selected ?? false;
  const disabled = state?.disabled;
  // A value that a list may not lose stays chosen and says why; only what cannot be chosen looks switched off.
  const isOff = disabled !== undefined && !isSelected;
  return (
    <div
      className={cn(
        "relative flex flex-col rounded-lg border bg-surface transition-colors duration-120",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
        isSelected ? "border-accent bg-accent/6 ring-1 ring-accent" : "border-border",
        isOff ? "bg-transparent" : !isSelected && "hover:border-field-border hover:bg-surface-secondary",
      )}
    >
      <label className={cn("flex flex-1 gap-3 p-3", disabled ? "cursor-default" : "cursor-pointer")}>
        <input
          type={group.multiple ? "checkbox" : "radio"}
          name={group.field}
          value={option.value}
          checked={isSelected}
          disabled={disabled !== undefined}
          aria-describedby={disabled ? reasonId : undefined}
          onChange={() => onChoose(option.value)}
          className="absolute size-px opacity-0"
        />
        <OptionIcon
          name={option.icon}
          className={cn("mt-0.5 size-4.5 shrink-0", isSelected ? "text-accent-text" : "text-muted")}
        />
        <span className="min-w-0 flex-1">
          <span className={cn("block pr-6 text-sm font-medium", isOff && "text-muted")}>{option.label}</span>
          <span className="mt-0.5 block text-xs text-pretty text-muted">{option.description}</span>
          {option.needs && !isOff ? (
            <span className="mt-1.5 flex items-start gap-1.5 text-xs text-muted">
              <KeyRound aria-hidden className="mt-1 size-3 shrink-0" />
              {option.needs}
            </span>
          ) : null}
        </span>
      </label>
      {isSelected ? (
        <span className="pointer-events-none absolute top-3 right-3 flex size-4 items-center justify-center rounded-full bg-accent text-accent-foreground">
          <Check aria-hidden className="size-3" strokeWidth={3} />
        </span>
      ) : null}
      {disabled ? <Reason id={reasonId} violation={disabled} isOff={isOff} onFix={onFix} /> : null}
    </div>
  );
}

interface ReasonProps {
  id: string;
  violation: RuleViolation;
  isOff: boolean;
  onFix(violation: RuleViolation): void;
}

function Reason({ id, violation, isOff, onFix }: ReasonProps) {
  return (
    <div className="border-t border-separator px-3 py-2 text-xs">
      <p id={id} className="flex items-start gap-1.5 text-muted">
        <Ban aria-hidden className="mt-1 size-3 shrink-0" />
        <span>
          <span className="sr-only">{isOff ? "Not available: " : "Cannot be removed: "}</span>
          {violation.reason}
        </span>
      </p>
      <button
        type="button"
        onClick={() => onFix(violation)}
        className="mt-1 flex min-h-6 cursor-pointer items-center gap-1.5 rounded-sm text-left font-medium text-accent-text hover:underline pointer-coarse:min-h-11"
      >
        <Wand2 aria-hidden className="size-3 shrink-0" />
        {fixLabel(violation.fix.label)}
      </button>
    </div>
  );
}

/** The label without the flags it names for the command line. */
function fixLabel(label: string): string {
  return label.replace(/\s*\([^)]*\)\s*$/, "");
}
