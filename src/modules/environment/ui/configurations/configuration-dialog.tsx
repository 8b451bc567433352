"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { plural } from "@/ui/format";
import { describeProblem } from "@/ui/problem";
import type { ConfigurationSummary } from "../../configurations/schema";
import { SelectField } from "../compare/select-field";
import { addressOf, type EnvironmentPlace } from "../place";
import { baseOptions, blankForm, type ConfigurationForm, findNameProblem, formOf } from "./configuration-model";
import { useConfigurationChanges } from "./use-configuration-changes";

interface ConfigurationDialogProps {
  place: EnvironmentPlace;
  known: readonly ConfigurationSummary[];
  /** The one to edit; without it a new one is made. */
  configuration?: ConfigurationSummary;
  isOpen: boolean;
  onClose(): void;
}

/** Makes or describes a configuration. */
export function ConfigurationDialog({ place, known, configuration, isOpen, onClose }: ConfigurationDialogProps) {
  const form = useConfigurationForm({ place, known, configuration, isOpen, onClose });
  const { given, give, nameProblem, problem, isPending, submit } = form;
  const own = known.filter(({ environment }) => environment === place.environment);
  const action = configuration ? "Save" : "Create configuration";
  return (
    <Dialog
      title={configuration ? `Edit ${configuration.name}` : `New configuration of ${place.environment}`}
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isPending={isPending} onPress={() => void submit()}>
            {action}
          </Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          autoFocus
          isRequired
          label="Name"
          placeholder="blue"
          description="Lower-case letters, digits and dashes."
          value={given.name}
          error={nameProblem}
          maxLength={40}
          onValueChange={(name) => give({ name })}
        />
        <Field
          label="Description"
          placeholder="Values of the next release"
          value={given.description}
          maxLength={500}
          onValueChange={(description) => give({ description })}
        />
        {configuration || own.length === 0 ? null : (
          <SelectField
            label="Start with"
            value={given.copyOf}
            onValueChange={(copyOf) => give({ copyOf, ...copiedBase(own, copyOf) })}
            options={[
              { value: "", label: "No variables" },
              ...own.map(({ name, count }) => ({
                value: name,
                label: `A copy of ${name} (${plural(count, "variable")})`,
              })),
            ]}
          />
        )}
        <SelectField
          label="Base environment"
          value={given.baseEnvironment}
          onValueChange={(baseEnvironment) => give({ baseEnvironment })}
          options={baseOptions(place.environment, known, given.baseEnvironment)}
          description="Variables that are not set here are taken from it, as it stands when they are used."
        />
        {problem ? (
          <p role="alert" className="text-danger-text">
            {problem}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

function copiedBase(own: readonly ConfigurationSummary[], copyOf: string): Partial<ConfigurationForm> {
  const source = own.find(({ name }) => name === copyOf);
  return source ? { baseEnvironment: source.baseEnvironment ?? "" } : {};
}

function useConfigurationForm({ place, known, configuration, isOpen, onClose }: ConfigurationDialogProps) {
  const router = useRouter();
  const changes = useConfigurationChanges(place);
  const [given, setGiven] = useState<ConfigurationForm>(blankForm);
  const [hasTried, setTried] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isPending, setPending] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    setGiven(configuration ? formOf(configuration) : blankForm);
    setTried(false);
    setProblem(undefined);
  }, [isOpen, configuration]);
  const taken = known.filter((each) => each.environment === place.environment && each.id !== configuration?.id);
  const nameProblem = findNameProblem(given.name, taken);
  const submit = async () => {
    setTried(true);
    setProblem(undefined);
    if (nameProblem || isPending) return;
    const { name, description, baseEnvironment, copyOf } = given;
    const wanted = { name, description: description.trim(), baseEnvironment: baseEnvironment || null };
    setPending(true);
    try {
      if (configuration) await changes.update(configuration.name, wanted);
      else await changes.create(wanted, copyOf || undefined);
      onClose();
      // The address names the configuration that was renamed.
      if (configuration && place.configuration === configuration.name)
        router.replace(addressOf({ ...place, configuration: name }, "configurations"));
    } catch (error) {
      setProblem(describeProblem(error).message);
    } finally {
      setPending(false);
    }
  };
  return {
    given,
    give: (more: Partial<ConfigurationForm>) => setGiven({ ...given, ...more }),
    nameProblem: hasTried ? nameProblem : undefined,
    problem,
    isPending,
    submit,
  };
}
