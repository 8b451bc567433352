"use client";
import { KeyRound, LayoutTemplate, ListChecks, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { addressOf, type EnvironmentPlace } from "../place";

/** No row is left by the search and the filter. */
export function NothingFound({ onClear }: { onClear(): void }) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <p className="text-sm text-muted">No variable is like that here.</p>
      <Button size="sm" onPress={onClear}>
        Show all variables
      </Button>
    </div>
  );
}

/** An environment without a variable, and the ways to fill it. */
export function NothingSet({
  place,
  onAdd,
  children,
}: {
  place: EnvironmentPlace;
  onAdd(): void;
  children: ReactNode;
}) {
  const actions = (
    <>
      <Button variant="primary" onPress={onAdd}>
        <Plus aria-hidden />
        Add variable
      </Button>
      {children}
      <ButtonLink href={addressOf(place, "templates")}>
        <LayoutTemplate aria-hidden className="size-4" />
        Apply a template
      </ButtonLink>
      <ButtonLink href={addressOf(place, "needs")}>
        <ListChecks aria-hidden className="size-4" />
        What the project needs
      </ButtonLink>
    </>
  );
  return (
    <EmptyState icon={KeyRound} title={`Nothing is set in ${place.environment}`} action={actions}>
      Secrets the app makes itself are added by its first deployment. Add what only you know, such as keys of your
      accounts. The first save makes the environment.
    </EmptyState>
  );
}
