"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "@/ui/field";
import { useTRPC } from "@/ui/trpc";
import { EnvironmentName } from "../../schema";
import { CopyDialog } from "../compare/copy-dialog";
import type { EnvironmentPlace } from "../place";
import { usualEnvironments } from "../shell/environment-names";
import { Choice } from "../variables/choice";

interface CopyElsewhereProps {
  onClose(): void;
  place: EnvironmentPlace;
  keys: readonly string[];
}

const other = "…";

/** Copies stored values to an environment that is chosen here; shows what would change there first. */
export function CopyElsewhere({ onClose, place, keys }: CopyElsewhereProps) {
  const { projectId, environment, configuration } = place;
  const trpc = useTRPC();
  const known = useQuery(trpc.environment.environments.queryOptions({ projectId }));
  const names = [...new Set([...usualEnvironments, ...(known.data?.map(({ name }) => name) ?? [])])].filter(
    (name) => name !== environment,
  );
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useState("");
  const picked = chosen ?? names[0] ?? other;
  const target = picked === other ? typed : picked;
  const { success: isNamed } = EnvironmentName.safeParse(target);
  return (
    <CopyDialog
      projectId={projectId}
      wish={{ from: { environment, configuration }, to: { environment: target }, keys, leftOut: [] }}
      isIncomplete={!isNamed || target === environment}
      onClose={onClose}
      onCopied={onClose}
    >
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
          <Field
            label="Name"
            value={typed}
            onValueChange={setTyped}
            error={typed === "" ? undefined : faultOf(typed, environment)}
            placeholder="qa"
            autoFocus
          />
        ) : null}
      </div>
    </CopyDialog>
  );
}

function faultOf(name: string, environment: string): string | undefined {
  if (name === environment) return "These variables stand there already. Choose another environment.";
  return EnvironmentName.safeParse(name).error?.issues[0]?.message;
}
