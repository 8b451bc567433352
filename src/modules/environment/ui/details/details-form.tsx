"use client";
import { TextArea } from "@heroui/react/textarea";
import { useId } from "react";
import { ChoiceRow } from "@/ui/choice-row";
import { Field } from "@/ui/field";
import { VariableType, type Visibility } from "../../schema";
import { providerRules } from "../../validation/rules";
import { visibilityLabels } from "../editing/use-typing";
import { Choice } from "../variables/choice";
import { FindingLine } from "../variables/finding-line";
import type { Faults, Form } from "./details-model";

interface DetailsFormProps {
  form: Form;
  faults: Faults;
  isDisabled: boolean;
  wasRestricted: boolean;
  onChange(patch: Partial<Form>): void;
}

const ruleOptions = [
  { value: "", label: "By the name" },
  ...[...providerRules.values()].map(({ id, format }) => ({ value: id, label: `${id}: ${format}` })),
];

const visibilityHelp: Record<Visibility, string> = {
  plain: "Shown to everybody who can see this project.",
  masked: "Hidden until somebody asks to see it, which the audit log records.",
  restricted: "Never shown again. Deployments use it, and it can be replaced.",
};

/** The fields of what is known of a variable. */
export function DetailsForm({ form, faults, isDisabled, wasRestricted, onChange }: DetailsFormProps) {
  const visibilities: readonly Visibility[] = wasRestricted ? ["restricted"] : ["plain", "masked", "restricted"];
  return (
    <fieldset disabled={isDisabled} className="space-y-4">
      <legend className="sr-only">Details</legend>
      <div>
        <ChoiceRow
          legend="Visibility"
          name="visibility"
          options={visibilities.map((value) => ({ value, label: visibilityLabels[value] }))}
          value={form.visibility}
          onChange={(visibility) => onChange({ visibility })}
        />
        <div className="mt-1.5 min-h-5 text-xs text-muted">
          {faults.visibility ? (
            <FindingLine finding={{ level: "refused", message: faults.visibility }} />
          ) : (
            visibilityHelp[form.visibility]
          )}
        </div>
      </div>
      <div className="grid gap-4 column:grid-cols-2">
        <Choice
          label="Type"
          options={VariableType.options.map((value) => ({ value, label: value }))}
          value={form.type}
          onChange={(type) => onChange({ type })}
        />
        <Choice
          label="Rule of the provider"
          options={ruleOptions}
          value={form.rule}
          onChange={(rule) => onChange({ rule })}
        />
      </div>
      {form.type === "enum" ? (
        <OptionsField value={form.options} error={faults.options} onChange={(options) => onChange({ options })} />
      ) : null}
      <Field
        label="Description"
        value={form.description}
        maxLength={1_000}
        placeholder="What it is for, and where to get it"
        onValueChange={(description) => onChange({ description })}
      />
      <div className="grid gap-4 column:grid-cols-2">
        <Field
          label="Example"
          value={form.example}
          maxLength={1_000}
          inputClassName="font-mono text-xs"
          description="Shown where no value is set. Not a real secret."
          onValueChange={(example) => onChange({ example })}
        />
        <Field
          label="Pattern"
          value={form.pattern}
          maxLength={512}
          inputClassName="font-mono text-xs"
          placeholder="[a-z]{2}-[0-9]+"
          error={faults.pattern}
          description="RE2 syntax; the whole value has to match."
          onValueChange={(pattern) => onChange({ pattern })}
        />
      </div>
      <label className="flex min-h-8 cursor-pointer items-center gap-2.5 text-sm pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={form.required}
          onChange={(event) => onChange({ required: event.target.checked })}
        />
        Required
      </label>
    </fieldset>
  );
}

function OptionsField({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange(value: string): void;
}) {
  const id = useId();
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-xs font-medium">
        Values, one a line
      </label>
      <TextArea
        id={id}
        fullWidth
        rows={4}
        spellCheck={false}
        className="font-mono text-xs"
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-help`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <div id={`${id}-help`}>{error ? <FindingLine finding={{ level: "refused", message: error }} /> : null}</div>
    </div>
  );
}
