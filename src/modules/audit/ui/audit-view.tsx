"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { Button, ButtonAnchor } from "@/ui/button";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/empty-state";
import { ErrorState } from "@/ui/error-state";
import { Field } from "@/ui/field";
import { SkeletonRows } from "@/ui/skeleton";
import { useTRPC, useTRPCClient } from "@/ui/trpc";
import type { AuditFilter } from "../schema";
import { AuditRow } from "./audit-row";
import { ChainCard } from "./chain-card";

const pageSize = 50;

/** Every recorded act of the organization: find, read, export and prove. */
export function AuditView() {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const [chosen, setChosen] = useState(everything);
  const filter = useDeferredValue(filterOf(chosen));
  const query = useInfiniteQuery({
    queryKey: [...trpc.audit.list.queryKey(), filter],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list.query({ ...filter, limit: pageSize, cursor: pageParam }, { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextCursor,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries);
  return (
    <div className="space-y-4">
      <ChainCard />
      <Filters chosen={chosen} onChange={setChosen} exportHref={exportHref(filter)} />
      {query.error ? (
        <ErrorState title="The log could not be loaded" error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {!entries && !query.error ? <SkeletonRows what="entries" /> : null}
      {entries?.length === 0 ? (
        <EmptyState icon={ScrollText} title="Nothing was recorded that fits">
          Choose a wider time or fewer conditions. What people and programs do from now on appears here.
        </EmptyState>
      ) : null}
      {entries && entries.length > 0 ? (
        <Card>
          <ul className="divide-y divide-separator">
            {entries.map((entry) => (
              <AuditRow key={entry.id} entry={entry} />
            ))}
          </ul>
        </Card>
      ) : null}
      {query.hasNextPage ? (
        <div className="flex justify-center">
          <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            Show older
          </Button>
        </div>
      ) : null}
    </div>
  );
}

interface Chosen {
  action: string;
  actorId: string;
  /** Days as the browser writes them, such as 2026-01-31. */
  from: string;
  to: string;
  text: string;
}

const everything: Chosen = { action: "", actorId: "", from: "", to: "", text: "" };

function Filters(props: { chosen: Chosen; onChange(chosen: Chosen): void; exportHref: string }) {
  const { chosen, onChange, exportHref: href } = props;
  const trpc = useTRPC();
  const { data } = useQuery(trpc.audit.facets.queryOptions());
  const isNarrowed = Object.keys(filterOf(chosen)).length > 0;
  const set = (change: Partial<Chosen>) => onChange({ ...chosen, ...change });
  return (
    <search className="grid grid-cols-2 gap-3 column:grid-cols-4 lg:grid-cols-[minmax(12rem,2fr)_minmax(0,1.6fr)_minmax(0,1fr)_auto_auto]">
      <Field
        className="col-span-full lg:col-span-1"
        label="Words"
        type="search"
        placeholder="a key, an id, an address"
        value={chosen.text}
        onValueChange={(text) => set({ text })}
      />
      <Choice label="What" all="Everything" value={chosen.action} onChange={(action) => set({ action })}>
        {data?.actions.map((action) => ({ value: action, label: action }))}
      </Choice>
      <Choice label="Who" all="Everybody" value={chosen.actorId} onChange={(actorId) => set({ actorId })}>
        {data?.actors.map(({ id, name }) => ({ value: id, label: name }))}
      </Choice>
      <Field label="From" type="date" value={chosen.from} onValueChange={(from) => set({ from })} />
      <Field label="To" type="date" value={chosen.to} onValueChange={(to) => set({ to })} />
      <div className="col-span-full flex flex-wrap items-center gap-2 text-sm text-muted">
        {isNarrowed ? "What fits, newest first" : "Everything, newest first"}
        {isNarrowed ? (
          <Button size="sm" variant="ghost" onPress={() => onChange(everything)}>
            Clear
          </Button>
        ) : null}
        <span className="ml-auto flex gap-2">
          <ButtonAnchor size="sm" href={`${href}&format=csv`} download>
            <Download aria-hidden />
            CSV
          </ButtonAnchor>
          <ButtonAnchor size="sm" href={`${href}&format=jsonl`} download>
            <Download aria-hidden />
            JSON lines
          </ButtonAnchor>
        </span>
      </div>
    </search>
  );
}

interface ChoiceProps {
  label: string;
  /** The choice that leaves nothing out. */
  all: string;
  value: string;
  onChange(value: string): void;
  children: { value: string; label: string }[] | undefined;
}

function Choice({ label, all, value, onChange, children = [] }: ChoiceProps) {
  return (
    <label className="flex min-w-0 flex-col gap-1.5 text-xs font-medium">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 w-full rounded-lg border border-border bg-surface px-2 text-sm font-normal pointer-coarse:h-11"
      >
        <option value="">{all}</option>
        {children.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function filterOf({ action, actorId, from, to, text }: Chosen): AuditFilter {
  return {
    ...(action ? { action } : {}),
    ...(actorId ? { actorId } : {}),
    ...(text.trim() ? { text: text.trim() } : {}),
    ...(from ? { from: new Date(`${from}T00:00:00`).toISOString() } : {}),
    ...(to ? { to: new Date(`${to}T23:59:59.999`).toISOString() } : {}),
  };
}

function exportHref(filter: AuditFilter): string {
  return `/api/audit?${new URLSearchParams(filter as Record<string, string>)}`;
}
