"use client";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/ui/button";
import { useTRPC } from "@/ui/trpc";
import { addressOf, type EnvironmentPlace } from "../place";
import { Choice } from "../variables/choice";
import { ChoiceLink } from "./choice-link";
import { usualEnvironments } from "./environment-names";
import { NewEnvironmentDialog } from "./new-environment-dialog";

interface EnvironmentTabsProps {
  place: EnvironmentPlace;
  view: string | undefined;
}

/** The environments of a project, the way to a new one, and which configuration is looked at where there are several. */
export function EnvironmentTabs({ place, view }: EnvironmentTabsProps) {
  const { projectId, environment } = place;
  const trpc = useTRPC();
  const router = useRouter();
  const [isNaming, setNaming] = useState(false);
  const { data = [] } = useQuery(trpc.environment.environments.queryOptions({ projectId }));
  const counts = new Map(data.map(({ name, count }) => [name, count]));
  const names = [...new Set([...usualEnvironments, ...counts.keys(), environment])];
  const address = (name: string) => addressOf({ projectId, environment: name, configuration: undefined }, view);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
      <nav aria-label="Environments of this project" className="min-w-0">
        <ul className="-m-1 flex items-center gap-1 overflow-x-auto p-1">
          {names.map((name) => (
            <li key={name} className="shrink-0">
              <ChoiceLink href={address(name)} isChosen={name === environment} label={name} count={counts.get(name)} />
            </li>
          ))}
          <li className="shrink-0">
            <Button size="sm" variant="ghost" onPress={() => setNaming(true)}>
              <Plus aria-hidden />
              New environment
            </Button>
          </li>
        </ul>
      </nav>
      <ConfigurationChoice place={place} view={view} />
      <NewEnvironmentDialog
        isOpen={isNaming}
        taken={names}
        onClose={() => setNaming(false)}
        onName={(name) => router.push(address(name))}
      />
    </div>
  );
}

/** Values of one configuration are shown at a time; without a choice those of the active one. */
function ConfigurationChoice({ place, view }: EnvironmentTabsProps) {
  const { projectId, environment, configuration } = place;
  const trpc = useTRPC();
  const router = useRouter();
  const { data = [] } = useQuery(trpc.environment.configurations.queryOptions({ projectId, environment }));
  if (data.length < 2 && configuration === undefined) return null;
  const active = data.find(({ isActive }) => isActive)?.name;
  const listed = data.map(({ name, isActive }) => ({ value: name, label: isActive ? `${name} (active)` : name }));
  const chosen = configuration ?? active ?? "";
  const isKnown = listed.some(({ value }) => value === chosen);
  return (
    <Choice
      label="Configuration"
      isInline
      className="w-72 max-w-full"
      options={isKnown ? listed : [...listed, { value: chosen, label: chosen }]}
      value={chosen}
      onChange={(name) =>
        router.push(addressOf({ projectId, environment, configuration: name === active ? undefined : name }, view))
      }
    />
  );
}
