"use client";
import { useQuery } from "@tanstack/react-query";
import { Boxes, Plus, Search } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ButtonLink } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { RelativeTime } from "@/ui/time";
import { useTRPC } from "@/ui/trpc";
import type { ProjectSummary } from "../schema";
import { describeStack } from "./stack-summary";

const filterFrom = 8;

/** The projects by name, with a filter once there are many. */
export function ProjectList({ initial }: { initial: ProjectSummary[] }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.project.list.queryOptions(undefined, { initialData: initial }));
  const [filter, setFilter] = useState("");
  if (error)
    return <ErrorState title="The projects could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) {
    return (
      <EmptyState
        icon={Boxes}
        title="No projects yet"
        action={
          <ButtonLink href="/new" variant="primary">
            <Plus aria-hidden />
            New app
          </ButtonLink>
        }
      >
        A project holds a stack, its variables and its deployments. Pick a stack and deploy it to make the first one.
      </EmptyState>
    );
  }
  const shown = data.filter(({ name }) => name.includes(filter.trim().toLowerCase()));
  return (
    <>
      {data.length >= filterFrom ? <Filter value={filter} onChange={setFilter} /> : null}
      <Card>
        {shown.length === 0 ? (
          <p className="px-4 py-8 text-center text-sm text-muted">No project is called that.</p>
        ) : null}
        <ul className="divide-y divide-separator overflow-hidden rounded-lg">
          {shown.map((project) => (
            <ProjectRow key={project.id} project={project} />
          ))}
        </ul>
      </Card>
    </>
  );
}

function ProjectRow({ project }: { project: ProjectSummary }) {
  const { id, name, config, updatedAt } = project;
  return (
    <li>
      <Link
        href={`/projects/${id}`}
        className="flex min-h-16 items-center gap-4 px-4 py-3 -outline-offset-2 hover:bg-surface-secondary"
      >
        <div className="min-w-0 flex-1">
          <p className="truncate text-sm font-medium" title={name}>
            {name}
          </p>
          <p className="truncate text-xs text-muted">{describeStack(config)}</p>
        </div>
        <RelativeTime at={updatedAt} className="shrink-0 text-xs text-muted" />
      </Link>
    </li>
  );
}

function Filter({ value, onChange }: { value: string; onChange(value: string): void }) {
  return (
    <div className="mb-3 flex h-9 max-w-xs items-center rounded-lg border border-field-border bg-surface pl-3 focus-within:border-focus pointer-coarse:h-11">
      <Search aria-hidden className="size-4 shrink-0 text-muted" />
      <input
        type="search"
        aria-label="Filter projects"
        placeholder="Filter by name"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-w-0 flex-1 bg-transparent px-2.5 text-sm outline-none placeholder:text-field-placeholder"
      />
    </div>
  );
}
