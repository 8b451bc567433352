"use client";
import { inputVariants } from "@heroui/styles";
import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

interface FieldProps
  extends Omit<ComponentProps<"input">, "value" | "onChange" | "className" | "required" | "disabled"> {
  label: ReactNode;
  value: string;
  onValueChange(value: string): void;
  description?: ReactNode;
  /** What is wrong and what to enter instead; shown beside the field and read with it. */
  error?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  /** Shown at the end of the field, such as a reveal or copy button. */
  end?: ReactNode;
  className?: string;
  inputClassName?: string;
  isLabelHidden?: boolean;
}

/**
 * One labelled line of text, with its help and its error. The input is the browser's own in the kit's clothes:
 * the kit's field costs a first page 45 kB for what a label and three attributes do.
 */
export function Field(props: FieldProps) {
  const { label, value, onValueChange, description, error, isRequired, isDisabled, end, className, ...rest } = props;
  const { inputClassName, isLabelHidden, id, ...input } = rest;
  const ownId = useId();
  const inputId = id ?? ownId;
  const hasHelp = error !== undefined || description !== undefined;
  return (
    <div className={cn("flex w-full flex-col gap-1.5", className)}>
      <label htmlFor={inputId} className={isLabelHidden ? "sr-only" : "text-xs font-medium"}>
        {label}
      </label>
      <div className="relative flex items-center gap-2">
        <input
          autoComplete="off"
          spellCheck={false}
          {...input}
          id={inputId}
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
          aria-required={isRequired}
          disabled={isDisabled}
          aria-invalid={error !== undefined}
          data-invalid={error !== undefined}
          aria-describedby={hasHelp ? `${inputId}-help` : undefined}
          className={inputVariants({
            fullWidth: true,
            className: cn("h-9 min-w-0 flex-1 pointer-coarse:h-11", inputClassName),
          })}
        />
        {end}
      </div>
      {hasHelp ? <FieldHelp id={`${inputId}-help`} description={description} error={error} /> : null}
    </div>
  );
}

/** The line under a field: its error if there is one, else its help. */
function FieldHelp({ id, description, error }: { id?: string; description?: ReactNode; error?: string }) {
  if (error === undefined) {
    return (
      <p id={id} className="text-xs text-muted">
        {description}
      </p>
    );
  }
  return (
    <p id={id} className="flex items-start gap-1.5 text-xs text-danger-text">
      <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>{error}</span>
    </p>
  );
}
