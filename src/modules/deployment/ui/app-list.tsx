"use client";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { ButtonAnchor } from "@/ui/button";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { useTRPC } from "@/ui/trpc";
import type { AppSummary } from "../schema";
import { AppStatusLabel } from "./status";

/** The apps that run on this machine; nothing while there is none. */
export function AppList({ projectId }: { projectId?: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.deployment.apps.queryOptions(undefined, { refetchInterval: 5000 }));
  const apps = data?.filter((app) => projectId === undefined || app.projectId === projectId) ?? [];
  if (apps.length === 0) return null;
  return (
    <section aria-labelledby="apps" className="mb-8">
      <h2 id="apps" className="mb-3 text-sm font-medium">
        Apps on this machine
      </h2>
      <div className="grid gap-3 column:grid-cols-2">
        {apps.map((app) => (
          <AppCard key={app.id} app={app} />
        ))}
      </div>
    </section>
  );
}

function AppCard({ app }: { app: AppSummary }) {
  const { name, status, url, deploymentId } = app;
  return (
    <Card className="flex min-w-0 flex-col gap-3 p-4">
      <div className="flex items-center justify-between gap-3">
        {deploymentId ? (
          <Link
            href={`/deployments/${deploymentId}`}
            title={name}
            className="min-w-0 truncate rounded-sm text-sm font-medium hover:underline"
          >
            {name}
          </Link>
        ) : (
          <span className="min-w-0 truncate text-sm font-medium" title={name}>
            {name}
          </span>
        )}
        <AppStatusLabel status={status} />
      </div>
      <div className="flex min-w-0 items-center gap-1">
        <span className="min-w-0 flex-1 truncate font-mono text-xs text-muted" title={url}>
          {url}
        </span>
        <CopyButton text={url} what={`address of ${name}`} />
        <ButtonAnchor
          href={url}
          target="_blank"
          rel="noreferrer"
          size="sm"
          variant="ghost"
          className="button--icon-only"
          aria-label={`Open ${name}`}
        >
          <ExternalLink aria-hidden />
        </ButtonAnchor>
      </div>
    </Card>
  );
}
