"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { plural } from "@/ui/format";
import { useTRPC } from "@/ui/trpc";
import type { SavedVariables, VariableSummary } from "../../schema";
import type { ListedTemplate } from "../../templates/schema";
import { type EnvironmentPlace, refOf } from "../place";
import { type SaveProblem, saveProblemOf } from "../transfer/conflict";
import { DiscardDialog } from "../transfer/discard-dialog";
import { SaveProblemNote } from "../transfer/save-problem-note";
import { type Answer, type Answers, type ApplyRow, applyRows, missingKeys, valuesToSend } from "./apply-model";
import { ApplyResult } from "./apply-result";
import { ApplyRowItem, inputIdOf } from "./apply-row";

interface ApplyDialogProps {
  place: EnvironmentPlace;
  template: ListedTemplate;
  variables: readonly VariableSummary[];
  snapshotId: string | null;
  /** Reads again what is set. */
  onLookAgain(): Promise<unknown>;
  onClose(): void;
}

/** Asks for what a template needs, shows what it does to each variable, and sets all of it or nothing. */
export function ApplyDialog({ place, template, variables, snapshotId, onLookAgain, onClose }: ApplyDialogProps) {
  const [answers, setAnswers] = useState<Answers>(new Map());
  const [isChecked, setChecked] = useState(false);
  const [saved, setSaved] = useState<SavedVariables>();
  const [isLeaving, setLeaving] = useState(false);
  // What was there before stays in the rows when the answer to a save makes the page read again.
  const before = useRef(variables);
  if (!saved) before.current = variables;
  const rows = useMemo(() => applyRows(template.variables, variables), [template, variables]);
  const { apply, isPending, problem } = useApply(place, template.id, snapshotId);
  const missing = missingKeys(rows, answers);
  const close = () => (Object.keys(valuesToSend(rows, answers)).length > 0 ? setLeaving(true) : onClose());
  const submit = async () => {
    setChecked(true);
    const [first] = missing;
    if (first !== undefined) document.getElementById(inputIdOf(first))?.focus();
    else setSaved(await apply(valuesToSend(rows, answers)));
  };
  if (saved) {
    const held = new Set(before.current.map(({ key }) => key));
    const touched = new Set([...saved.added, ...saved.changed]);
    const kept = template.variables.map(({ key }) => key).filter((key) => held.has(key) && !touched.has(key));
    return <ApplyResult place={place} name={template.name} saved={saved} kept={kept} onClose={onClose} />;
  }
  const footer = (
    <>
      <Button onPress={close}>Cancel</Button>
      <Button variant="primary" isPending={isPending} onPress={() => void submit()}>
        Apply
      </Button>
    </>
  );
  return (
    <Dialog title={`Apply ${template.name} to ${place.environment}`} isOpen onClose={close} footer={footer} size="wide">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="mb-2 text-xs text-muted">{template.description} All of it is set in one save, or nothing is.</p>
        <ApplyRows
          rows={rows}
          answers={answers}
          onAnswers={setAnswers}
          missing={isChecked ? missing : nothing}
          environment={place.environment}
        />
        <SaveProblemNote problem={problem} onLookAgain={onLookAgain} isPending={false} action="Look again" />
        <button type="submit" hidden />
      </form>
      <DiscardDialog
        isOpen={isLeaving}
        title="Close without applying"
        onKeep={() => setLeaving(false)}
        onDiscard={onClose}
      >
        The values you entered were not saved yet and are not kept.
      </DiscardDialog>
    </Dialog>
  );
}

interface ApplyRowsProps {
  rows: readonly ApplyRow[];
  answers: Answers;
  onAnswers(answers: Answers): void;
  /** What is to be pointed out as still needed. */
  missing: readonly string[];
  environment: string;
}

const nothing: readonly string[] = [];

function ApplyRows({ rows, answers, onAnswers, missing, environment }: ApplyRowsProps) {
  const answer = (key: string, next: Answer | undefined) => {
    const after = new Map(answers);
    if (next) after.set(key, next);
    else after.delete(key);
    onAnswers(after);
  };
  return (
    <>
      <ul aria-label="Variables" className="divide-y divide-separator rounded-lg border border-border">
        {rows.map((row) => (
          <ApplyRowItem
            key={row.variable.key}
            row={row}
            answer={answers.get(row.variable.key)}
            onAnswer={(next) => answer(row.variable.key, next)}
            isMissing={missing.includes(row.variable.key)}
            environment={environment}
          />
        ))}
      </ul>
      {missing.length > 0 ? (
        <p role="alert" className="mt-3 text-danger-text">
          {plural(missing.length, "value")} still needed. Empty text is a value when you say so.
        </p>
      ) : null}
    </>
  );
}

function useApply(place: EnvironmentPlace, templateId: string, snapshotId: string | null) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<SaveProblem>();
  const mutation = useMutation(trpc.environment.applyTemplate.mutationOptions({ gcTime: 0 }));
  const apply = async (values: Record<string, string>): Promise<SavedVariables | undefined> => {
    setProblem(undefined);
    try {
      const input = { ...refOf(place), templateId, values, expectedSnapshotId: snapshotId };
      const saved = await mutation.mutateAsync(input);
      void queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
      return saved;
    } catch (error) {
      setProblem(saveProblemOf(error));
      return undefined;
    } finally {
      mutation.reset();
    }
  };
  return { apply, problem, isPending: mutation.isPending };
}
