import { Equal, EqualNot, type LucideIcon, SquareMinus, SquarePlus } from "lucide-react";
import type { Tone } from "@/ui/badge";
import type { CompareStatus } from "../../compare/schema";

interface StatusWord {
  label: string;
  icon: LucideIcon;
  tone: Tone;
}

export type StatusWords = Record<CompareStatus, StatusWord>;

/** Two environments beside each other. */
export const comparedWords: StatusWords = {
  different: { label: "Different", icon: EqualNot, tone: "warning" },
  missing: { label: "Missing", icon: SquareMinus, tone: "danger" },
  extra: { label: "Extra", icon: SquarePlus, tone: "info" },
  same: { label: "Same", icon: Equal, tone: "neutral" },
};

/** A save beside what holds now. */
export const sinceWords: StatusWords = {
  different: { label: "Changed since", icon: EqualNot, tone: "warning" },
  missing: { label: "Removed since", icon: SquareMinus, tone: "danger" },
  extra: { label: "Added since", icon: SquarePlus, tone: "info" },
  same: { label: "Same", icon: Equal, tone: "neutral" },
};
