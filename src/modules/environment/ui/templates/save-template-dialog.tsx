"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { plural } from "@/ui/format";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { VariableSummary } from "../../schema";
import { TemplateCategory } from "../../templates/schema";
import { type EnvironmentPlace, refOf } from "../place";
import { KeyChoice } from "./key-choice";
import { categoryLabels, keysToSave, mostKeys } from "./template-model";

interface SaveTemplateDialogProps {
  place: EnvironmentPlace;
  variables: readonly VariableSummary[];
  onClose(): void;
}

/** Keeps the variables of an environment as a template: their names and descriptions, and plain values. */
export function SaveTemplateDialog({ place, variables, onClose }: SaveTemplateDialogProps) {
  const [name, setName] = useState("");
  const [category, setCategory] = useState<TemplateCategory>("own");
  const [description, setDescription] = useState("");
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string>();
  const categoryId = useId();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mutation = useMutation(trpc.environment.saveTemplate.mutationOptions());
  const count = variables.length - leftOut.size;
  const keys = keysToSave(variables, leftOut);
  const obstacle = keys && keys.length > mostKeys ? "Choose at most 1,000 variables, or all of them." : undefined;
  const isReady = name.trim() !== "" && count > 0 && obstacle === undefined;

  const save = async () => {
    if (!isReady || mutation.isPending) return;
    setProblem(undefined);
    try {
      const input = { ...refOf(place), name: name.trim(), category, description: description.trim() };
      const template = await mutation.mutateAsync({ ...input, ...(keys ? { keys } : {}) });
      await queries.invalidateQueries({ queryKey: trpc.environment.templates.queryKey() });
      notify.done(`${template.name} saved`, `A template with ${plural(template.variables.length, "variable")}.`);
      onClose();
    } catch (error) {
      setProblem(describeProblem(error).message);
    }
  };
  const footer = (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button variant="primary" isDisabled={!isReady} isPending={mutation.isPending} onPress={() => void save()}>
        Save template
      </Button>
    </>
  );
  return (
    <Dialog title="Save as template" isOpen onClose={onClose} footer={footer} size="lg">
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label="Name" value={name} onValueChange={setName} maxLength={80} isRequired autoFocus />
        <div className="flex flex-col gap-1.5">
          <label htmlFor={categoryId} className="text-xs font-medium">
            Category
          </label>
          <select
            id={categoryId}
            value={category}
            onChange={({ target }) => setCategory(TemplateCategory.catch("own").parse(target.value))}
            className="h-9 rounded-lg border border-field-border bg-surface px-2 text-sm pointer-coarse:h-11"
          >
            {Object.entries(categoryLabels).map(([id, label]) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <Field label="Description" value={description} onValueChange={setDescription} maxLength={500} />
        <KeyChoice variables={variables} leftOut={leftOut} onChange={setLeftOut} />
        {(obstacle ?? problem) ? (
          <p role="alert" className="text-danger-text wrap-anywhere">
            {obstacle ?? problem}
          </p>
        ) : null}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
