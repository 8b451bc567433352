"use client";
import { Info, Undo2 } from "lucide-react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import type { CatalogGroup } from "../options";
import type { ConfigField, OptionState } from "../rules";
import type { RuleViolation, ScaffoldConfig } from "../schema";
import { OptionGroup } from "./option-group";
import { ProofNote } from "./proof-note";
import { StackSummary } from "./stack-summary";

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
  const shown = groups.filter(({ field }) => isAsked(field, config));
  return (
    <div className="space-y-5">
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
      <StackSummary config={config} groups={groups.filter(({ field }) => !followUps.includes(field))} />
      <div className="-my-2">
        <ProofNote config={config} />
      </div>
      {shown.map((group) => (
        <OptionGroup key={group.field} group={group} states={states[group.field]} onChoose={onChoose} onFix={onFix} />
      ))}
      <div role="status" aria-live="polite" className="sticky bottom-28 z-10 bar:bottom-0">
        {implied ? <ImpliedNote implied={implied} onUndo={onUndo} /> : null}
      </div>
    </div>
  );
}

const followUps: readonly ConfigField[] = ["authProviders", "aiProvider"];

/** A question that follows from another one is asked only once that one is answered. */
function isAsked(field: ConfigField, config: ScaffoldConfig): boolean {
  if (field === "aiProvider") return config.aiTemplate !== "none";
  return field !== "authProviders" || config.auth !== "none";
}

/** Stays in sight wherever the choice was made, and moves nothing. */
function ImpliedNote({ implied, onUndo }: { implied: ImpliedChange; onUndo(): void }) {
  return (
    <div className="rounded-lg bg-background shadow-(--overlay-shadow)">
      <div className="flex items-start gap-3 rounded-lg border border-info/35 bg-info/8 px-3 py-2 text-xs">
        <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
        <div className="max-h-32 min-w-0 flex-1 space-y-0.5 overflow-y-auto py-0.5">
          {implied.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
        <Button size="sm" variant="ghost" className="-my-1" onPress={onUndo}>
          <Undo2 aria-hidden />
          Undo
        </Button>
      </div>
    </div>
  );
}
