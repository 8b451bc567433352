import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePlus,
  CornerDownRight,
  Link2,
  type LucideIcon,
  PencilLine,
  ShieldAlert,
  Trash2,
  TriangleAlert,
} from "lucide-react";
import { Status, type Tone } from "@/ui/badge";
import type { Finding } from "../drafts/draft-checks";
import type { TableRow } from "../drafts/table-rows";

interface State {
  tone: Tone;
  icon: LucideIcon;
  label: string;
}

/** The state of a row as icon and word: what would be saved first, then what is wrong, then what is. */
export function RowState({ row, finding }: { row: TableRow; finding: Finding | undefined }) {
  return <Status {...(draftState(row) ?? problemState(row, finding) ?? storedState(row))} />;
}

function draftState({ draft, stored }: TableRow): State | undefined {
  if (!draft) return undefined;
  if (draft.isRemoved) return { tone: "danger", icon: Trash2, label: "Removed" };
  if (draft.edit && draft.edit.value === undefined)
    return { tone: "warning", icon: CircleAlert, label: "Type it again" };
  if (!stored) return { tone: "success", icon: CirclePlus, label: "Added" };
  if (stored.inheritedFrom !== undefined) return { tone: "info", icon: PencilLine, label: "Overridden" };
  return { tone: "info", icon: PencilLine, label: "Changed" };
}

function problemState({ stored }: TableRow, finding: Finding | undefined): State | undefined {
  if (finding?.level === "warns") return { tone: "warning", icon: TriangleAlert, label: "Check this" };
  if (finding) {
    const label = stored?.isReference ? "Leads nowhere" : "Not valid";
    return { tone: "danger", icon: CircleAlert, label };
  }
  return stored?.reserved === "refused" ? { tone: "warning", icon: ShieldAlert, label: "Refused here" } : undefined;
}

function storedState({ stored }: TableRow): State {
  if (stored?.inheritedFrom !== undefined) return { tone: "neutral", icon: CornerDownRight, label: "Inherited" };
  if (stored?.isReference) return { tone: "accent", icon: Link2, label: "Reference" };
  if (stored?.value === "") return { tone: "neutral", icon: CircleDashed, label: "Empty" };
  return { tone: "success", icon: CircleCheck, label: "Set" };
}
