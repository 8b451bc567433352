"use client";
import { CircleCheck, RefreshCw, Square } from "lucide-react";
import type { EnvironmentPlace } from "@/modules/environment/ui/place";
import { Status } from "@/ui/badge";
import { Button, ButtonLink } from "@/ui/button";
import { Section } from "@/ui/card";
import { ErrorState } from "@/ui/error-state";
import { detailOf } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { RelativeTime } from "@/ui/time";
import type { SyncTarget } from "../../sync/schema";
import { EmulatedBadge } from "../emulated-badge";
import { platformLabel } from "../platform-names";
import { PlanView } from "./plan-view";
import { ResultView } from "./result-view";
import { type Sync, useSync } from "./use-sync";

/** One app that runs with the environment, and what a sync would change there. */
export function TargetCard({ target, place }: { target: SyncTarget; place: EnvironmentPlace }) {
  const sync = useSync(target);
  const { plan, result, retry, send } = sync;
  return (
    <Section
      id={`sync-${target.id}`}
      title={<Title target={target} />}
      description={<Facts target={target} checkedAt={plan.data?.checkedAt} />}
      actions={<CheckButton sync={sync} name={target.name} />}
    >
      {result ? <ResultView target={target} place={place} result={result} retry={retry} /> : null}
      {plan.isError ? (
        <div className="p-4">
          <ErrorState
            title={`${platformLabel(target.platform)} could not be read`}
            error={plan.error}
            onRetry={() => void plan.refetch()}
            action={<Reconnect error={plan.error} />}
          />
        </div>
      ) : plan.data ? (
        <PlanView
          key={plan.data.planHash}
          plan={plan.data}
          place={place}
          send={send}
          hasResult={result !== undefined}
        />
      ) : sync.isChecked ? (
        <div className="p-4">
          <SkeletonRows rows={3} what={`variables on ${platformLabel(target.platform)}`} />
        </div>
      ) : (
        <p className="px-4 py-4 text-xs text-muted">
          Check reads {platformLabel(target.platform)} and shows what would change there. It changes nothing.
        </p>
      )}
    </Section>
  );
}

function Title({ target: { name, platform, emulated } }: { target: SyncTarget }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="break-all">{name}</span>
      <span className="font-normal text-muted">{platformLabel(platform)}</span>
      {emulated ? <EmulatedBadge /> : null}
    </span>
  );
}

function Facts({ target, checkedAt }: { target: SyncTarget; checkedAt: string | undefined }) {
  const { isRunning, url, syncedAt, platform } = target;
  const stopped = platform === "local" ? "Not running" : "Paused";
  return (
    <span className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-0.5">
      {isRunning ? (
        <Status tone="success" icon={CircleCheck} label="Running" />
      ) : (
        <Status tone="neutral" icon={Square} label={stopped} />
      )}
      {url ? (
        <a href={url} target="_blank" rel="noreferrer" className="break-all hover:underline">
          {url.replace(/^https?:\/\//, "")}
        </a>
      ) : null}
      {syncedAt ? (
        <span>
          Values sent <RelativeTime at={syncedAt} />
        </span>
      ) : (
        <span>No values sent since Berth keeps a record of it</span>
      )}
      {checkedAt && platform !== "local" ? (
        <span>
          Checked <RelativeTime at={checkedAt} />
        </span>
      ) : null}
    </span>
  );
}

function CheckButton({ sync: { plan, check, isChecked }, name }: { sync: Sync; name: string }) {
  return (
    <Button size="sm" isPending={plan.isFetching} aria-label={`Check ${name}`} onPress={check}>
      <RefreshCw aria-hidden />
      {isChecked ? "Check again" : "Check"}
    </Button>
  );
}

function Reconnect({ error }: { error: unknown }) {
  const connectionId = detailOf(error, "reconnect");
  if (typeof connectionId !== "string") return null;
  return (
    <ButtonLink size="sm" variant="primary" href={`/connections?reconnect=${connectionId}`}>
      Reconnect
    </ButtonLink>
  );
}
