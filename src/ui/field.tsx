"use client";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { TextField } from "@heroui/react/textfield";
import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

interface FieldProps extends Omit<ComponentProps<typeof Input>, "value" | "onChange" | "className"> {
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

/** One labelled line of text, with its help and its error. */
export function Field(props: FieldProps) {
  const { label, value, onValueChange, description, error, isRequired, isDisabled, end, className, isLabelHidden } =
    props;
  const { inputClassName, ...input } = inputProps(props);
  const helpId = useId();
  const hasHelp = error !== undefined || description !== undefined;
  return (
    <TextField
      className={cn("flex w-full flex-col gap-1.5", className)}
      value={value}
      onChange={onValueChange}
      isInvalid={error !== undefined}
      isRequired={isRequired}
      isDisabled={isDisabled}
      validationBehavior="aria"
      aria-describedby={hasHelp ? helpId : undefined}
    >
      <Label className={isLabelHidden ? "sr-only" : "text-xs font-medium text-foreground"}>{label}</Label>
      <div className="relative flex items-center gap-2">
        <Input
          fullWidth
          autoComplete="off"
          spellCheck={false}
          {...input}
          className={cn("h-9 min-w-0 flex-1 pointer-coarse:h-11", inputClassName)}
        />
        {end}
      </div>
      {hasHelp ? <FieldHelp id={helpId} description={description} error={error} /> : null}
    </TextField>
  );
}

/** The line under a field: its error if there is one, else its help. */
export function FieldHelp({ id, description, error }: { id?: string; description?: ReactNode; error?: string }) {
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

function inputProps(props: FieldProps) {
  const { label, value, onValueChange, description, error, isRequired, isDisabled, end, ...rest } = props;
  const { className, isLabelHidden, ...input } = rest;
  return input;
}
