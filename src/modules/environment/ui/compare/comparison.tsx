"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { ErrorState } from "@/ui/error-state";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC } from "@/ui/trpc";
import type { Comparison as Compared } from "../../compare/schema";
import type { EnvironmentPlace } from "../place";
import { ChoiceBar, ChooseAll } from "./choice-bar";
import { copyable, countStatuses, filterListed, isWorthALook, type Shown, type Side, sideName } from "./compare-model";
import { ComparedRow } from "./compared-row";
import { CopyDialog, type CopyWish } from "./copy-dialog";
import { PagedList } from "./paged-list";
import { StatusFilter } from "./status-filter";
import { comparedWords } from "./status-words";
import { useChosen } from "./use-chosen";

interface ComparisonProps {
  place: EnvironmentPlace;
  here: Side;
  other: Side;
}

/** Two sides by name and status. No value is fetched. */
export function Comparison({ place, here, other }: ComparisonProps) {
  const trpc = useTRPC();
  const { projectId } = place;
  const compared = useQuery(trpc.environment.compare.queryOptions({ projectId, from: here, to: other }));
  if (compared.isPending) return <SkeletonRows what="the comparison" />;
  if (compared.isError) {
    return (
      <ErrorState
        title={`${sideName(here)} and ${sideName(other)} could not be compared`}
        error={compared.error}
        onRetry={() => void compared.refetch()}
      />
    );
  }
  return <Loaded projectId={projectId} here={here} other={other} variables={compared.data.variables} />;
}

interface LoadedProps {
  projectId: string;
  here: Side;
  other: Side;
  variables: Compared["variables"];
}

function Loaded({ projectId, here, other, variables }: LoadedProps) {
  const [shown, setShown] = useState<Shown>("all");
  const [search, setSearch] = useState("");
  const [wish, setWish] = useState<CopyWish>();
  const listed = filterListed(variables, shown, search);
  const { chosen, toggle, toggleAll, clear } = useChosen(variables.map(({ key }) => key));
  const picked = variables.filter(({ key }) => chosen.has(key));
  const copy = (direction: "forth" | "back", among: readonly (typeof variables)[number][]) => {
    const keys = copyable(among, direction);
    const left = among.filter(({ status }) => status === (direction === "forth" ? "extra" : "missing"));
    const [from, to] = direction === "forth" ? [here, other] : [other, here];
    setWish({ from, to, keys, leftOut: left.map(({ key }) => key) });
  };
  const missing = variables.filter(({ status }) => status === "missing");
  return (
    <Section
      id="comparison"
      title={`${sideName(here)} and ${sideName(other)}`}
      description="Compared on the server; no value is shown."
      actions={
        missing.length > 0 ? (
          <Button size="sm" onPress={() => copy("forth", missing)}>
            Promote all missing
            <ArrowRight aria-hidden />
          </Button>
        ) : null
      }
    >
      <StatusFilter
        words={comparedWords}
        counts={countStatuses(variables)}
        shown={shown}
        onShow={setShown}
        search={search}
        onSearch={setSearch}
      />
      <p className="border-b border-separator px-4 py-1.5 text-xs text-muted">
        Missing: set in {sideName(here)} only. Extra: set in {sideName(other)} only.
      </p>
      {listed.length === 0 ? (
        <p className="px-4 py-10 text-center text-sm text-muted">
          {variables.length === 0 ? "Neither side sets a variable." : "No name fits the filter."}
        </p>
      ) : (
        <>
          <ColumnHeads here={here} other={other}>
            <ChooseAll offered={listed.filter(isWorthALook).map(({ key }) => key)} chosen={chosen} onAll={toggleAll} />
          </ColumnHeads>
          <PagedList
            items={listed}
            keyOf={({ key }) => key}
            resetKey={`${shown}/${search}`}
            label={`Variables of ${sideName(here)} and ${sideName(other)}`}
          >
            {(variable) => (
              <ComparedRow
                variable={variable}
                sides={[sideName(here), sideName(other)]}
                isChosen={chosen.has(variable.key)}
                onToggle={() => toggle(variable.key)}
              />
            )}
          </PagedList>
        </>
      )}
      <ChoiceBar count={picked.length} onClear={clear}>
        <Button size="sm" isDisabled={copyable(picked, "forth").length === 0} onPress={() => copy("forth", picked)}>
          Copy to {sideName(other)}
        </Button>
        <Button size="sm" isDisabled={copyable(picked, "back").length === 0} onPress={() => copy("back", picked)}>
          Copy to {sideName(here)}
        </Button>
      </ChoiceBar>
      <CopyDialog projectId={projectId} wish={wish} onClose={() => setWish(undefined)} onCopied={clear} />
    </Section>
  );
}

function ColumnHeads({ here, other, children }: { here: Side; other: Side; children: ReactNode }) {
  return (
    <div className="flex items-center gap-4 border-b border-separator pr-4 text-xs text-muted">
      {children}
      <span aria-hidden className="hidden w-28 shrink-0 truncate column:block">
        {sideName(here)}
      </span>
      <span aria-hidden className="hidden w-28 shrink-0 truncate column:block">
        {sideName(other)}
      </span>
      <span aria-hidden className="hidden w-24 shrink-0 column:block">
        Status
      </span>
    </div>
  );
}
