"use client";
import { useQuery } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { CircleCheck, CircleX, FolderCode } from "lucide-react";
import { useState } from "react";
import { Section } from "@/ui/card";
import { CommandLine } from "@/ui/command-line";
import { CopyButton } from "@/ui/copy-button";
import { formatBytes } from "@/ui/format";
import { useTRPC } from "@/ui/trpc";
import type { AppMetric, DeploymentDetail } from "../../schema";
import { isolationText } from "../isolation-badge";
import { AppStatusLabel } from "../status";
import { ReloadNotice } from "../sync/reload-notice";
import { Sparkline } from "./sparkline";

interface LiveAppProps {
  deployment: DeploymentDetail;
  /** The log's stream has the page's one connection until it ends; the figures take it over. */
  isStreamOpen: boolean;
}

const kept = 60;

/** The running app: what it uses, whether it is well, where its source is and how an edit is shipped. */
export function LiveApp({ deployment, isStreamOpen }: LiveAppProps) {
  const { appName = "", checks, sourceFolder, isolation, status } = deployment;
  const trpc = useTRPC();
  const { data: app } = useQuery(
    trpc.deployment.app.queryOptions({ name: appName }, { refetchInterval: 5000, enabled: appName !== "" }),
  );
  const samples = useSamples(appName, status === "succeeded" && !isStreamOpen);
  const newest = status === "succeeded" ? samples.at(-1) : undefined;
  return (
    <Section title="Running app" id="running-app" actions={app ? <AppStatusLabel status={app.status} /> : null}>
      {status === "succeeded" ? <ReloadNotice deployment={deployment} /> : null}
      <dl className="grid divide-separator border-b border-separator column:grid-cols-3 column:divide-x">
        <Figure
          label="CPU"
          value={newest ? `${(newest.cpu * 100).toFixed(1)} %` : "–"}
          note="of one core"
          samples={samples.map(({ cpu }) => cpu)}
        />
        <Figure
          label="Memory"
          value={newest ? formatBytes(newest.memory) : "–"}
          note="resident"
          samples={samples.map(({ memory }) => memory)}
        />
        <Figure
          label="Requests"
          value={newest ? newest.requests.toLocaleString("en") : "–"}
          note="since it started"
          samples={samples.map(({ requests }) => requests)}
        />
      </dl>
      <div className="grid gap-x-8 gap-y-5 p-4 bar:grid-cols-2">
        <div>
          <h3 className="mb-2 text-xs font-medium text-muted">Health</h3>
          <ul className="space-y-1.5">
            {checks.map((check) => (
              <li key={check.name} className="flex items-start gap-2 text-sm">
                {check.ok ? (
                  <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success-text" />
                ) : (
                  <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-danger-text" />
                )}
                <span className="min-w-0 break-words">
                  <span className="sr-only">{check.ok ? "Passed: " : "Failed: "}</span>
                  {check.message}
                </span>
              </li>
            ))}
          </ul>
          {isolation === "process" ? (
            <p className="mt-3 text-xs text-pretty text-muted">Not isolated. {isolationText(isolation)}</p>
          ) : null}
        </div>
        {sourceFolder ? <SourceFolder folder={sourceFolder} /> : null}
      </div>
    </Section>
  );
}

function SourceFolder({ folder }: { folder: string }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-2 text-xs font-medium text-muted">Source folder</h3>
      <div className="flex min-w-0 items-center gap-2">
        <FolderCode aria-hidden className="size-4 shrink-0 text-muted" />
        <code className="min-w-0 flex-1 text-xs break-all">{folder}</code>
        <CopyButton text={folder} what="folder" />
      </div>
      <p className="mt-2 mb-1 text-xs text-muted">Edit a file there, then ship it:</p>
      <CommandLine command={`berth deploy --dir ${quote(folder)} --platform local`} />
    </div>
  );
}

interface FigureProps {
  label: string;
  value: string;
  note: string;
  samples: readonly number[];
}

function Figure({ label, value, note, samples }: FigureProps) {
  return (
    <div className="px-4 py-3">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="flex items-end justify-between gap-4">
        <span className="text-lg font-medium tracking-tight whitespace-nowrap">
          {value} <span className="text-xs font-normal text-muted">{note}</span>
        </span>
        <Sparkline values={samples} />
      </dd>
    </div>
  );
}

function useSamples(name: string, isOn: boolean): readonly AppMetric[] {
  const trpc = useTRPC();
  const [samples, setSamples] = useState<readonly AppMetric[]>([]);
  useSubscription(
    trpc.deployment.appMetrics.subscriptionOptions(
      { name },
      { enabled: isOn && name !== "", onData: (sample) => setSamples((known) => [...known.slice(1 - kept), sample]) },
    ),
  );
  return samples;
}

/** A path as one word for a shell. */
function quote(path: string): string {
  return /^[\w./~:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
