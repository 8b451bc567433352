import {
  Copy,
  Download,
  History,
  LayoutTemplate,
  type LucideIcon,
  Minus,
  Pencil,
  Plus,
  Rocket,
  Sparkles,
  Trash2,
} from "lucide-react";
import Link from "next/link";
import { Badge } from "@/ui/badge";
import { ButtonLink } from "@/ui/button";
import { RelativeTime } from "@/ui/time";
import type { HistoryEntry } from "../../snapshots/schema";
import { addressOf, type EnvironmentPlace } from "../place";
import { type CauseKind, describeCause, describeChange } from "./history-model";
import { type UsedBy, UsedByDeployments } from "./used-by";

const icons: Record<CauseKind, LucideIcon> = {
  edit: Pencil,
  removed: Trash2,
  made: Sparkles,
  brought: Download,
  restored: History,
  copied: Copy,
  template: LayoutTemplate,
  deployment: Rocket,
};

interface SaveRowProps {
  place: EnvironmentPlace;
  entry: HistoryEntry;
  filterKey: string | undefined;
  isCurrent: boolean;
  deployments: readonly UsedBy[];
}

/** One save: who, when, why and what it did. */
export function SaveRow({ place, entry, filterKey, isCurrent, deployments }: SaveRowProps) {
  const { snapshotId, seq, at, authorName, cause, reason } = entry;
  const { kind, words, deploymentId } = describeCause(cause);
  const Icon = icons[kind];
  const href = addressOf(place, "history", {
    save: snapshotId,
    ...(filterKey === undefined ? {} : { key: filterKey }),
  });
  return (
    <li className="flex gap-3 px-4 py-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 space-y-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={href} className="min-w-0 break-words text-sm font-medium hover:underline">
            {words}
          </Link>
          <span className="text-xs text-muted tabular-nums">save {seq}</span>
          {isCurrent ? <Badge tone="accent">Current</Badge> : null}
        </div>
        {reason ? <p className="break-words text-sm">{reason}</p> : null}
        <ChangedNames place={place} entry={entry} />
        <p className="flex flex-wrap gap-x-2 text-xs text-muted">
          <span className="break-words">{authorName}</span>
          <span aria-hidden>·</span>
          <RelativeTime at={at} />
          {deploymentId ? (
            <>
              <span aria-hidden>·</span>
              <Link href={`/deployments/${deploymentId}`} className="underline">
                The deployment that failed
              </Link>
            </>
          ) : null}
        </p>
        <UsedByDeployments deployments={deployments} />
      </div>
      <ButtonLink href={href} size="sm" variant="outline" className="shrink-0" aria-label={actionName(isCurrent, seq)}>
        {isCurrent ? "Open" : "Restore"}
      </ButtonLink>
    </li>
  );
}

function actionName(isCurrent: boolean, seq: number): string {
  return isCurrent ? `Open save ${seq}` : `Restore save ${seq}`;
}

const shownNames = 6;

function ChangedNames({ place, entry }: { place: EnvironmentPlace; entry: HistoryEntry }) {
  const { added, changed, removed } = entry;
  const all = [
    ...added.map((key) => ({ key, icon: Plus, word: "added", tone: "text-success-text" })),
    ...changed.map((key) => ({ key, icon: Pencil, word: "changed", tone: "text-warning-text" })),
    ...removed.map((key) => ({ key, icon: Minus, word: "removed", tone: "text-danger-text" })),
  ];
  if (all.length === 0) {
    return <p className="text-xs text-muted">No value changed; what it reads from other environments was fixed.</p>;
  }
  const left = all.length - shownNames;
  return (
    <ul className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs">
      {all.slice(0, shownNames).map(({ key, icon: Icon, word, tone }) => (
        <li key={`${word}/${key}`} className="flex min-w-0 items-center gap-1">
          <Icon aria-hidden className={`size-3.5 shrink-0 ${tone}`} />
          <Link
            href={addressOf(place, "history", { key })}
            title={`${key}, ${word}. Show its history`}
            className="min-w-0 break-all font-mono hover:underline"
          >
            {key}
            <span className="sr-only"> {word}</span>
          </Link>
        </li>
      ))}
      {left > 0 ? (
        <li className="text-muted tabular-nums">{`and ${left.toLocaleString("en")} more: ${describeChange(entry)}`}</li>
      ) : null}
    </ul>
  );
}
