import { cn } from "@/ui/cn";

interface ChoiceProps<T extends string> {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange(value: T): void;
  isLabelHidden?: boolean;
  /** The label stands before the list instead of above it. */
  isInline?: boolean;
  className?: string;
}

/** One of a list, as the system shows lists: it works by keyboard, by voice and with a thumb. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, options, value, onChange, isLabelHidden, isInline, className } = props;
  return (
    <label
      className={cn(
        "flex min-w-0 text-xs font-medium",
        isInline ? "items-center gap-2.5" : "flex-col gap-1.5",
        className,
      )}
    >
      <span className={isLabelHidden ? "sr-only" : undefined}>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className="h-9 w-full min-w-0 rounded-lg border border-border bg-surface px-2 text-sm font-normal pointer-coarse:h-11"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
