"use client";
import { CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PagedList } from "@/modules/environment/ui/compare/paged-list";
import { addressOf, type EnvironmentPlace } from "@/modules/environment/ui/place";
import { Button } from "@/ui/button";
import { plural } from "@/ui/format";
import type { SyncPlan } from "../../sync/schema";
import { platformLabel } from "../platform-names";
import { ApplyDialog } from "./apply-dialog";
import { EffectNote } from "./effect-note";
import { countChosen, describeChosen, describeQuiet, isQuiet, sortItems } from "./plan-model";
import { PlanRow } from "./plan-row";
import type { Sync } from "./use-sync";

const nothingChosen = "Nothing would be sent. Choose Berth's side where it should win.";

interface PlanViewProps {
  plan: SyncPlan;
  place: EnvironmentPlace;
  send: Sync["send"];
  /** The result of an apply stands above and says what comes next. */
  hasResult: boolean;
}

/** What would change there, what somebody changed there, and the button that brings it about. */
export function PlanView({ plan, place, send, hasResult }: PlanViewProps) {
  const [overwrite, setOverwrite] = useState<ReadonlySet<string>>(new Set());
  const [isAsking, setAsking] = useState(false);
  const { items, target, problems, planHash } = plan;
  const sorted = sortItems(items);
  const loud = sorted.filter((item) => !isQuiet(item));
  const quiet = sorted.filter(isQuiet);
  const chosen = countChosen(items, overwrite);
  const isLocal = target.platform === "local";
  const isIdle = planHash !== null && chosen.set + chosen.remove === 0;
  const effect = isIdle ? { effect: plan.effect, effectMessage: nothingChosen } : plan;
  const canApply = planHash !== null && !isIdle;
  const rowOf = (item: (typeof items)[number]) => (
    <PlanRow
      item={item}
      place={place}
      platform={target.platform}
      isOverwritten={overwrite.has(item.key)}
      onOverwrite={(isOverwritten) => {
        const next = new Set(overwrite);
        if (isOverwritten) next.add(item.key);
        else next.delete(item.key);
        setOverwrite(next);
      }}
    />
  );
  return (
    <>
      {problems.length > 0 ? <Problems place={place} problems={problems} /> : null}
      {plan.drifted > 0 ? <DriftLine plan={plan} /> : null}
      {loud.length === 0 ? <AllSame plan={plan} /> : null}
      <PagedList items={loud} keyOf={({ key }) => key} resetKey={target.id} label={`Changes for ${target.name}`}>
        {rowOf}
      </PagedList>
      {quiet.length > 0 ? (
        <details className="border-t border-separator">
          <summary className="cursor-pointer px-4 py-2.5 text-xs text-muted pointer-coarse:py-3.5">
            {describeQuiet(quiet)}
          </summary>
          <PagedList items={quiet} keyOf={({ key }) => key} resetKey={target.id} label="Variables that stay">
            {rowOf}
          </PagedList>
        </details>
      ) : null}
      {planHash === null && (plan.effect === "none" || hasResult) ? null : (
        <EffectNote target={target} effect={effect} isSent={planHash === null && problems.length === 0}>
          {planHash === null ? null : (
            <Button size="sm" variant="primary" isDisabled={!canApply} onPress={() => setAsking(true)}>
              {isLocal ? "Reload with these values" : isIdle ? "Nothing chosen" : describeChosen(chosen)}
            </Button>
          )}
        </EffectNote>
      )}
      <ApplyDialog
        plan={plan}
        chosen={chosen}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => send(plan, [...overwrite])}
      />
    </>
  );
}

function AllSame({ plan: { target, effect, effectMessage } }: { plan: SyncPlan }) {
  const text = effect === "none" ? effectMessage : `${platformLabel(target.platform)} has the values of Berth.`;
  return (
    <p className="flex items-center gap-2 px-4 py-4 text-xs">
      <CircleCheck aria-hidden className="size-4 shrink-0 text-success-text" />
      {text}
    </p>
  );
}

function DriftLine({ plan: { drifted, target } }: { plan: SyncPlan }) {
  const label = platformLabel(target.platform);
  return (
    <p className="flex gap-2 border-b border-separator bg-warning/8 px-4 py-2.5 text-xs">
      <TriangleAlert aria-hidden className="mt-px size-4 shrink-0 text-warning-text" />
      <span>
        {plural(drifted, "variable")} {drifted === 1 ? "was" : "were"} changed on {label}. Unless you choose otherwise,{" "}
        {label} keeps what it has until the next deployment, which sets Berth's values.
      </span>
    </p>
  );
}

function Problems({ place, problems }: { place: EnvironmentPlace; problems: SyncPlan["problems"] }) {
  return (
    <div role="alert" className="border-b border-separator bg-danger/5 px-4 py-3">
      <p className="flex gap-2 text-xs font-medium">
        <TriangleAlert aria-hidden className="mt-px size-4 shrink-0 text-danger-text" />
        Nothing can be sent until {problems.length === 1 ? "this variable is" : "these variables are"} right.
      </p>
      <ul className="mt-1.5 space-y-1.5 pl-6">
        {problems.map(({ key, message }) => (
          <li key={key} className="text-xs">
            <Link
              href={addressOf(place, "variables", { edit: key })}
              className="font-mono font-medium break-all text-accent-text hover:underline"
            >
              {key}
            </Link>
            <span className="text-muted"> {message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
