"use client";
import { PencilLine, Sparkles } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { Button } from "@/ui/button";
import type { CheckStatus, VariableCheck } from "../schema";
import { CheckStatusLabel } from "./check-status";
import { ValueInput } from "./value-input";

interface VariableRowProps {
  spec: VariableSpec;
  check: VariableCheck;
  value: string;
  onValueChange(value: string): void;
  /** Berth supplies the value, so the field opens only for one's own. */
  isFilled: boolean;
  /** Makes a value; only for secrets of the app itself. */
  onGenerate?: (() => void) | undefined;
  /** Takes the value out, where the app can do without it. */
  onSkip?: (() => void) | undefined;
}

/** One variable: what it is for, its value and whether that can be right. */
export function VariableRow(props: VariableRowProps) {
  const [isOpened, setOpened] = useState(false);
  if (props.isFilled && props.value === "" && !isOpened) return <FilledRow {...props} onOpen={() => setOpened(true)} />;
  return <EntryRow {...props} isJustOpened={isOpened} onClose={() => setOpened(false)} />;
}

function FilledRow({ spec, check, onGenerate, onOpen }: VariableRowProps & { onOpen(): void }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <span className="flex flex-wrap items-center gap-x-3">
          <span className="break-all font-mono text-xs font-medium">{spec.key}</span>
          <CheckStatusLabel status={check.status} isRequired={check.required} />
        </span>
        <p className="mt-0.5 text-xs wrap-anywhere text-muted">
          {spec.description} {check.message}
        </p>
      </div>
      <div className="flex shrink-0 gap-1">
        {onGenerate ? <GenerateButton name={spec.key} onPress={onGenerate} /> : null}
        <Button size="sm" variant="ghost" onPress={onOpen} aria-label={`Set my own ${spec.key}`}>
          <PencilLine aria-hidden />
          Set my own
        </Button>
      </div>
    </li>
  );
}

function EntryRow(props: VariableRowProps & { isJustOpened: boolean; onClose(): void }) {
  const { spec, check, value, onValueChange, isFilled, onGenerate, onSkip, isJustOpened, onClose } = props;
  const [isTyping, setTyping] = useState(false);
  const status = isTyping && check.status === "error" ? "missing" : check.status;
  const isQuiet = isTyping || status === "error" || check.message === "Set.";
  return (
    <li
      className="px-4 py-4"
      onBlur={(event) => {
        if (value === "" && !event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      <ValueInput
        name={spec.key}
        label={<RowLabel name={spec.key} status={status} isRequired={check.required} />}
        value={value}
        onValueChange={onValueChange}
        isSecret={spec.sensitive}
        isRequired={check.status === "missing"}
        autoFocus={isJustOpened}
        placeholder={spec.example}
        // A value is judged once it is entered, not at its first letter.
        onFocus={() => setTyping(value === "")}
        onBlur={() => setTyping(false)}
        error={status === "error" ? check.message : undefined}
        description={
          <span className="block wrap-anywhere">
            {spec.description}
            {isQuiet ? null : <span className="mt-0.5 block">{check.message}</span>}
          </span>
        }
        actions={rowActions([
          onGenerate && <GenerateButton key="generate" name={spec.key} onPress={onGenerate} />,
          isFilled && value !== "" && (
            <RowButton key="clear" label={`Clear ${spec.key}: Berth supplies it`} onPress={() => onValueChange("")}>
              Clear
            </RowButton>
          ),
          onSkip && value !== "" && (
            <RowButton key="skip" label={`Skip ${spec.key}: ${spec.feature} is then off`} onPress={onSkip}>
              Skip
            </RowButton>
          ),
        ])}
      />
    </li>
  );
}

function rowActions(buttons: readonly ReactNode[]): ReactNode {
  const shown = buttons.filter(Boolean);
  return shown.length > 0 ? shown : undefined;
}

function RowLabel({ name, status, isRequired }: { name: string; status: CheckStatus; isRequired: boolean }) {
  return (
    <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
      <span className="min-w-0 break-all font-mono text-xs font-medium">
        {name}
        {isRequired && status !== "skipped" ? (
          <span className="text-danger-text" title="Required">
            {" *"}
          </span>
        ) : null}
      </span>
      <CheckStatusLabel status={status} isRequired={isRequired} />
    </span>
  );
}

function GenerateButton({ name, onPress }: { name: string; onPress(): void }) {
  return (
    <Button size="sm" onPress={onPress} aria-label={`Generate ${name}`}>
      <Sparkles aria-hidden />
      Generate
    </Button>
  );
}

function RowButton({ label, onPress, children }: { label: string; onPress(): void; children: ReactNode }) {
  return (
    <Button size="sm" variant="ghost" onPress={onPress} aria-label={label}>
      {children}
    </Button>
  );
}
