"use client";
import { History, Search, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Button, ButtonLink } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { Field } from "@/ui/field";
import { SkeletonRows } from "@/ui/skeleton";
import { VariableKey } from "../../schema";
import { addressOf, type EnvironmentPlace } from "../place";
import { groupByDay } from "./history-model";
import { SaveRow } from "./save-row";
import { useHistory, useSaveDeployments } from "./use-history";

interface SaveListProps {
  place: EnvironmentPlace;
  filterKey: string | undefined;
}

/** The saves, newest first, under their days. */
export function SaveList({ place, filterKey }: SaveListProps) {
  const history = useHistory(place, filterKey);
  const deployments = useSaveDeployments(place.projectId);
  const entries = history.data?.pages.flatMap((page) => page.entries) ?? [];
  const isEmpty = history.isSuccess && entries.length === 0;
  if (isEmpty && filterKey === undefined) return <NeverSaved place={place} />;
  const names = [...new Set(entries.flatMap(({ added, changed, removed }) => [...added, ...changed, ...removed]))];
  const currentId = filterKey === undefined ? entries[0]?.snapshotId : undefined;
  return (
    <div className="space-y-4">
      <KeyFilter key={filterKey} place={place} filterKey={filterKey} names={names.slice(0, 500)} />
      {history.isPending ? <SkeletonRows what="the history" /> : null}
      {history.isError ? (
        <ErrorState
          title="The history could not be loaded"
          error={history.error}
          onRetry={() => void history.refetch()}
        />
      ) : null}
      {isEmpty ? (
        <p className="rounded-lg border border-dashed border-border px-6 py-10 text-center text-sm text-muted">
          No save of {place.environment} changed a variable called <code className="break-all">{filterKey}</code>.
        </p>
      ) : null}
      {groupByDay(entries, new Date()).map(({ date, label, entries: ofDay }) => (
        <section key={date} aria-labelledby={`day-${date}`}>
          <h2 id={`day-${date}`} className="mb-2 text-xs font-medium text-muted">
            {label}
          </h2>
          <ol className="divide-y divide-separator rounded-lg border border-border bg-surface">
            {ofDay.map((entry) => (
              <SaveRow
                key={entry.snapshotId}
                place={place}
                entry={entry}
                filterKey={filterKey}
                isCurrent={entry.snapshotId === currentId}
                deployments={deployments.get(entry.snapshotId) ?? []}
              />
            ))}
          </ol>
        </section>
      ))}
      {history.hasNextPage ? (
        <Button isPending={history.isFetchingNextPage} onPress={() => void history.fetchNextPage()}>
          Load more
        </Button>
      ) : null}
    </div>
  );
}

function NeverSaved({ place }: { place: EnvironmentPlace }) {
  const action = (
    <ButtonLink variant="primary" href={addressOf(place, "variables")}>
      Set variables
    </ButtonLink>
  );
  return (
    <EmptyState icon={History} title={`Nothing was saved in ${place.environment} yet`} action={action}>
      Every save is kept here with its author and reason. Any of them can be compared with what holds now, and restored.
    </EmptyState>
  );
}

interface KeyFilterProps extends SaveListProps {
  /** Offered while typing. */
  names: readonly string[];
}

/** Narrows the history to one variable; the address holds it. */
function KeyFilter({ place, filterKey, names }: KeyFilterProps) {
  const router = useRouter();
  const listId = useId();
  const [text, setText] = useState(filterKey ?? "");
  const [problem, setProblem] = useState<string>();
  const show = (key: string) => {
    if (key === "") return router.replace(addressOf(place, "history"));
    const name = VariableKey.safeParse(key);
    setProblem(name.success ? undefined : name.error.issues[0]?.message);
    if (name.success && key !== filterKey) router.replace(addressOf(place, "history", { key }));
  };
  return (
    <search>
      <form
        className="flex max-w-md items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          show(text.trim());
        }}
      >
        <Field
          label="History of one variable"
          isLabelHidden
          placeholder="History of one variable"
          list={listId}
          value={text}
          error={problem}
          inputClassName="font-mono text-xs"
          onValueChange={(value) => {
            setText(value);
            setProblem(undefined);
            if (names.includes(value)) show(value);
          }}
        />
        <datalist id={listId}>
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button type="submit" isIconOnly aria-label="Show its history" className="pointer-coarse:size-11">
          <Search aria-hidden />
        </Button>
        {filterKey === undefined ? null : (
          <Button
            variant="ghost"
            isIconOnly
            aria-label="Show all saves"
            onPress={() => show("")}
            className="pointer-coarse:size-11"
          >
            <X aria-hidden />
          </Button>
        )}
      </form>
    </search>
  );
}
