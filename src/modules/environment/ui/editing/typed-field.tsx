"use client";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { cn } from "@/ui/cn";
import type { VariableType } from "../../schema";
import { Choice } from "../variables/choice";

interface TypedFieldProps {
  name: string;
  type: VariableType;
  options: readonly string[] | null;
  placeholder: string | undefined;
  value: string;
  onValueChange(value: string): void;
  isInvalid: boolean;
  helpId: string;
  /** Enter in a value of one line, Ctrl or Cmd with Enter in one of several. */
  onConfirm(): void;
  isFocused: boolean;
}

const pairs = [
  ["true", "false"],
  ["1", "0"],
  ["yes", "no"],
  ["on", "off"],
] as const;

const modes: Partial<Record<VariableType, "numeric" | "decimal" | "url" | "email">> = {
  port: "numeric",
  number: "decimal",
  url: "url",
  email: "email",
};

/** The field a value is typed into, by the type of the variable. */
export function TypedField(props: TypedFieldProps) {
  const { type, options, value, name, onValueChange } = props;
  const isKnown = value === "" || pairs.flat().some((word) => word === value);
  if (type === "boolean" && isKnown) return <BooleanField {...props} />;
  if (type === "enum" && options && (value === "" || options.includes(value))) {
    const listed = [{ value: "", label: "Choose one" }, ...options.map((option) => ({ value: option, label: option }))];
    return <Choice label={`Value of ${name}`} isLabelHidden options={listed} value={value} onChange={onValueChange} />;
  }
  return <TextField {...props} />;
}

function BooleanField({ name, value, onValueChange, isFocused, onConfirm }: TypedFieldProps) {
  const [on, off] = pairs.find((pair) => pair.some((word) => word === value)) ?? pairs[0];
  const isOn = value === on;
  const ref = useFocus<HTMLInputElement>(isFocused);
  return (
    <label className="flex min-h-9 cursor-pointer items-center gap-3 text-xs pointer-coarse:min-h-11">
      <input
        ref={ref}
        type="checkbox"
        role="switch"
        aria-label={`Value of ${name}`}
        checked={isOn}
        aria-checked={isOn}
        onChange={() => onValueChange(isOn ? off : on)}
        onKeyDown={(event) => confirmOnEnter(event, true, onConfirm)}
        className="relative h-5 w-9 shrink-0 cursor-pointer appearance-none rounded-full border border-field-border bg-surface-tertiary transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:bg-muted before:transition-transform checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-accent-foreground"
      />
      <code>{value === "" ? "not set" : value}</code>
    </label>
  );
}

function TextField(props: TypedFieldProps) {
  const { name, type, value, onValueChange, placeholder, isInvalid, helpId, onConfirm, isFocused } = props;
  const id = useId();
  const ref = useFocus<HTMLTextAreaElement>(isFocused);
  const hasLines = type === "json" || type === "multiline" || value.includes("\n");
  const lines = Math.min(14, Math.max(hasLines ? 4 : 1, value.split("\n").length));
  return (
    <>
      <label htmlFor={id} className="sr-only">
        Value of {name || "the new variable"}
      </label>
      <textarea
        id={id}
        ref={ref}
        rows={lines}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        data-1p-ignore
        data-lpignore="true"
        inputMode={modes[type]}
        aria-invalid={isInvalid}
        aria-describedby={helpId}
        onChange={(event) => onValueChange(event.target.value.replace(/\r\n?/g, "\n"))}
        onKeyDown={(event) => confirmOnEnter(event, !hasLines, onConfirm)}
        className={cn(
          "block max-h-80 min-h-9 w-full resize-none overflow-y-auto rounded-lg border bg-field-background px-2.5 py-2 font-mono text-xs leading-5 break-all field-sizing-content placeholder:text-field-placeholder pointer-coarse:min-h-11",
          isInvalid ? "border-danger" : "border-field-border",
        )}
      />
    </>
  );
}

/** Shift and Alt with Enter make a new line; so does Enter alone in a value of several lines. */
function confirmOnEnter(event: KeyboardEvent, isOneLine: boolean, onConfirm: () => void): void {
  if (event.key !== "Enter" || event.nativeEvent.isComposing || event.shiftKey) return;
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.altKey || !(isOneLine || isCommand)) return;
  event.preventDefault();
  onConfirm();
}

function useFocus<T extends HTMLInputElement | HTMLTextAreaElement>(isFocused: boolean) {
  const ref = useRef<T>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the field appears
  useEffect(() => {
    if (!isFocused || !ref.current) return;
    ref.current.focus({ preventScroll: true });
    if (ref.current instanceof HTMLTextAreaElement) ref.current.setSelectionRange(0, ref.current.value.length);
  }, []);
  return ref;
}
