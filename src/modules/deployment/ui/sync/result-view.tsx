"use client";
import { CircleCheck, CircleSlash, type LucideIcon, OctagonX, SquareMinus } from "lucide-react";
import { PagedList } from "@/modules/environment/ui/compare/paged-list";
import { addressOf, type EnvironmentPlace } from "@/modules/environment/ui/place";
import { Status, type Tone } from "@/ui/badge";
import { Button, ButtonLink } from "@/ui/button";
import type { SyncOutcome, SyncResult, SyncTarget } from "../../sync/schema";
import { EffectNote } from "./effect-note";
import { describeOutcomes } from "./plan-model";
import type { Sync } from "./use-sync";

const words: Record<SyncOutcome["outcome"], { label: string; icon: LucideIcon; tone: Tone }> = {
  set: { label: "Set", icon: CircleCheck, tone: "success" },
  removed: { label: "Removed", icon: SquareMinus, tone: "success" },
  kept: { label: "Left alone", icon: CircleSlash, tone: "neutral" },
  failed: { label: "Failed", icon: OctagonX, tone: "danger" },
};

interface ResultViewProps {
  target: SyncTarget;
  place: EnvironmentPlace;
  result: SyncResult;
  retry: Sync["retry"];
}

/** What became of each variable, the failed ones first, and what is left to do. */
export function ResultView({ target, place, result, retry }: ResultViewProps) {
  const isFailed = ({ outcome }: SyncOutcome) => outcome === "failed";
  const failed = result.outcomes.filter(isFailed);
  const outcomes = [...failed, ...result.outcomes.filter((each) => !isFailed(each))];
  return (
    <section aria-label={`Result for ${target.name}`} className="border-b border-separator">
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-2 px-4 py-2">
        <h3 className="text-xs font-medium">{describeOutcomes(outcomes)}</h3>
        {failed.length > 0 ? (
          <Button
            size="sm"
            isPending={retry.isPending}
            onPress={() => retry.mutate(new Set(failed.map(({ key }) => key)))}
          >
            Try the failed again
          </Button>
        ) : null}
      </div>
      <PagedList items={outcomes} keyOf={({ key }) => key} resetKey={target.id} label="What became of each variable">
        {({ key, outcome, message }) => (
          <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <Status {...words[outcome]} className="w-28 shrink-0" />
            <div className="min-w-0 flex-1 basis-36">
              <span className="font-mono text-xs font-medium break-all">{key}</span>
              {message ? <p className="text-xs break-words text-muted">{message}</p> : null}
            </div>
            {outcome === "failed" ? (
              <ButtonLink size="sm" variant="ghost" href={addressOf(place, "variables", { edit: key })}>
                Edit
              </ButtonLink>
            ) : null}
          </li>
        )}
      </PagedList>
      {result.effect === "none" ? null : <EffectNote target={target} effect={result} isSent />}
    </section>
  );
}
