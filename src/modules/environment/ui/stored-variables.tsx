"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { plural } from "@/ui/format";
import { SkeletonRows } from "@/ui/skeleton";
import { notify } from "@/ui/toast";
import { useTRPC } from "@/ui/trpc";
import type { VariableSummary } from "../schema";
import type { EnvironmentPlace } from "./place";
import { StoredVariableRow } from "./stored-variable-row";
import { TransferActions } from "./transfer/transfer-actions";
import { VariableDialog } from "./variable-dialog";

type Open = { dialog: "add" } | { dialog: "edit" | "remove"; variable: VariableSummary };

/** What is set in one environment, to add to, edit, reveal and remove. */
export function StoredVariables({ place }: { place: EnvironmentPlace }) {
  const { projectId, projectName, environment } = place;
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const { variables, save, remove } = useStoredVariables(projectId, environment);
  const list = variables.data ?? [];
  const actions = (
    <>
      <TransferActions place={place} variables={list} snapshotId={null} selectedKeys={[]} />
      <Button size="sm" variant="primary" onPress={() => setOpen({ dialog: "add" })}>
        <Plus aria-hidden />
        Add variable
      </Button>
    </>
  );
  if (variables.isPending) return <SkeletonRows what="variables" />;
  if (variables.isError) {
    return (
      <ErrorState
        title="Variables could not be loaded"
        error={variables.error}
        onRetry={() => void variables.refetch()}
      />
    );
  }
  return (
    <>
      {list.length === 0 ? (
        <EmptyState icon={KeyRound} title={`Nothing is set in ${environment}`} action={actions}>
          Secrets the app makes itself are added by its first deployment. Add what only you know, such as keys of your
          accounts.
        </EmptyState>
      ) : (
        <Section
          id="stored-variables"
          title={`${projectName}, ${environment}`}
          description={`${plural(list.length, "variable")}. A change takes effect with the next deployment.`}
          actions={actions}
        >
          <ul className="divide-y divide-separator">
            {list.map((variable) => (
              <StoredVariableRow
                key={`${variable.id}/${variable.version}`}
                variable={variable}
                projectId={projectId}
                environment={environment}
                onEdit={() => setOpen({ dialog: "edit", variable })}
                onRemove={() => setOpen({ dialog: "remove", variable })}
              />
            ))}
          </ul>
        </Section>
      )}
      <VariableDialog
        isOpen={open?.dialog === "add" || open?.dialog === "edit"}
        variable={open?.dialog === "edit" ? open.variable : undefined}
        taken={list.map(({ key }) => key)}
        onClose={close}
        onSave={({ key, ...value }) => save({ [key]: value }, "edit")}
      />
      <ConfirmDialog
        isOpen={open?.dialog === "remove"}
        onClose={close}
        title="Remove variable"
        action="Remove"
        isDanger
        onConfirm={async () => open?.dialog === "remove" && remove(open.variable.key)}
      >
        {open?.dialog === "remove" ? <code className="break-all text-foreground">{open.variable.key}</code> : null} is
        left out of the next deployment of {projectName}. Deployments made with it keep their value.
      </ConfirmDialog>
    </>
  );
}

function useStoredVariables(projectId: string, environment: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const variables = useQuery(trpc.environment.list.queryOptions({ projectId, environment }));
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.environment.pathKey() });
  const set = useMutation(trpc.environment.set.mutationOptions({ onSuccess: refresh }));
  const unset = useMutation(trpc.environment.unset.mutationOptions({ onSuccess: refresh }));
  return {
    variables,
    save: async (changes: Record<string, { value: string; sensitive: boolean }>, cause: string) => {
      const saved = await set.mutateAsync({ projectId, environment, variables: changes, cause });
      const count = saved.added.length + saved.changed.length;
      notify.done(count === 0 ? "Nothing changed" : `${plural(count, "variable")} saved`);
    },
    remove: async (key: string) => {
      await unset.mutateAsync({ projectId, environment, keys: [key] });
      notify.done(`${key} removed`);
    },
  };
}
