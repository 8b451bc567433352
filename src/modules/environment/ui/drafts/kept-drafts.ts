import * as z from "zod";
import { MetadataPatch, Visibility } from "../../schema";
import { type Draft, type Drafts, isBlank, noDrafts } from "./draft";

const Kept = z.object({
  baseSnapshotId: z.string().nullable(),
  reason: z.string(),
  list: z.array(
    z.object({
      id: z.string(),
      key: z.string(),
      isNew: z.boolean(),
      isRemoved: z.boolean(),
      edit: z.object({ value: z.string().optional(), isReference: z.boolean() }).optional(),
      visibility: Visibility,
      metadata: MetadataPatch.omit({ visibility: true }),
    }),
  ),
});

const prefix = "berth.drafts.";

/** What is kept of drafts over a reload: names and plain values, never a value that is shown only when asked for. */
export function toKept({ baseSnapshotId = null, reason, list }: Drafts): z.infer<typeof Kept> {
  return {
    baseSnapshotId,
    reason,
    list: list
      .filter((draft) => !isBlank(draft))
      .map((draft) => ({
        ...draft,
        edit: draft.edit && {
          isReference: draft.edit.isReference,
          ...(isOpen(draft) && draft.edit.value !== undefined ? { value: draft.edit.value } : {}),
        },
      })),
  };
}

function isOpen({ visibility, metadata }: Draft): boolean {
  return visibility === "plain" && metadata.type !== "secret";
}

/** The drafts as they come back; text of another make counts as none. */
export function fromKept(text: string | null): Drafts {
  if (text === null) return noDrafts;
  try {
    const { list, ...rest } = Kept.parse(JSON.parse(text));
    return {
      ...rest,
      list: list.map((draft) => ({ ...draft, edit: draft.edit && { value: undefined, ...draft.edit } })),
    };
  } catch {
    return noDrafts;
  }
}

/** Reads the drafts of a place from the tab's storage. */
export function readKept(place: string): Drafts {
  if (typeof window === "undefined") return noDrafts;
  return fromKept(window.sessionStorage.getItem(prefix + place));
}

/** Keeps the drafts of a place for a reload of the tab. */
export function writeKept(place: string, drafts: Drafts): void {
  if (typeof window === "undefined") return;
  try {
    if (drafts.list.length === 0) window.sessionStorage.removeItem(prefix + place);
    else window.sessionStorage.setItem(prefix + place, JSON.stringify(toKept(drafts)));
  } catch {
    // The storage is full or forbidden: the drafts live on in memory, and leaving the page asks first.
  }
}
