"use client";
import { Ban, Check, Wand2 } from "lucide-react";
import { useId } from "react";
import { cn } from "@/ui/cn";
import type { CatalogGroup, CatalogOption } from "../options";
import type { OptionState } from "../rules";
import type { RuleViolation } from "../schema";
import { AccessLine } from "./access-line";
import type { OptionAccess } from "./option-access";
import { OptionIcon } from "./option-icon";

interface OptionCardProps {
  group: CatalogGroup;
  option: CatalogOption;
  state: OptionState | undefined;
  /** Undefined where the whole group says it. */
  access: OptionAccess | undefined;
  onChoose(value: string): void;
  onFix(violation: RuleViolation): void;
}

/** One choice: what it is, what it adds, what it needs; or why it cannot be chosen and what enables it. */
export function OptionCard({ group, option, state, access, onChoose, onFix }: OptionCardProps) {
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
        isOff ? "border-dashed bg-transparent" : !isSelected && "hover:border-field-border hover:bg-surface-secondary",
      )}
    >
      <label className={cn("block flex-1 px-2.5 py-2", disabled ? "cursor-default pb-0.5" : "cursor-pointer")}>
        <input
          type={group.multiple ? "checkbox" : "radio"}
          name={group.field}
          value={option.value}
          checked={isSelected}
          disabled={disabled !== undefined}
          aria-describedby={disabled ? reasonId : undefined}
          onChange={() => onChoose(option.value)}
          className="absolute size-px scroll-my-32 opacity-0"
        />
        <span className={cn("flex items-start gap-2 text-sm font-medium", isOff && "text-muted")}>
          <OptionIcon
            name={option.icon}
            className={cn("mt-0.5 size-4 shrink-0", isSelected ? "text-accent-text" : "text-muted")}
          />
          {option.label}
        </span>
        {isOff ? null : (
          <>
            <span className="mt-0.5 block text-xs text-pretty text-muted">{option.description}</span>
            {access ? <AccessLine access={access} className="mt-0.5" /> : null}
          </>
        )}
      </label>
      {isSelected ? (
        <span className="pointer-events-none absolute -top-1.5 -right-1.5 flex size-4.5 items-center justify-center rounded-full bg-accent text-accent-foreground">
          <Check aria-hidden className="size-3" strokeWidth={3} />
        </span>
      ) : null}
      {disabled ? (
        <Reason id={reasonId} violation={disabled} isOff={isOff} onFix={onFix} className="px-2.5 pb-1.5" />
      ) : null}
    </div>
  );
}

interface ReasonProps {
  id?: string;
  violation: RuleViolation;
  isOff: boolean;
  onFix(violation: RuleViolation): void;
  className?: string;
}

/** Why something cannot be chosen, or removed, with the change that makes it possible. */
export function Reason({ id, violation, isOff, onFix, className }: ReasonProps) {
  const ownId = useId();
  const reasonId = id ?? ownId;
  return (
    <div className={cn("text-xs", className)}>
      <p id={reasonId} className="flex items-start gap-1.5 text-pretty text-muted">
        <Ban aria-hidden className="mt-1 size-3 shrink-0" />
        <span>
          <span className="sr-only">{isOff ? "Not available: " : "Cannot be removed: "}</span>
          {violation.reason}
        </span>
      </p>
      <button
        type="button"
        aria-describedby={reasonId}
        onClick={() => onFix(violation)}
        className="mt-0.5 flex min-h-6 cursor-pointer items-start gap-1.5 rounded-sm text-left font-medium text-accent-text hover:underline pointer-coarse:min-h-11 pointer-coarse:items-center"
      >
        <Wand2 aria-hidden className="mt-1 size-3 shrink-0 pointer-coarse:mt-0" />
        {fixLabel(violation.fix.label)}
      </button>
    </div>
  );
}

/** The label without the flags it names for the command line. */
function fixLabel(label: string): string {
  return label.replace(/\s*\([^)]*\)\s*$/, "");
}
