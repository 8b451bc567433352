"use client";
import { useQuery } from "@tanstack/react-query";
import { Layers, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import type { ConfigurationSummary } from "../../configurations/schema";
import type { EnvironmentPlace } from "../place";
import { ActivateDialog } from "./activate-dialog";
import { ConfigurationDialog } from "./configuration-dialog";
import type { Asked } from "./configuration-model";
import { ConfigurationRow } from "./configuration-row";
import { DeleteDialog } from "./delete-dialog";

const purpose =
  "A configuration is a whole set of values for one environment. Prepare the values of the next release beside those in use, activate them in one step, and go back in one step.";

/** The named configurations of an environment. */
export function ConfigurationsPanel({ place }: { place: EnvironmentPlace }) {
  const trpc = useTRPC();
  const { projectId, environment } = place;
  const known = useQuery(trpc.environment.configurations.queryOptions({ projectId }));
  const [asked, setAsked] = useState<Asked>();
  if (known.isPending) return <SkeletonRows rows={2} what="configurations" />;
  if (known.isError) {
    return (
      <ErrorState title="Configurations could not be loaded" error={known.error} onRetry={() => void known.refetch()} />
    );
  }
  const own = known.data.filter((each) => each.environment === environment);
  const create = (
    <Button size="sm" variant="primary" onPress={() => setAsked({ dialog: "create" })}>
      <Plus aria-hidden />
      Create configuration
    </Button>
  );
  return (
    <>
      {own.length === 0 ? (
        <EmptyState icon={Layers} title={`${environment} has no configuration yet`} action={create}>
          {purpose} The first variable saved in {environment} makes one called default.
        </EmptyState>
      ) : (
        <Section
          id="configurations"
          title={`Configurations of ${environment}`}
          description="The active one is used by deployments."
          actions={create}
        >
          <ul className="divide-y divide-separator">
            {own
              .toSorted((one, other) => Number(other.isActive) - Number(one.isActive))
              .map((configuration) => (
                <ConfigurationRow key={configuration.id} place={place} configuration={configuration} onAsk={setAsked} />
              ))}
          </ul>
          {own.length === 1 ? (
            <p className="border-t border-separator px-4 py-3 text-sm text-pretty text-muted">{purpose}</p>
          ) : null}
        </Section>
      )}
      <Dialogs place={place} known={known.data} asked={asked} onClose={() => setAsked(undefined)} />
    </>
  );
}

interface DialogsProps {
  place: EnvironmentPlace;
  known: readonly ConfigurationSummary[];
  asked: Asked | undefined;
  onClose(): void;
}

function Dialogs({ place, known, asked, onClose }: DialogsProps) {
  // Stays while a dialog closes, so that it does not become empty under the eyes.
  const [last, setLast] = useState(asked);
  if (asked && asked !== last) setLast(asked);
  if (!last) return null;
  const isOpen = asked !== undefined;
  if (last.dialog === "create") return <ConfigurationDialog {...{ place, known, isOpen, onClose }} />;
  const { configuration } = last;
  if (last.dialog === "edit")
    return (
      <ConfigurationDialog
        key={configuration.id}
        {...{ place, known, isOpen, onClose }}
        configuration={configuration}
      />
    );
  if (last.dialog === "activate") {
    const active = known.find(({ environment, isActive }) => environment === place.environment && isActive);
    return <ActivateDialog {...{ place, configuration, active, isOpen, onClose }} />;
  }
  return <DeleteDialog {...{ place, configuration, isOpen, onClose }} />;
}
