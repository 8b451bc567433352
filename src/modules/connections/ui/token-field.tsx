import { Field } from "@/ui/field";

interface TokenFieldProps {
  label: string;
  value: string;
  onValueChange(value: string): void;
  error: string | undefined;
  /** False where something else on the page comes first. */
  isFirst?: boolean;
}

/** Where a token is pasted; hidden, and kept out of password managers. */
export function TokenField({ label, value, onValueChange, error, isFirst = true }: TokenFieldProps) {
  return (
    <Field
      autoFocus={isFirst}
      label={label}
      name="platform-token"
      type="password"
      autoComplete="new-password"
      data-1p-ignore
      data-lpignore="true"
      value={value}
      onValueChange={onValueChange}
      error={error}
      inputClassName="font-mono text-xs"
    />
  );
}
