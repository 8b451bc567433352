"use client";
import {
  CircleSlash,
  Equal,
  EyeOff,
  type LucideIcon,
  Pencil,
  SquareMinus,
  SquarePlus,
  TriangleAlert,
  UserRound,
} from "lucide-react";
import Link from "next/link";
import { addressOf, type EnvironmentPlace } from "@/modules/environment/ui/place";
import { Badge, type Tone } from "@/ui/badge";
import type { SyncItem, SyncPlan } from "../../sync/schema";
import { berthsSide, tellDrift } from "./plan-model";

const words: Record<SyncItem["change"], { label: string; icon: LucideIcon; tone: Tone }> = {
  add: { label: "Add", icon: SquarePlus, tone: "success" },
  update: { label: "Update", icon: Pencil, tone: "warning" },
  remove: { label: "Remove", icon: SquareMinus, tone: "danger" },
  same: { label: "Same", icon: Equal, tone: "neutral" },
  foreign: { label: "Not Berth's", icon: UserRound, tone: "neutral" },
  unreadable: { label: "Not shown", icon: EyeOff, tone: "neutral" },
};

/** What somebody changed there stays so until the person chooses otherwise. */
const kept = { label: "Keep theirs", icon: CircleSlash, tone: "neutral" as const };

interface PlanRowProps {
  item: SyncItem;
  place: EnvironmentPlace;
  platform: SyncPlan["target"]["platform"];
  /** Whether Berth's side wins over what somebody did there. */
  isOverwritten: boolean;
  onOverwrite(isOverwritten: boolean): void;
}

/** One variable: what would happen to it there, and where somebody changed it the choice whose value stays. */
export function PlanRow({ item, place, platform, isOverwritten, onOverwrite }: PlanRowProps) {
  const { key, change, message } = item;
  const drift = tellDrift(item, platform);
  const { label, icon, tone } = drift && !isOverwritten ? kept : words[change];
  const isHere = change !== "foreign" && change !== "remove";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <span className="w-28 shrink-0">
        <Badge icon={icon} tone={tone}>
          {label}
        </Badge>
      </span>
      <div className="min-w-0 flex-1 basis-36">
        {isHere ? (
          <Link
            href={addressOf(place, "variables", { edit: key })}
            className="font-mono text-xs font-medium break-all hover:underline"
          >
            {key}
          </Link>
        ) : (
          <span className="font-mono text-xs font-medium break-all">{key}</span>
        )}
        {drift ? (
          <p className="mt-0.5 flex gap-1.5 text-xs text-warning-text">
            <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
            {drift}
          </p>
        ) : null}
        {message ? <p className="mt-0.5 text-xs text-muted">{message}</p> : null}
        {change === "foreign" ? (
          <p className="mt-0.5 text-xs text-muted">Set there by others; it is left alone.</p>
        ) : null}
      </div>
      {drift ? (
        <label className="flex min-h-8 cursor-pointer items-center gap-2 text-xs pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 shrink-0 accent-accent"
            checked={isOverwritten}
            onChange={(event) => onOverwrite(event.target.checked)}
          />
          <span>
            {berthsSide(item)}
            <span className="sr-only"> for {key}</span>
          </span>
        </label>
      ) : null}
    </li>
  );
}
