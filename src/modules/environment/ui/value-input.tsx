"use client";
import { TextArea } from "@heroui/react/textarea";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";

interface ValueInputProps
  extends Pick<ComponentProps<typeof Field>, "id" | "placeholder" | "onFocus" | "onBlur" | "autoFocus"> {
  /** The name of the variable. */
  name: string;
  label: ReactNode;
  value: string;
  onValueChange(value: string): void;
  isSecret: boolean;
  isRequired?: boolean;
  description?: ReactNode;
  /** Shown above the description. */
  error?: string;
  /** Further buttons at the end of the field. */
  actions?: ReactNode;
}

/** The value of a variable: hidden while it is a secret, several lines when it has them. */
export function ValueInput(props: ValueInputProps) {
  const { name, value, onValueChange, isSecret, isRequired, description, error, actions, ...field } = props;
  const [isShown, setShown] = useState(false);
  const isHidden = isSecret && !isShown;
  const hasLines = value.includes("\n");
  const toggle = isSecret ? (
    <Button
      size="sm"
      variant="ghost"
      isIconOnly
      aria-label={isShown ? `Hide ${name}` : `Show ${name}`}
      aria-pressed={isShown}
      onPress={() => setShown(!isShown)}
    >
      {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
    </Button>
  ) : null;
  return (
    <div className="space-y-1.5">
      <Field
        {...field}
        aria-required={isRequired}
        error={error}
        description={error === undefined ? description : undefined}
        // A one-line field drops line breaks, so a value with lines is only shown here and edited below.
        value={hasLines ? value.replace(/\n/g, " ") : value}
        onValueChange={onValueChange}
        readOnly={hasLines}
        type={isHidden ? "password" : "text"}
        autoComplete="new-password"
        data-1p-ignore
        data-lpignore="true"
        inputClassName="font-mono text-xs"
        onPaste={(event) => {
          const text = event.clipboardData.getData("text").replace(/\r\n?/g, "\n").trim();
          if (!text.includes("\n")) return;
          event.preventDefault();
          onValueChange(text);
        }}
        end={
          toggle || actions ? (
            <span className="flex shrink-0 items-center gap-1">
              {toggle}
              {actions}
            </span>
          ) : undefined
        }
      />
      {error !== undefined && description ? <div className="text-xs text-muted">{description}</div> : null}
      {hasLines && !isHidden ? (
        <TextArea
          fullWidth
          aria-label={`${name}, all lines`}
          className="font-mono text-xs"
          rows={Math.min(12, value.split("\n").length + 1)}
          spellCheck={false}
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
        />
      ) : null}
    </div>
  );
}
