"use client";
import { Sparkles } from "lucide-react";
import { useState } from "react";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { Button } from "@/ui/button";
import type { VariableCheck } from "../schema";
import { CheckStatusLabel } from "./check-status";
import { ValueInput } from "./value-input";

interface VariableRowProps {
  spec: VariableSpec;
  check: VariableCheck;
  value: string;
  onValueChange(value: string): void;
  /** Makes a value; only for secrets of the app itself. */
  onGenerate?(): void;
  /** Takes the value out, where the app can do without it. */
  onSkip?(): void;
}

/** One variable: what it is for, its value and whether that can be right. */
export function VariableRow({ spec, check, value, onValueChange, onGenerate, onSkip }: VariableRowProps) {
  const [isTyping, setTyping] = useState(false);
  const hasError = check.status === "error" && !isTyping;
  const isQuiet = check.status === "ok" && check.message === "Set.";
  return (
    <li className="px-4 py-4">
      <ValueInput
        name={spec.key}
        label={
          <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <span className="min-w-0 break-all font-mono text-xs font-medium">{spec.key}</span>
            <CheckStatusLabel
              status={isTyping && check.status === "error" ? "missing" : check.status}
              isRequired={check.required}
            />
          </span>
        }
        value={value}
        onValueChange={onValueChange}
        isSecret={spec.sensitive}
        isRequired={spec.required && check.status === "missing"}
        placeholder={spec.example}
        // A value is judged once it is entered, not at its first letter.
        onFocus={() => setTyping(value === "")}
        onBlur={() => setTyping(false)}
        error={hasError ? check.message : undefined}
        description={
          <>
            {spec.description}
            {isQuiet || isTyping ? null : <span className="mt-0.5 block">{check.message}</span>}
          </>
        }
        actions={
          <>
            {onGenerate ? (
              <Button size="sm" onPress={onGenerate} aria-label={`Generate ${spec.key}`}>
                <Sparkles aria-hidden />
                Generate
              </Button>
            ) : null}
            {onSkip && value !== "" ? (
              <Button
                size="sm"
                variant="ghost"
                onPress={onSkip}
                aria-label={`Skip ${spec.key}: ${spec.feature} is then off`}
              >
                Skip
              </Button>
            ) : null}
          </>
        }
      />
    </li>
  );
}
