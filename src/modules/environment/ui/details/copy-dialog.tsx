"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleEqual, CirclePlus, type LucideIcon, PencilLine } from "lucide-react";
import { useEffect, useState } from "react";
import { Status, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/error-state";
import { Field } from "@/ui/field";
import { plural } from "@/ui/format";
import { describeProblem } from "@/ui/problem";
import { notify } from "@/ui/toast";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import { EnvironmentName } from "../../schema";
import type { EnvironmentPlace } from "../place";
import { usualEnvironments } from "../shell/environment-names";
import { Choice } from "../variables/choice";

interface CopyDialogProps {
  isOpen: boolean;
  onClose(): void;
  place: EnvironmentPlace;
  keys: readonly string[];
}

const other = "…";

/** Copies stored values to another environment, inside the server; shows what would change there first. */
export function CopyDialog({ isOpen, onClose, place, keys }: CopyDialogProps) {
  const trpc = useTRPC();
  const known = useQuery(
    trpc.environment.environments.queryOptions({ projectId: place.projectId }, { enabled: isOpen }),
  );
  const names = [...new Set([...usualEnvironments, ...(known.data?.map(({ name }) => name) ?? [])])].filter(
    (name) => name !== place.environment,
  );
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const picked = chosen ?? names[0] ?? other;
  const target = picked === other ? typed : picked;
  const fault = typed === "" ? undefined : EnvironmentName.safeParse(typed).error?.issues[0]?.message;
  const isNamed = EnvironmentName.safeParse(target).success && target !== place.environment;
  const expectedSnapshotId = known.data?.find(({ name }) => name === target)?.snapshotId ?? null;
  const { preview, copy } = useCopy({
    isOpen: isOpen && isNamed,
    place,
    keys,
    target,
    expectedSnapshotId,
    reason,
    onClose,
  });
  const effective = (preview.data?.added.length ?? 0) + (preview.data?.changed.length ?? 0);
  const footer = (
    <>
      <Button onPress={onClose}>Cancel</Button>
      <Button
        variant="primary"
        isDisabled={!isNamed || !preview.data || effective === 0}
        isPending={copy.isPending}
        onPress={() => copy.mutate()}
      >
        {effective === 0 ? "Copy" : `Copy ${plural(effective, "variable")}`}
      </Button>
    </>
  );
  return (
    <Dialog
      title={`Copy ${keys.length === 1 ? (keys[0] ?? "") : plural(keys.length, "variable")} from ${place.environment}`}
      isOpen={isOpen}
      onClose={onClose}
      footer={footer}
      size="md"
    >
      <div className="space-y-4">
        <p className="text-xs text-muted">
          Stored values are copied with their details, references as they are written. Unsaved changes stay here.
        </p>
        <div className="grid gap-4 column:grid-cols-2">
          <Choice
            label="To environment"
            options={[...names.map((name) => ({ value: name, label: name })), { value: other, label: "Another one…" }]}
            value={picked}
            onChange={setChosen}
          />
          {picked === other ? (
            <Field label="Name" value={typed} onValueChange={setTyped} error={fault} placeholder="qa" autoFocus />
          ) : null}
        </div>
        <div aria-live="polite" className="min-h-32">
          {preview.isError ? (
            <ErrorState title="This cannot be copied" error={preview.error} onRetry={() => void preview.refetch()} />
          ) : null}
          {preview.data && isNamed ? <PlannedCopy {...preview.data} target={target} /> : null}
          {preview.isFetching && !preview.data ? <p className="text-xs text-muted">Comparing with {target}</p> : null}
        </div>
        {copy.error ? (
          <p role="alert" className="text-xs text-danger-text">
            {describeProblem(copy.error).message}
          </p>
        ) : null}
        <Field label="Reason (optional)" maxLength={500} value={reason} onValueChange={setReason} />
      </div>
    </Dialog>
  );
}

interface CopyInput {
  isOpen: boolean;
  place: EnvironmentPlace;
  keys: readonly string[];
  target: string;
  expectedSnapshotId: string | null;
  reason: string;
  onClose(): void;
}

function useCopy({ isOpen, place, keys, target, expectedSnapshotId, reason, onClose }: CopyInput) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const { projectId, environment, configuration } = place;
  const from = { environment, ...(configuration === undefined ? {} : { configuration }) };
  const request = { projectId, from, to: { environment: target }, keys: [...keys] };
  const preview = useQuery({
    queryKey: [...trpc.environment.pathKey(), "copy-preview", request],
    queryFn: () => client.environment.copy.mutate({ ...request, preview: true }),
    enabled: isOpen && keys.length > 0,
    staleTime: 0,
    gcTime: 0,
  });
  const send = useMutation(trpc.environment.copy.mutationOptions());
  const { reset } = send;
  useEffect(() => {
    if (isOpen) reset();
  }, [isOpen, reset]);
  const copy = {
    isPending: send.isPending,
    error: send.error,
    mutate: () => {
      const said = reason.trim() === "" ? {} : { reason: reason.trim() };
      send.mutate(
        { ...request, ...said, expectedSnapshotId },
        {
          onSuccess: ({ added, changed }) => {
            notify.done(`${plural(added.length + changed.length, "variable")} copied to ${target}`);
            onClose();
          },
          onSettled: () => queries.invalidateQueries({ queryKey: trpc.environment.pathKey() }),
        },
      );
    },
  };
  return { preview, copy };
}

interface PlannedCopyProps {
  target: string;
  added: readonly string[];
  changed: readonly string[];
  unchanged: readonly string[];
}

const kinds: Record<"added" | "changed" | "unchanged", { tone: Tone; icon: LucideIcon; label: string }> = {
  added: { tone: "success", icon: CirclePlus, label: "Added" },
  changed: { tone: "warning", icon: PencilLine, label: "Replaced" },
  unchanged: { tone: "neutral", icon: CircleEqual, label: "Same already" },
};

function PlannedCopy({ target, ...plan }: PlannedCopyProps) {
  const lines = (["changed", "added", "unchanged"] as const).flatMap((kind) =>
    plan[kind].map((key) => ({ key, kind })),
  );
  return (
    <>
      <p className="mb-2 text-xs text-muted">
        In {target}: {plan.added.length} added, {plan.changed.length} replaced, {plan.unchanged.length} the same
        already.
      </p>
      <ul className="max-h-56 divide-y divide-separator overflow-y-auto rounded-lg border border-border">
        {lines.slice(0, 200).map(({ key, kind }) => (
          <li key={key} className="flex items-center justify-between gap-3 px-3 py-1.5">
            <span className="min-w-0 font-mono text-xs wrap-anywhere">{key}</span>
            <Status {...kinds[kind]} />
          </li>
        ))}
        {lines.length > 200 ? <li className="px-3 py-1.5 text-xs text-muted">and {lines.length - 200} more</li> : null}
      </ul>
    </>
  );
}
