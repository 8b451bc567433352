import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "@/ui/trpc";
import { useModule } from "@/ui/use-module";
import type { ResolvedVariable } from "../../references/schema";
import type { VariableSummary } from "../../schema";
import type { Finding } from "../drafts/draft-checks";
import { useDrafts } from "../drafts/draft-store";
import { buildRows, type TableRow } from "../drafts/table-rows";
import { type EnvironmentPlace, refOf } from "../place";

const loadChecks = () => import("../drafts/draft-checks");

/** What is stored in a place and what is typed there, as rows, with what is wrong with each. */
export function useVariables(place: EnvironmentPlace) {
  const trpc = useTRPC();
  const current = useQuery(trpc.environment.current.queryOptions(refOf(place)));
  const drafts = useDrafts(place);
  const variables = current.data?.variables ?? none;
  const hasReferences = variables.some(({ isReference }) => isReference);
  const resolved = useQuery(trpc.environment.resolve.queryOptions(refOf(place), { enabled: hasReferences }));
  const resolutions = useMemo(() => new Map(resolved.data?.map((each) => [each.key, each])), [resolved.data]);
  const rows = useMemo(() => buildRows(variables, drafts.list), [variables, drafts.list]);
  const taken = useMemo(() => takenNames(rows), [rows]);
  const findingOf = useFindings({ environment: place.environment, taken, resolutions });
  return { current, variables, drafts, rows, taken, resolutions, findingOf };
}

const none: readonly VariableSummary[] = [];

export type FindingOf = (row: TableRow) => Finding | undefined;

interface FindingInput {
  environment: string;
  taken: ReadonlySet<string>;
  resolutions: ReadonlyMap<string, ResolvedVariable>;
}

/** Tells what is wrong with a row; the rules are loaded after the page. */
function useFindings({ environment, taken, resolutions }: FindingInput): FindingOf {
  const { module: checks } = useModule(loadChecks);
  return useMemo(() => {
    const known = new WeakMap<VariableSummary, { finding: Finding | undefined }>();
    const check = (row: TableRow) => {
      const problem = row.draft ? undefined : resolutions.get(row.key)?.problem;
      if (problem !== undefined) return { level: "blocks" as const, message: problem };
      return checks?.checkRow(row, { environment, taken });
    };
    return (row) => {
      if (row.draft || !row.stored) return check(row);
      const before = known.get(row.stored);
      if (before) return before.finding;
      const finding = check(row);
      known.set(row.stored, { finding });
      return finding;
    };
  }, [checks, environment, resolutions, taken]);
}

/** Names that a new row cannot have: those of other rows, each new one but for the first with it. */
function takenNames(rows: readonly TableRow[]): Set<string> {
  const taken = new Set<string>();
  const seen = new Set<string>();
  for (const { key, stored } of rows) {
    if (stored ? stored.inheritedFrom === undefined : seen.has(key)) taken.add(key);
    seen.add(key);
  }
  return taken;
}
