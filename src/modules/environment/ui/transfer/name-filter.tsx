interface NameFilterProps {
  value: string;
  onChange(value: string): void;
}

/** How many names a list has to have before it is worth a filter. */
export const filterFrom = 12;

/** Narrows a list of variables to the names that hold what is typed. */
export function NameFilter({ value, onChange }: NameFilterProps) {
  return (
    <input
      type="search"
      aria-label="Filter by name"
      placeholder="Filter by name"
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className="h-9 w-full rounded-lg border border-field-border bg-surface px-3 text-sm placeholder:text-field-placeholder pointer-coarse:h-11"
    />
  );
}
