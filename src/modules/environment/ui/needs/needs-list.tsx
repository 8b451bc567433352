"use client";
import { Search, ShieldCheck, Trash2 } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode, useId, useState } from "react";
import { Button } from "@/ui/button";
import { Section } from "@/ui/card";
import { cn } from "@/ui/cn";
import { ConfirmDialog } from "@/ui/confirm-dialog";
import { Field } from "@/ui/field";
import { plural } from "@/ui/format";
import { RelativeTime } from "@/ui/time";
import { TargetPlatform } from "../../schema";
import { suppliedOn } from "../../validation/platform-variables";
import type { EnvironmentPlace } from "../place";
import { checkSummary, filtersOf, linesOf, type NeedsFilter, removableOf, summaryOf } from "./needs-model";
import { NeedsRow } from "./needs-row";
import { type Needs, type NeedsActions, useNeedsActions, type ValueCheck } from "./use-needs";

const pageSize = 100;
const platformLabels: Record<TargetPlatform, string> = {
  local: "This machine",
  vercel: "Vercel",
  railway: "Railway",
  render: "Render",
};

interface NeedsListProps {
  place: EnvironmentPlace;
  needs: Needs;
  values: ValueCheck;
  /** The lines are those of the place that was chosen before. */
  isRefreshing: boolean;
  onPlatform(platform: TargetPlatform): void;
  onShowFiles(): void;
  onForgetFiles: (() => void) | undefined;
}

/** The lines with their summary, filters and search. */
export function NeedsList(props: NeedsListProps) {
  const { place, needs, values, isRefreshing } = props;
  const [filter, setFilter] = useState<NeedsFilter>("all");
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(pageSize);
  const actions = useNeedsActions(place, needs.snapshotId);
  const lines = linesOf(needs.variables, filter, search);
  const rest = lines.length - limit;
  return (
    <Section
      id="needs"
      title={summaryOf(needs)}
      description={<ReadFrom {...props} />}
      actions={<PlatformChoice {...props} />}
    >
      <Toolbar needs={needs} filter={filter} onFilter={setFilter} search={search} onSearch={setSearch}>
        <Button size="sm" isPending={values.isChecking} onPress={() => values.check(needs.platform)}>
          <ShieldCheck aria-hidden />
          Check values
        </Button>
        <RemoveUnused place={place} keys={removableOf(needs.variables)} actions={actions} />
      </Toolbar>
      <p role="status" className="border-separator px-4 text-xs text-muted not-empty:border-b not-empty:py-2.5">
        {values.faults ? `${checkSummary(values.faults)} The audit log records the check.` : null}
      </p>
      <ul aria-busy={isRefreshing} className={cn("divide-y divide-separator", isRefreshing && "opacity-60")}>
        {lines.slice(0, limit).map((line) => (
          <NeedsRow
            key={line.key}
            line={line}
            fault={values.faults?.get(line.setAs ?? line.key) ?? values.faults?.get(line.key)}
            place={place}
            platform={needs.platform}
            actions={actions}
          />
        ))}
      </ul>
      {lines.length === 0 ? (
        <p className="px-4 py-8 text-center text-sm text-muted">
          {search.trim() === "" ? "No variable is in this state." : "No variable has that in its name or description."}
        </p>
      ) : null}
      {rest > 0 ? (
        <div className="border-t border-separator p-3 text-center">
          <Button size="sm" onPress={() => setLimit(limit + 10 * pageSize)}>
            Show {plural(Math.min(rest, 10 * pageSize), "more variable")}
          </Button>
        </div>
      ) : null}
      <Supplied platform={needs.platform} />
    </Section>
  );
}

/** What nobody has to set: the platform does, and the app refers to it. */
function Supplied({ platform }: { platform: TargetPlatform }) {
  const supplied = suppliedOn(platform);
  if (supplied.length === 0) return null;
  return (
    <details className="border-t border-separator px-4 py-3 text-xs text-muted">
      <summary className="w-fit cursor-pointer rounded-sm pointer-coarse:py-3">
        {platformLabels[platform]} sets {plural(supplied.length, "variable")} itself: an app refers to them, and they
        are not asked for
      </summary>
      <dl className="mt-2 grid gap-x-4 gap-y-1 column:grid-cols-[max-content_minmax(0,1fr)]">
        {supplied.map(({ key, holds }) => (
          <Fragment key={key}>
            <dt className="font-mono break-all text-foreground">{key}</dt>
            <dd className="pb-1 column:pb-0">{holds}</dd>
          </Fragment>
        ))}
      </dl>
    </details>
  );
}

