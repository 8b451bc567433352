"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { Page, PageHeader } from "@/ui/page-header";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import { addressOf, type EnvironmentPlace, type EnvironmentView } from "./place";
import { ChoiceLink } from "./shell/choice-link";
import { EnvironmentTabs } from "./shell/environment-tabs";
import { LeaveGuard } from "./shell/leave-guard";
import { ProjectPicker } from "./shell/project-picker";

/** The environments of every project; the address names the project, the environment, the configuration and the view. */
export function EnvironmentsView({ views }: { views: readonly EnvironmentView[] }) {
  const trpc = useTRPC();
  const projects = useQuery(trpc.project.list.queryOptions());
  const query = useSearchParams();
  const chosen = projects.data?.find(({ id }) => id === query.get("project")) ?? projects.data?.[0];
  const environment = query.get("environment") ?? "production";
  const configuration = query.get("configuration") ?? undefined;
  const view = views.find(({ id }) => id === query.get("view")) ?? views[0];
  return (
    <Page isWide>
      <LeaveGuard />
      <PageHeader
        title="Environments"
        description="The variables each app runs with. Values are encrypted at rest; every save keeps the earlier ones for the deployments that used them."
      />
      {projects.isPending ? <SkeletonRows what="projects" /> : null}
      {projects.isError ? (
        <ErrorState
          title="Projects could not be loaded"
          error={projects.error}
          onRetry={() => void projects.refetch()}
        />
      ) : null}
      {projects.data?.length === 0 ? <NoProjects /> : null}
      {projects.data && chosen ? (
        <div className="grid grid-cols-1 gap-6 bar:grid-cols-[200px_minmax(0,1fr)]">
          <ProjectPicker projects={projects.data} chosenId={chosen.id} environment={environment} view={view?.id} />
          <div className="min-w-0 space-y-4">
            <EnvironmentTabs place={placeOf(chosen, environment, configuration)} view={view?.id} />
            <ViewTabs place={placeOf(chosen, environment, configuration)} views={views} chosenId={view?.id} />
            {view ? (
              <view.Panel
                key={`${chosen.id}/${environment}/${configuration ?? ""}`}
                place={placeOf(chosen, environment, configuration)}
              />
            ) : null}
          </div>
        </div>
      ) : null}
    </Page>
  );
}

function placeOf(
  { id, name }: { id: string; name: string },
  environment: string,
  configuration: string | undefined,
): EnvironmentPlace {
  return { projectId: id, projectName: name, environment, configuration };
}

interface ViewTabsProps {
  place: EnvironmentPlace;
  views: readonly EnvironmentView[];
  chosenId: string | undefined;
}

function ViewTabs({ place, views, chosenId }: ViewTabsProps) {
  if (views.length < 2) return null;
  return (
    <nav aria-label={`Views of ${place.environment}`} className="border-b border-separator">
      <ul className="-mx-1 flex gap-1 overflow-x-auto px-1">
        {views.map(({ id, label }) => (
          <li key={id} className="shrink-0 pb-1">
            <ChoiceLink href={addressOf(place, id)} isChosen={id === chosenId} label={label} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NoProjects() {
  const action = (
    <ButtonLink href="/new" variant="primary">
      <Plus aria-hidden className="size-4" />
      New app
    </ButtonLink>
  );
  return (
    <EmptyState icon={KeyRound} title="No project has variables yet" action={action}>
      An environment holds the addresses and keys an app runs with. Make an app, and what it needs is kept here.
    </EmptyState>
  );
}
