import {
  CircleAlert,
  CircleCheck,
  CircleMinus,
  CirclePlus,
  type LucideIcon,
  Sparkles,
  TriangleAlert,
} from "lucide-react";
import { Status, type Tone } from "@/ui/badge";
import type { CheckStatus } from "../schema";

const shown: Record<CheckStatus, { tone: Tone; icon: LucideIcon; label: string }> = {
  ok: { tone: "success", icon: CircleCheck, label: "Set" },
  generated: { tone: "accent", icon: Sparkles, label: "Generated for you" },
  provided: { tone: "accent", icon: CirclePlus, label: "Filled in" },
  skipped: { tone: "neutral", icon: CircleMinus, label: "Skipped" },
  missing: { tone: "warning", icon: CircleAlert, label: "Needed" },
  warning: { tone: "warning", icon: TriangleAlert, label: "Check this" },
  error: { tone: "danger", icon: CircleAlert, label: "Not valid" },
};

/** The state of a variable as icon and word. */
export function CheckStatusLabel({ status, isRequired }: { status: CheckStatus; isRequired: boolean }) {
  const { tone, icon, label } = shown[status];
  return <Status tone={tone} icon={icon} label={status === "skipped" && !isRequired ? "Not set" : label} />;
}
