"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, History } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/ui/badge";
import { Button, ButtonLink } from "@/ui/button";
import { Section } from "@/ui/card";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { RelativeTime } from "@/ui/time";
import { useTRPC } from "@/ui/trpc";
import type { ComparedSaves } from "../../snapshots/schema";
import { ChoiceBar, ChooseAll } from "../compare/choice-bar";
import { countStatuses, filterListed, isWorthALook, type Shown } from "../compare/compare-model";
import { PagedList } from "../compare/paged-list";
import { StatusFilter } from "../compare/status-filter";
import { sinceWords } from "../compare/status-words";
import { useChosen } from "../compare/use-chosen";
import { addressOf, type EnvironmentPlace } from "../place";
import { describeCause } from "./history-model";
import { RestoreDialog } from "./restore-dialog";
import { SavedVariableRow } from "./saved-variable-row";
import { useSaveDeployments } from "./use-history";
import { UsedByDeployments } from "./used-by";

interface SaveViewProps {
  place: EnvironmentPlace;
  snapshotId: string;
  /** The variable whose history this was opened from. */
  filterKey: string | undefined;
}

/** What one save held against what holds now. */
export function SaveView({ place, snapshotId, filterKey }: SaveViewProps) {
  const trpc = useTRPC();
  const compared = useQuery(trpc.environment.compareSaves.queryOptions({ projectId: place.projectId, snapshotId }));
  return (
    <div className="space-y-4">
      <ButtonLink
        size="sm"
        variant="ghost"
        href={addressOf(place, "history", filterKey === undefined ? {} : { key: filterKey })}
      >
        <ArrowLeft aria-hidden className="size-4" />
        All saves
      </ButtonLink>
      {compared.isPending ? <SkeletonRows what="the save" /> : null}
      {compared.isError ? (
        <ErrorState
          title="The save could not be opened"
          error={compared.error}
          onRetry={() => void compared.refetch()}
        />
      ) : null}
      {compared.data ? <Opened place={place} compared={compared.data} filterKey={filterKey} /> : null}
    </div>
  );
}

interface OpenedProps {
  place: EnvironmentPlace;
  compared: ComparedSaves;
  filterKey: string | undefined;
}

function Opened({ place, compared, filterKey }: OpenedProps) {
  const { save, variables } = compared;
  const [shown, setShown] = useState<Shown>("all");
  const [search, setSearch] = useState(filterKey ?? "");
  // Undefined is closed; no names is the whole environment.
  const [restoring, setRestoring] = useState<{ keys: readonly string[] | undefined }>();
  const { chosen, toggle, toggleAll, clear } = useChosen(
    variables.map(({ key }) => key),
    variables.filter((each) => each.key === filterKey && isWorthALook(each)).map(({ key }) => key),
  );
  const listed = filterListed(variables, shown, search);
  const differing = variables.filter(isWorthALook).length;
  return (
    <>
      <SaveHead
        place={place}
        compared={compared}
        isMain={chosen.size === 0}
        onRestore={() => setRestoring({ keys: undefined })}
      />
      <Section
        id="save-variables"
        title="What it held, against now"
        description={
          differing === 0
            ? `${place.environment} holds exactly the values of this save.`
            : "Choose names to bring back only those. Values are compared on the server and not shown."
        }
      >
        <StatusFilter
          words={sinceWords}
          counts={countStatuses(variables)}
          shown={shown}
          onShow={setShown}
          search={search}
          onSearch={setSearch}
        />
        {listed.length === 0 ? (
          <p className="px-4 py-10 text-center text-sm text-muted">
            {variables.length === 0 ? "This save held nothing, and nothing holds now." : "No name fits the filter."}
          </p>
        ) : (
          <>
            <div className="border-b border-separator">
              <ChooseAll
                offered={listed.filter(isWorthALook).map(({ key }) => key)}
                chosen={chosen}
                onAll={toggleAll}
              />
            </div>
            <PagedList
              items={listed}
              keyOf={({ key }) => key}
              resetKey={`${shown}/${search}`}
              label={`Variables of save ${save.seq}`}
            >
              {(variable) => (
                <SavedVariableRow
                  place={place}
                  save={save}
                  variable={variable}
                  isChosen={chosen.has(variable.key)}
                  onToggle={() => toggle(variable.key)}
                />
              )}
            </PagedList>
          </>
        )}
        <ChoiceBar count={chosen.size} onClear={clear}>
          <Button size="sm" variant="primary" onPress={() => setRestoring({ keys: [...chosen] })}>
            Restore
          </Button>
        </ChoiceBar>
      </Section>
      <RestoreDialog
        place={place}
        compared={compared}
        keys={restoring?.keys}
        isOpen={restoring !== undefined}
        onClose={() => setRestoring(undefined)}
        onRestored={clear}
      />
    </>
  );
}

interface SaveHeadProps {
  place: EnvironmentPlace;
  compared: ComparedSaves;
  /** Nothing is chosen, so that the whole save is what is about to be restored. */
  isMain: boolean;
  onRestore(): void;
}

function SaveHead({ place, compared, isMain, onRestore }: SaveHeadProps) {
  const { save, configuration, variables } = compared;
  const deployments = useSaveDeployments(place.projectId).get(save.snapshotId) ?? [];
  const isCurrent = save.snapshotId === compared.with.snapshotId;
  const isSame = !variables.some(isWorthALook);
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-64 space-y-1">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-base font-semibold">
            Save {save.seq} of {compared.environment}
          </h2>
          {isCurrent ? <Badge tone="accent">Current</Badge> : null}
          {configuration === "default" ? null : <Badge>{configuration}</Badge>}
        </div>
        <p className="text-sm">
          {describeCause(save.cause).words}
          {save.reason ? <span className="break-words">: {save.reason}</span> : null}
        </p>
        <p className="flex flex-wrap gap-x-2 text-xs text-muted">
          <span className="break-words">{save.authorName}</span>
          <span aria-hidden>·</span>
          <RelativeTime at={save.at} />
        </p>
        <UsedByDeployments deployments={deployments} />
      </div>
      {isCurrent ? null : (
        <Button variant={isMain ? "primary" : "outline"} isDisabled={isSame} onPress={onRestore}>
          <History aria-hidden />
          Restore this save
        </Button>
      )}
    </div>
  );
}
