"use client";
import { Info, Undo2 } from "lucide-react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import type { CatalogGroup } from "../options";
import type { ConfigField, OptionState } from "../rules";
import type { RuleViolation, ScaffoldConfig } from "../schema";
import { OptionCard } from "./option-card";

export interface ImpliedChange {
  /** What else changed with a choice, and why. */
  sentences: string[];
  before: ScaffoldConfig;
}

interface StackStepProps {
  config: ScaffoldConfig;
  nameError: string | undefined;
  groups: readonly CatalogGroup[];
  states: Record<ConfigField, OptionState[]>;
  implied: ImpliedChange | undefined;
  onName(name: string): void;
  onChoose(field: ConfigField, value: string): void;
  onFix(violation: RuleViolation): void;
  onUndo(): void;
}

/** The choices, grouped as cards. */
export function StackStep(props: StackStepProps) {
  const { config, nameError, groups, states, implied, onName, onChoose, onFix, onUndo } = props;
  const shown = groups.filter(({ field }) => field !== "aiProvider" || config.aiTemplate !== "none");
  return (
    <div className="space-y-7">
      <Field
        label="Name"
        description="Becomes the folder, the package and the address of the app."
        value={config.name}
        onValueChange={onName}
        error={nameError}
        maxLength={100}
        className="max-w-sm"
        inputClassName="font-mono"
        autoCapitalize="none"
      />
      <div role="status" aria-live="polite">
        {implied ? <ImpliedNote implied={implied} onUndo={onUndo} /> : null}
      </div>
      {shown.map((group) => (
        <fieldset key={group.field}>
          <legend className="mb-2.5 flex flex-wrap items-baseline gap-x-2">
            <span className="text-sm font-medium">{group.label}</span>
            <span className="text-xs text-muted">{group.description}</span>
          </legend>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] gap-2.5">
            {group.options.map((option) => (
              <OptionCard
                key={option.value}
                group={group}
                option={option}
                state={states[group.field].find(({ value }) => value === option.value)}
                onChoose={(value) => onChoose(group.field, value)}
                onFix={onFix}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

function ImpliedNote({ implied, onUndo }: { implied: ImpliedChange; onUndo(): void }) {
  return (
    <div className="flex items-start gap-3 rounded-lg border border-info/35 bg-info/8 px-3 py-2 text-xs">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
      <div className="min-w-0 flex-1 space-y-0.5 py-0.5">
        {implied.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Button size="sm" variant="ghost" className="-my-1" onPress={onUndo}>
        <Undo2 aria-hidden />
        Undo
      </Button>
    </div>
  );
}
