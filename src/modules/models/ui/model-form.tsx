"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { ChoiceRow } from "@/ui/choice-row";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import { modelProviders } from "../providers";
import { type ModelConnection, ModelProvider } from "../schema";
import { CredentialFields } from "./credential-fields";
import { type DraftProblems, draftOf, type ModelDraft, problemsOf, toInput } from "./model-draft";
import { TestResult } from "./test-result";
import { useModelTest } from "./use-model-test";

interface ModelFormProps {
  connection: ModelConnection | null;
  /** Leaves the form of a first connection. */
  onCancel?: () => void;
  onRemove?: () => void;
}

const providers = ModelProvider.options.map((value) => ({ value, label: modelProviders[value].label }));

/** Provider, model, address and key, with a test that needs no saving. */
export function ModelForm({ connection, onCancel, onRemove }: ModelFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(connection));
  const [problems, setProblems] = useState<DraftProblems>({});
  const test = useModelTest();
  const save = useMutation(
    trpc.models.save.mutationOptions({
      onSuccess: (settings) => {
        queryClient.setQueryData(trpc.models.get.queryKey(), settings);
        setDraft(draftOf(settings.connection));
        notify.done("Model saved");
      },
      onError: (error) => setProblems({ form: describeProblem(error).message }),
    }),
  );
  const change = (changes: Partial<ModelDraft>) => {
    setDraft((current) => ({ ...current, ...changes }));
    setProblems({});
    test.forget();
  };
  const check = () => {
    const input = toInput(draft, connection);
    const found = problemsOf(input);
    setProblems(found);
    return Object.keys(found).length === 0 ? input : undefined;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = check();
    if (input) save.mutate(input);
  };
  const tryOut = () => {
    const input = check();
    if (input) test.start(input);
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      <ChoiceRow
        legend="Provider"
        name="model-provider"
        options={providers}
        value={draft.provider}
        onChange={(provider) => change({ provider, model: "", address: "", key: "", isReplacing: false })}
      />
      <div className="max-w-xl space-y-4">
        <PlaceFields draft={draft} problems={problems} onChange={change} />
        <CredentialFields draft={draft} connection={connection} problems={problems} onChange={change} />
      </div>
      {(problems.form ?? problems.credentials) ? (
        <p role="alert" className="text-danger-text">
          {problems.form ?? problems.credentials}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" isPending={save.isPending}>
          Save
        </Button>
        <Button onPress={tryOut} isDisabled={test.startedAt !== undefined}>
          Test
        </Button>
        {onCancel ? (
          <Button variant="ghost" onPress={onCancel}>
            Cancel
          </Button>
        ) : null}
        {onRemove ? (
          <Button variant="danger-soft" className="ml-auto" onPress={onRemove}>
            Remove
          </Button>
        ) : null}
      </div>
      <TestResult test={test} />
    </form>
  );
}

interface PlaceFieldsProps {
  draft: ModelDraft;
  problems: DraftProblems;
  onChange(changes: Partial<ModelDraft>): void;
}

/** Which model, and where. */
function PlaceFields({ draft, problems, onChange }: PlaceFieldsProps) {
  const { label, address, exampleModel } = modelProviders[draft.provider];
  return (
    <>
      <Field
        label="Model"
        name="model-name"
        placeholder={exampleModel}
        description={`The name ${label === "OpenAI-compatible" ? "the server" : label} knows it by, such as ${exampleModel}.`}
        value={draft.model}
        onValueChange={(model) => onChange({ model })}
        error={problems.model}
        inputClassName="font-mono text-xs"
      />
      {draft.provider === "bedrock" ? (
        <Field
          label="Region"
          name="model-region"
          placeholder="us-east-1"
          value={draft.region}
          onValueChange={(region) => onChange({ region })}
          error={problems.region}
          inputClassName="font-mono text-xs"
        />
      ) : (
        <Field
          label="Address"
          name="model-address"
          type="url"
          placeholder={address ?? "http://localhost:11434/v1"}
          description={
            address === null
              ? "Where the server runs. On this machine or in your network is fine."
              : "Leave it empty for the provider's own; a gateway has its own."
          }
          value={draft.address}
          onValueChange={(value) => onChange({ address: value })}
          error={problems.address}
          inputClassName="font-mono text-xs"
        />
      )}
    </>
  );
}