function ReadFrom({ needs: { readFrom }, onShowFiles, onForgetFiles }: NeedsListProps) {
  const again = (
    <button type="button" onClick={onShowFiles} className="text-accent-text underline underline-offset-2">
      Show other files
    </button>
  );
  if (readFrom.kind === "configuration") return "Read from the project's configuration.";
  if (readFrom.kind === "deployment") {
    return (
      <>
        Read from the files of its{" "}
        <Link href={`/deployments/${readFrom.id}`} className="text-accent-text underline underline-offset-2">
          last deployment
        </Link>
        , <RelativeTime at={readFrom.at} />. {again}
      </>
    );
  }
  return (
    <>
      Read from the files of {readFrom.name}. {again}
      {onForgetFiles ? (
        <>
          {" or "}
          <button type="button" onClick={onForgetFiles} className="text-accent-text underline underline-offset-2">
            forget them
          </button>
        </>
      ) : null}
    </>
  );
}

function PlatformChoice({ needs: { platform }, onPlatform }: NeedsListProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="text-xs text-muted">
        Runs on
      </label>
      <select
        id={id}
        value={platform}
        onChange={(event) => onPlatform(TargetPlatform.parse(event.target.value))}
        className="h-8 cursor-pointer rounded-md border border-border bg-surface px-2 text-xs pointer-coarse:h-11"
      >
        {TargetPlatform.options.map((option) => (
          <option key={option} value={option}>
            {platformLabels[option]}
          </option>
        ))}
      </select>
    </>
  );
}

interface ToolbarProps {
  needs: Needs;
  filter: NeedsFilter;
  onFilter(filter: NeedsFilter): void;
  search: string;
  onSearch(search: string): void;
  children: ReactNode;
}

function Toolbar({ needs, filter, onFilter, search, onSearch, children }: ToolbarProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-separator px-4 py-2.5">
      <fieldset className="-mx-1 flex max-w-full min-w-0 gap-1 overflow-x-auto px-1 py-0.5">
        <legend className="sr-only">Show variables that are</legend>
        {filtersOf(needs).map(({ id, label, count }) => (
          <button
            key={id}
            type="button"
            aria-pressed={filter === id}
            disabled={count === 0 && id !== "all" && filter !== id}
            onClick={() => onFilter(id)}
            className={cn(
              "flex min-h-8 shrink-0 cursor-pointer items-center gap-1.5 rounded-md px-2 text-xs disabled:cursor-default disabled:opacity-50 pointer-coarse:min-h-11",
              filter === id
                ? "bg-surface-tertiary font-medium"
                : "text-muted enabled:hover:bg-surface-secondary enabled:hover:text-foreground",
            )}
          >
            {label}
            <span className="tabular-nums">{count.toLocaleString("en")}</span>
          </button>
        ))}
      </fieldset>
      <div className="ml-auto flex min-w-0 flex-wrap items-center gap-2">
        {needs.variables.length > 12 ? (
          <div className="w-44">
            <Field
              label="Search needed variables"
              isLabelHidden
              placeholder="Search"
              inputClassName="h-8 text-xs"
              value={search}
              onValueChange={onSearch}
              end={<Search aria-hidden className="pointer-events-none absolute right-2.5 size-3.5 text-muted" />}
            />
          </div>
        ) : null}
        {children}
      </div>
    </div>
  );
}

interface RemoveUnusedProps {
  place: EnvironmentPlace;
  keys: readonly string[];
  actions: NeedsActions;
}

function RemoveUnused({ place, keys, actions }: RemoveUnusedProps) {
  const [isAsking, setAsking] = useState(false);
  if (keys.length === 0 && !isAsking) return null;
  const named = keys.slice(0, 12);
  return (
    <>
      <Button size="sm" onPress={() => setAsking(true)}>
        <Trash2 aria-hidden />
        Remove unused
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Remove ${plural(keys.length, "unused variable")}`}
        action="Remove"
        isDanger
        onConfirm={() => actions.removeUnused(keys)}
      >
        <ul className="mb-3 space-y-0.5 font-mono text-xs text-foreground">
          {named.map((key) => (
            <li key={key} className="break-all">
              {key}
            </li>
          ))}
          {keys.length > named.length ? (
            <li className="font-sans">and {(keys.length - named.length).toLocaleString("en")} more</li>
          ) : null}
        </ul>
        No file of {place.projectName} names them. Some, such as TZ, are read by a runtime all the same. The history of{" "}
        {place.environment} keeps them and can bring them back.
      </ConfirmDialog>
    </>
  );
}
