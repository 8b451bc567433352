"use client";
import { useEffect, useState } from "react";
import type { VariableSpec } from "@/modules/scaffold/schema";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { describeProblem } from "@/ui/problem";
import { VariableKey, type VariableSummary } from "../schema";
import { checkEnvironment } from "../validation/checks";
import { ValueInput } from "./value-input";

interface VariableDialogProps {
  isOpen: boolean;
  /** The variable being edited; none to add one. */
  variable: VariableSummary | undefined;
  /** Names that are set already. */
  taken: readonly string[];
  onClose(): void;
  onSave(variable: { key: string; value: string; sensitive: boolean }): Promise<void>;
}

/** Adds a variable or gives one a new value. */
export function VariableDialog({ isOpen, variable, taken, onClose, onSave }: VariableDialogProps) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const [sensitive, setSensitive] = useState(true);
  const [isEntered, setEntered] = useState(false);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (!isOpen) return;
    setKey(variable?.key ?? "");
    setValue(variable?.value ?? "");
    setSensitive(variable?.sensitive ?? true);
    // A stored secret is not here, so saving needs a value to be entered; else it would be replaced by nothing.
    setEntered(!variable?.sensitive);
    setProblem(undefined);
  }, [isOpen, variable]);
  const keyError = key === "" ? undefined : nameProblem(key, variable ? [] : taken);
  const isComplete = key !== "" && keyError === undefined && isEntered;

  const save = async () => {
    if (!isComplete || isPending) return;
    setPending(true);
    setProblem(undefined);
    try {
      await onSave({ key, value, sensitive });
      onClose();
    } catch (error) {
      setProblem(describeProblem(error).message);
    } finally {
      setPending(false);
    }
  };
  const footer = (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button variant="primary" isDisabled={!isComplete} isPending={isPending} onPress={() => void save()}>
        Save
      </Button>
    </>
  );
  return (
    <Dialog title={variable ? "Edit variable" : "Add variable"} isOpen={isOpen} onClose={onClose} footer={footer}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field
          label="Name"
          value={key}
          onValueChange={(next) => setKey(next.trim())}
          error={keyError}
          isDisabled={variable !== undefined}
          placeholder="STRIPE_SECRET_KEY"
          inputClassName="font-mono text-xs"
          autoFocus={variable === undefined}
        />
        <ValueInput
          name={key || "the value"}
          label="Value"
          value={value}
          onValueChange={(next) => {
            setValue(next);
            setEntered(true);
          }}
          isSecret={sensitive}
          autoFocus={variable !== undefined}
          description={
            hintOf(key, value) ??
            (isEntered ? "Empty text is a value." : "The stored value is hidden. Enter the new one.")
          }
        />
        <label className="flex items-start gap-2 text-sm">
          <input
            type="checkbox"
            className="mt-0.5 size-4 accent-accent"
            checked={sensitive}
            onChange={(event) => setSensitive(event.target.checked)}
          />
          <span>
            Secret
            <span className="block text-xs text-muted">Hidden in lists; showing it is recorded in the audit log.</span>
          </span>
        </label>
        {problem ? (
          <p role="alert" className="text-danger-text">
            {problem}
          </p>
        ) : null}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

function nameProblem(key: string, taken: readonly string[]): string | undefined {
  const named = VariableKey.safeParse(key);
  if (!named.success) return named.error.issues[0]?.message;
  return taken.includes(key) ? "This name is set already. Edit that variable instead." : undefined;
}

/** What the provider rules say of a value; storing it is still allowed. */
function hintOf(key: string, value: string): string | undefined {
  if (value === "" || !VariableKey.safeParse(key).success) return undefined;
  const spec: VariableSpec = {
    key,
    kind: "string",
    required: true,
    sensitive: true,
    public: false,
    source: "user",
    skippableLocally: false,
    description: "",
    aliases: [],
    feature: key,
  };
  const [check] = checkEnvironment({ specs: [spec], values: { [key]: value }, platform: "local" }).variables;
  return check && check.status !== "ok" ? check.message : undefined;
}
