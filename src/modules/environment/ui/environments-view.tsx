"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { ButtonLink } from "@/ui/button";
import { cn } from "@/ui/cn";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { Page, PageHeader } from "@/ui/page-header";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import { addressOf, type EnvironmentPlace, type EnvironmentView } from "./place";

const usualEnvironments = ["production", "staging", "preview", "development"];

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
    <Page>
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
          <ProjectList projects={projects.data} chosenId={chosen.id} environment={environment} />
          <div className="min-w-0 space-y-4">
            <EnvironmentTabs projectId={chosen.id} environment={environment} view={view?.id} />
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

interface ProjectListProps {
  projects: readonly { id: string; name: string }[];
  chosenId: string;
  environment: string;
}

function ProjectList({ projects, chosenId, environment }: ProjectListProps) {
  return (
    <nav aria-label="Projects" className="min-w-0">
      <ul className="-m-1 flex gap-1 overflow-x-auto p-1 bar:flex-col">
        {projects.map(({ id, name }) => (
          <li key={id} className="shrink-0">
            <ChoiceLink
              href={addressOf({ projectId: id, environment, configuration: undefined })}
              isChosen={id === chosenId}
              label={name}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface EnvironmentTabsProps {
  projectId: string;
  environment: string;
  view: string | undefined;
}

function EnvironmentTabs({ projectId, environment, view }: EnvironmentTabsProps) {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.environment.environments.queryOptions({ projectId }));
  const counts = new Map(data.map(({ name, count }) => [name, count]));
  const names = [...new Set([...usualEnvironments, ...counts.keys(), environment])];
  return (
    <nav aria-label="Environments of this project">
      <ul className="-m-1 flex gap-1 overflow-x-auto p-1">
        {names.map((name) => (
          <li key={name} className="shrink-0">
            <ChoiceLink
              href={addressOf({ projectId, environment: name, configuration: undefined }, view)}
              isChosen={name === environment}
              label={name}
              count={counts.get(name)}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface ChoiceLinkProps {
  href: string;
  isChosen: boolean;
  label: string;
  count?: number | undefined;
}

function ChoiceLink({ href, isChosen, label, count }: ChoiceLinkProps) {
  return (
    <Link
      href={href}
      aria-current={isChosen ? "page" : undefined}
      title={label}
      className={cn(
        "relative flex min-h-8 max-w-64 items-center gap-2 rounded-md px-2.5 text-sm pointer-coarse:min-h-11",
        isChosen ? "bg-surface-tertiary font-medium" : "text-muted hover:bg-surface-secondary hover:text-foreground",
      )}
    >
      <span className="truncate">{label}</span>
      {count ? (
        <>
          <span aria-hidden className="text-xs text-muted tabular-nums">
            {count}
          </span>
          <span className="sr-only">, {count} set</span>
        </>
      ) : null}
    </Link>
  );
}
