"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Section } from "@/ui/card";
import { describeProblem } from "@/ui/problem";
import { Skeleton } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import type { DeploymentDiff } from "../../hosted/shapes";
import type { DeploymentDetail, DeploymentSummary } from "../../schema";

/** What changed between an earlier deployment of the project and this one; values of variables are never shown. */
export function CompareCard({ deployment }: { deployment: DeploymentDetail }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.deployment.list.queryOptions({ projectId: deployment.projectId, limit: 30 }));
  const earlier = data?.items.filter(({ id, createdAt }) => id !== deployment.id && createdAt < deployment.createdAt);
  const [chosen, setChosen] = useState<string>();
  const from = chosen ?? deployment.predecessorId ?? earlier?.[0]?.id;
  if (!earlier || earlier.length === 0 || !from) return null;
  return (
    <Section
      id="changes"
      title="What changed"
      actions={
        <label className="flex items-center gap-2 text-xs text-muted">
          since
          <select
            value={from}
            onChange={(event) => setChosen(event.target.value)}
            className="h-8 max-w-44 truncate rounded-lg border border-border bg-surface px-2 text-xs text-foreground pointer-coarse:h-11"
          >
            {earlier.map((item) => (
              <option key={item.id} value={item.id}>
                {nameOf(item)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <Difference from={from} to={deployment.id} />
    </Section>
  );
}

function Difference({ from, to }: { from: string; to: string }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.deployment.compare.queryOptions({ from, to }));
  if (error) return <p className="px-4 py-3 text-sm text-muted">{describeProblem(error).message}</p>;
  if (!data) return <Skeleton className="m-4 h-20" />;
  return (
    <dl className="divide-y divide-separator">
      <Row label="Choices">
        {data.config.length === 0
          ? "The same"
          : data.config.map(({ field, from: before, to: after }) => (
              <span key={field} className="block break-words">
                {field}: <del className="text-muted">{before}</del> {after}
              </span>
            ))}
      </Row>
      <Row label="Variables">
        <Names names={data.variables} what="snapshot" />
      </Row>
      <Row label="Files">
        <Names names={data.files} what="list of files" />
      </Row>
    </dl>
  );
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex gap-4 px-4 py-2 text-sm">
      <dt className="w-24 shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 flex-1">{children}</dd>
    </div>
  );
}

const shownNames = 12;
const words = { added: "added", changed: "changed", removed: "removed" } as const;

function Names({ names, what }: { names: DeploymentDiff["files"]; what: string }) {
  if (!names) return <span className="text-muted">One of the two kept no {what}.</span>;
  const kinds = (["added", "changed", "removed"] as const).filter((kind) => names[kind].length > 0);
  if (kinds.length === 0) return <>The same</>;
  return (
    <div className="space-y-1">
      {kinds.map((kind) => (
        <details key={kind} open={names[kind].length <= shownNames}>
          <summary className="cursor-pointer">
            {names[kind].length} {words[kind]}
          </summary>
          <ul className="mt-1 max-h-64 overflow-y-auto pl-4">
            {names[kind].map((name) => (
              <li key={name}>
                <code className="text-xs break-all">{name}</code>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}

function nameOf({ createdAt, cause, status }: DeploymentSummary): string {
  return `${new Date(createdAt).toLocaleString(undefined, { dateStyle: "short", timeStyle: "short" })}, ${cause}, ${status}`;
}
