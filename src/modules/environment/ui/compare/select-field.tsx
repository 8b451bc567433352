import { type ReactNode, useId } from "react";
import { cn } from "@/ui/cn";

interface SelectFieldProps {
  label: string;
  value: string;
  onValueChange(value: string): void;
  options: readonly { value: string; label: string }[];
  description?: ReactNode;
  error?: string | undefined;
  className?: string;
}

/** One of many, with its label and its help. */
export function SelectField({ label, value, onValueChange, options, description, error, className }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <label htmlFor={id} className="text-xs font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        aria-invalid={error !== undefined}
        aria-describedby={error !== undefined || description ? `${id}-help` : undefined}
        className="h-9 w-full min-w-0 rounded-lg border border-border bg-surface px-2 text-sm pointer-coarse:h-11"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {error !== undefined || description ? (
        <p id={`${id}-help`} className={cn("text-xs", error === undefined ? "text-muted" : "text-danger-text")}>
          {error ?? description}
        </p>
      ) : null}
    </div>
  );
}
