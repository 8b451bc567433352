"use client";
import { RotateCw } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import type { DeploymentDetail } from "../../schema";
import { useRetryWith } from "./use-retry";

interface SetVariablesProps {
  deployment: DeploymentDetail;
  keys: readonly string[];
}

/** Takes the values that are missing, stores them in the environment of the deployment and tries it again. */
export function SetVariables({ deployment, keys }: SetVariablesProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const save = useRetryWith();
  const given = keys.filter((key) => (values[key] ?? "") !== "");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (given.length === 0 || save.isPending) return;
    save.mutate({
      id: deployment.id,
      variables: Object.fromEntries(
        given.map((key) => [key, { value: values[key] ?? "", sensitive: !isPublic(key) }] as const),
      ),
    });
  };
  return (
    <form onSubmit={submit} className="max-w-xl space-y-3 rounded-lg border border-border bg-surface p-3 column:p-4">
      {keys.map((key) => (
        <Field
          key={key}
          label={<span className="font-mono break-all">{key}</span>}
          name={`value-${key}`}
          type={isPublic(key) ? "text" : "password"}
          autoComplete="new-password"
          data-1p-ignore
          data-lpignore="true"
          inputClassName="font-mono text-xs"
          value={values[key] ?? ""}
          onValueChange={(value) => setValues((before) => ({ ...before, [key]: value }))}
        />
      ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button type="submit" variant="primary" isDisabled={given.length === 0} isPending={save.isPending}>
          <RotateCw aria-hidden />
          Set and try again
        </Button>
        <p className="text-xs text-muted">
          Stored in {deployment.environment}
          {given.length === 0 ? ". Enter a value first." : ", then deployed once more."}
        </p>
      </div>
      {save.error ? (
        <p role="alert" className="text-xs text-danger-text">
          {describeProblem(save.error).message}
        </p>
      ) : null}
    </form>
  );
}

/** Values that bundlers put into what every visitor gets are no secrets. */
function isPublic(key: string): boolean {
  return /^(?:NEXT_PUBLIC|VITE|PUBLIC)_/.test(key);
}
