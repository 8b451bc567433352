"use client";
import { useQuery } from "@tanstack/react-query";
import { Minus, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { describeProblem } from "@/ui/problem";
import { useTRPC } from "@/ui/trpc";
import type { ConfigurationSummary } from "../../configurations/schema";
import { KeyChanges } from "../compare/key-changes";
import type { EnvironmentPlace } from "../place";
import { useConfigurationChanges } from "./use-configuration-changes";

interface ActivateDialogProps {
  place: EnvironmentPlace;
  configuration: ConfigurationSummary;
  active: ConfigurationSummary | undefined;
  isOpen: boolean;
  onClose(): void;
}

/** Says what the next deployment would use instead, then makes it so. */
export function ActivateDialog({ place, configuration, active, isOpen, onClose }: ActivateDialogProps) {
  const trpc = useTRPC();
  const changes = useConfigurationChanges(place);
  // From then on the dialog itself says why it did not work.
  const [hasTried, setTried] = useState(false);
  const { projectId, environment } = place;
  const compared = useQuery(
    trpc.environment.compare.queryOptions(
      {
        projectId,
        from: { environment, ...(active ? { configuration: active.name } : {}) },
        to: { environment, configuration: configuration.name },
      },
      { enabled: isOpen && active !== undefined && !configuration.isActive },
    ),
  );
  const named = (status: string) =>
    (compared.data?.variables ?? []).filter((each) => each.status === status).map(({ key }) => key);
  const isSame = compared.isSuccess && compared.data.variables.every(({ status }) => status === "same");
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Activate ${configuration.name}`}
      action="Activate"
      dismiss="Cancel"
      onConfirm={() => {
        setTried(true);
        return changes.activate(configuration.name, active?.name);
      }}
    >
      <div className="space-y-3">
        <p>
          The next deployment of {environment} uses {configuration.name}
          {active ? ` instead of ${active.name}` : ""}. Apps that run already keep the values they were started with.
        </p>
        {compared.isError && !hasTried ? (
          <p className="text-danger-text">{describeProblem(compared.error).message}</p>
        ) : null}
        {isSame ? <p>Both hold the same values.</p> : null}
        <KeyChanges
          title="Other values"
          keys={named("different")}
          icon={<Pencil aria-hidden className="size-4 text-warning-text" />}
        />
        <KeyChanges
          title="Added"
          keys={named("extra")}
          icon={<Plus aria-hidden className="size-4 text-success-text" />}
        />
        <KeyChanges
          title="No longer set"
          keys={named("missing")}
          icon={<Minus aria-hidden className="size-4 text-danger-text" />}
        />
      </div>
    </ConfirmDialog>
  );
}
