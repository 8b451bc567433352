"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CirclePause, ExternalLink } from "lucide-react";
import Link from "next/link";
import { Status } from "@/ui/badge";
import { ButtonAnchor } from "@/ui/button";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { useTRPC } from "@/ui/trpc";
import { EmulatedBadge } from "../emulated-badge";
import { platformLabel } from "../platform-names";

/** The apps on hosting platforms; nothing while there is none. */
export function HostedAppList({ projectId }: { projectId?: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.deployment.hosted.list.queryOptions(undefined, { refetchInterval: 10_000 }));
  const apps = data?.filter((app) => projectId === undefined || app.projectId === projectId) ?? [];
  if (apps.length === 0) return null;
  return (
    <section aria-labelledby="hosted-apps" className="mb-8">
      <h2 id="hosted-apps" className="mb-3 text-sm font-medium">
        Apps on hosting platforms
      </h2>
      <ul className="grid gap-3 column:grid-cols-2">
        {apps.map((app) => (
          <li key={app.id} className="min-w-0">
            <Card className="flex h-full min-w-0 flex-col gap-3 p-4">
              <div className="flex items-center justify-between gap-3">
                <Link
                  href={`/deployments/${app.deploymentId}`}
                  title={app.name}
                  className="min-w-0 truncate rounded-sm text-sm font-medium hover:underline"
                >
                  {app.name}
                </Link>
                <span className="flex shrink-0 items-center gap-2">
                  {app.emulated ? <EmulatedBadge /> : null}
                  <span className="text-xs text-muted">{platformLabel(app.platform)}</span>
                  {app.state === "paused" ? (
                    <Status tone="warning" icon={CirclePause} label="Paused" />
                  ) : (
                    <Status tone="success" icon={CircleCheck} label="Live" />
                  )}
                </span>
              </div>
              {app.url ? (
                <div className="flex min-w-0 items-center gap-1">
                  <span className="min-w-0 flex-1 truncate font-mono text-xs text-muted" title={app.url}>
                    {app.url}
                  </span>
                  <CopyButton text={app.url} what={`address of ${app.name}`} />
                  <ButtonAnchor
                    href={app.url}
                    target="_blank"
                    rel="noreferrer"
                    size="sm"
                    variant="ghost"
                    className="button--icon-only"
                    aria-label={`Open ${app.name}`}
                  >
                    <ExternalLink aria-hidden />
                  </ButtonAnchor>
                </div>
              ) : null}
            </Card>
          </li>
        ))}
      </ul>
    </section>
  );
}
