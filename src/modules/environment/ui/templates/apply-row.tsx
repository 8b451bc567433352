"use client";
import { Check, CircleAlert, CircleMinus, CirclePlus, type LucideIcon, PencilLine, Sparkles } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { Status, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { checkValue } from "../drafts/draft-checks";
import { ValueInput } from "../value-input";
import { type Answer, type ApplyRow, type Effect, effectOf, givenOf } from "./apply-model";

interface ApplyRowItemProps {
  row: ApplyRow;
  answer: Answer | undefined;
  onAnswer(answer: Answer | undefined): void;
  isMissing: boolean;
  environment: string;
}

const effects: Record<Effect, { tone: Tone; icon: LucideIcon; label: string }> = {
  needed: { tone: "warning", icon: CircleAlert, label: "Needed" },
  kept: { tone: "neutral", icon: Check, label: "Set already, kept" },
  replaced: { tone: "warning", icon: PencilLine, label: "Replaced" },
  set: { tone: "success", icon: CirclePlus, label: "Set" },
  made: { tone: "accent", icon: Sparkles, label: "Berth makes it" },
  "left-out": { tone: "neutral", icon: CircleMinus, label: "Left out" },
};

const openers: Readonly<Record<ApplyRow["kind"], string>> = {
  asked: "Enter",
  kept: "Replace",
  made: "Enter own",
  brought: "Change",
  offered: "Set",
};

/** The field of a variable, to bring the focus to. */
export function inputIdOf(key: string): string {
  return `apply-${key}`;
}

/** One variable of a template: what happens to it, and the field where a value is asked for or wanted. */
export function ApplyRowItem({ row, answer, onAnswer, isMissing, environment }: ApplyRowItemProps) {
  const { variable, kind, inheritedFrom } = row;
  const { key, description, value } = variable;
  const isOpen = kind === "asked" || answer !== undefined;
  const effect = effectOf(row, answer ? new Map([[key, answer]]) : none);
  return (
    <li className="space-y-2 px-3 py-2.5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <span className="font-mono text-xs font-medium wrap-anywhere">{key}</span>
          {description === "" ? null : <p className="text-xs text-muted wrap-anywhere">{description}</p>}
          {kind === "brought" && !isOpen ? (
            <p className="text-xs text-muted wrap-anywhere">
              {value === "" ? "To empty text" : <code className="text-foreground">{value}</code>}
            </p>
          ) : null}
        </div>
        <span className="flex min-h-8 shrink-0 items-center gap-3">
          <Status
            {...effects[effect]}
            label={inheritedFrom && effect === "kept" ? `Kept from ${inheritedFrom}` : effects[effect].label}
          />
          {kind === "asked" ? null : (
            <Button
              size="sm"
              variant="ghost"
              aria-label={isOpen ? `Enter no value for ${key}` : `${openers[kind]} ${key}`}
              onPress={() => onAnswer(isOpen ? undefined : { text: value ?? "", isEmptyMeant: false })}
            >
              {isOpen ? "Undo" : openers[kind]}
            </Button>
          )}
        </span>
      </div>
      {isOpen ? (
        <AnswerField
          row={row}
          answer={answer ?? blank}
          onAnswer={onAnswer}
          isMissing={isMissing}
          environment={environment}
        />
      ) : null}
    </li>
  );
}

const none = new Map<string, Answer>();
const blank: Answer = { text: "", isEmptyMeant: false };

interface AnswerFieldProps extends Omit<ApplyRowItemProps, "answer"> {
  answer: Answer;
}

function AnswerField({ row: { variable, kind }, answer, onAnswer, isMissing, environment }: AnswerFieldProps) {
  const { key, example, options, visibility } = variable;
  const given = givenOf(answer);
  const finding = useMemo(
    () => (given ? checkValue({ key, value: given, isReference: false, metadata: variable, environment }) : undefined),
    [given, key, variable, environment],
  );
  const isWrong = isMissing || finding?.level === "refused";
  const help = isMissing ? "Give a value, or set it to empty text." : finding?.message;
  const label = <span className="sr-only">Value of {key}</span>;
  return (
    <div className="space-y-1.5">
      {options ? (
        <OptionChoice
          id={inputIdOf(key)}
          name={key}
          options={options}
          answer={answer}
          onAnswer={onAnswer}
          help={help}
        />
      ) : (
        <ValueInput
          id={inputIdOf(key)}
          name={key}
          label={label}
          value={answer.text}
          onValueChange={(text) => onAnswer({ ...answer, text })}
          isSecret={visibility !== "plain"}
          isRequired={kind === "asked"}
          autoFocus={kind !== "asked"}
          placeholder={answer.isEmptyMeant ? "Empty text" : (example ?? "")}
          {...(isWrong && help !== undefined ? { error: help } : { description: help })}
        />
      )}
      {answer.text === "" ? (
        <label className="flex min-h-8 w-fit items-center gap-2 text-xs text-muted pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={answer.isEmptyMeant}
            onChange={({ target }) => onAnswer({ text: "", isEmptyMeant: target.checked })}
          />
          <span>
            Set to empty text<span className="sr-only">: {key}</span>
          </span>
        </label>
      ) : null}
    </div>
  );
}

interface OptionChoiceProps {
  id: string;
  name: string;
  options: readonly string[];
  answer: Answer;
  onAnswer(answer: Answer): void;
  help: ReactNode;
}

function OptionChoice({ id, name, options, answer, onAnswer, help }: OptionChoiceProps) {
  return (
    <>
      <select
        id={id}
        aria-label={`Value of ${name}`}
        value={answer.text}
        onChange={({ target }) => onAnswer({ ...answer, text: target.value })}
        className="h-9 w-full rounded-lg border border-field-border bg-surface px-2 text-sm pointer-coarse:h-11"
      >
        <option value="">Choose a value</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
      {help ? <p className="text-xs text-danger-text">{help}</p> : null}
    </>
  );
}
