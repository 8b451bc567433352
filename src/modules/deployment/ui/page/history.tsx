"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Section } from "@/ui/card";
import { cn } from "@/ui/cn";
import { RelativeTime } from "@/ui/time";
import { useTRPC } from "@/ui/trpc";
import type { DeploymentDetail } from "../../schema";
import { platformLabel } from "../platform-names";
import { DeploymentStatusLabel } from "../status";

const shownHistory = 8;

const causes: Record<DeploymentDetail["cause"], string> = {
  deploy: "Deploy",
  retry: "Retry",
  redeploy: "Redeploy",
  reload: "Reload",
  rollback: "Roll back",
  promote: "Promote",
};

/** The deployments of the same project, newest first. */
export function History({ deployment }: { deployment: DeploymentDetail }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.deployment.list.queryOptions({ projectId: deployment.projectId, limit: shownHistory }),
  );
  const items = data?.items.slice(0, shownHistory) ?? [deployment];
  // One project can go to several places, which otherwise look like one.
  const isMixed = items.some(({ platform }) => platform !== deployment.platform);
  return (
    <Section
      title="History"
      id="history"
      actions={
        <Link href={`/projects/${deployment.projectId}`} className="text-xs text-accent-text hover:underline">
          All of this project
        </Link>
      }
    >
      <ol className="divide-y divide-separator">
        {items.map((item) => {
          const isThis = item.id === deployment.id;
          return (
            <li key={item.id} className={cn(isThis && "bg-accent/6")}>
              <Link
                href={`/deployments/${item.id}`}
                aria-current={isThis ? "page" : undefined}
                className="flex min-h-11 items-center gap-3 px-4 py-2 -outline-offset-2 hover:bg-surface-secondary"
              >
                <span className="flex min-w-28 shrink-0">
                  <DeploymentStatusLabel deployment={item} />
                </span>
                <span className="min-w-0 flex-1 truncate text-sm">
                  {causes[item.cause]}
                  {isMixed ? ` to ${platformLabel(item.platform)}` : null}
                  {isThis ? <span className="text-muted">, this one</span> : null}
                </span>
                <RelativeTime at={item.createdAt} className="shrink-0 text-xs text-muted" />
              </Link>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
