"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { Dialog } from "@/ui/dialog";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { ResolvedVariable } from "../../references/schema";
import type { VariableMetadata } from "../../schema";
import type { Draft } from "../drafts/draft";
import type { TableRow } from "../drafts/table-rows";
import { type EnvironmentPlace, refOf } from "../place";
import { DetailsForm } from "./details-form";
import { type Form, faultsOf, toForm, toMetadata } from "./details-model";
import { ReferenceHelp } from "./reference-help";

interface DetailsDialogProps {
  row: TableRow;
  place: EnvironmentPlace;
  resolution: ResolvedVariable | undefined;
  onClose(): void;
  /** Says of a row that is not stored yet what its details are. */
  onDraft(row: TableRow, said: Pick<Draft, "metadata" | "visibility">): void;
  onReference(row: TableRow, isReference: boolean): void;
  onOverride(row: TableRow): void;
}

/** What is known of a variable beside its value. */
export function DetailsDialog(props: DetailsDialogProps) {
  const { row, place, resolution, onClose, onDraft, onReference, onOverride } = props;
  const [before] = useState(() => toForm(row));
  const [form, setForm] = useState<Form>(before);
  const [isConfirming, setConfirming] = useState(false);
  const describe = useDescribe(place, row.key);
  const faults = faultsOf(form);
  const isInherited = row.stored?.inheritedFrom !== undefined && row.draft === undefined;
  const isStored = row.stored !== undefined && row.stored.inheritedFrom === undefined;
  const willRestrict = form.visibility === "restricted" && before.visibility !== "restricted";

  const save = async () => {
    const said = toMetadata(form);
    if (isStored) await describe.mutateAsync(said);
    const { visibility, ...metadata } = said;
    if (!isStored || row.draft)
      onDraft(row, { metadata: isStored ? (row.draft?.metadata ?? {}) : metadata, visibility });
    onClose();
  };
  const footer = isInherited ? (
    <>
      <Button onPress={onClose}>Close</Button>
      <Button
        variant="primary"
        onPress={() => {
          onClose();
          onOverride(row);
        }}
      >
        Override here
      </Button>
    </>
  ) : (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button
        variant="primary"
        isPending={describe.isPending}
        isDisabled={Object.values(faults).some(Boolean)}
        onPress={() => (willRestrict ? setConfirming(true) : void save().catch(() => undefined))}
      >
        {isStored ? "Save details" : "Keep details"}
      </Button>
    </>
  );
  return (
    <>
      <Dialog title={`Details of ${row.key || "the new variable"}`} isOpen onClose={onClose} footer={footer} size="md">
        {isInherited ? (
          <p className="mb-4 rounded-lg border border-border bg-surface-secondary px-3 py-2 text-xs">
            Inherited from {row.stored?.inheritedFrom}. Its details are kept there; override it to give{" "}
            {place.environment} its own.
          </p>
        ) : null}
        <DetailsForm
          form={form}
          faults={faults}
          isDisabled={isInherited}
          wasRestricted={row.stored?.visibility === "restricted"}
          onChange={(patch) => setForm({ ...form, ...patch })}
        />
        <ReferenceHelp
          row={row}
          place={place}
          resolution={resolution}
          onReference={isInherited ? undefined : (isOn) => onReference(row, isOn)}
        />
        {describe.error ? (
          <p role="alert" className="mt-3 text-xs text-danger-text">
            {describeProblem(describe.error).message}
          </p>
        ) : null}
      </Dialog>
      <ConfirmDialog
        isOpen={isConfirming}
        onClose={() => setConfirming(false)}
        title={`Restrict ${row.key}?`}
        action="Restrict"
        dismiss="Cancel"
        isDanger
        onConfirm={save}
      >
        Nobody can see its value again, here or anywhere else, also not by making it masked. Deployments still use it,
        and a new value can be set at any time. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}

function useDescribe(place: EnvironmentPlace, key: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const describe = useMutation(
    trpc.environment.describe.mutationOptions({
      onSuccess: ({ problems }) => {
        const [first] = problems;
        if (first) notify.problem(`${key} is described, and its stored value does not fit`, first.message);
        else notify.done(`Details of ${key} saved`);
        return queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
      },
    }),
  );
  return {
    ...describe,
    mutateAsync: (said: VariableMetadata) => describe.mutateAsync({ ...refOf(place), variables: { [key]: said } }),
  };
}
