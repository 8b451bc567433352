import type * as z from "zod";
import type { MetadataPatch, SetVariables, VariableSummary, Visibility } from "../../schema";

/** What was typed for a variable; the text is undefined when it has to be typed again after a reload. */
export interface Edit {
  value: string | undefined;
  isReference: boolean;
}

/** One change that is not saved yet. */
export interface Draft {
  /** The name of a stored variable, or an id that stays while the name of a new row is typed. */
  id: string;
  key: string;
  /** A row of its own, whose name can still be changed. */
  isNew: boolean;
  isRemoved: boolean;
  edit: Edit | undefined;
  /** Only a plain value may be written to the storage of the browser. */
  visibility: Visibility;
  /** What is said of a variable that is not stored here yet. */
  metadata: Omit<MetadataPatch, "visibility">;
}

/** Everything that is not saved yet in one place. */
export interface Drafts {
  /** The save they were made against; undefined while there are none. */
  baseSnapshotId: string | null | undefined;
  reason: string;
  list: readonly Draft[];
}

export const noDrafts: Drafts = { baseSnapshotId: undefined, reason: "", list: [] };

export type Stored = Pick<VariableSummary, "key" | "value" | "isReference" | "visibility" | "inheritedFrom"> &
  Partial<VariableSummary>;

/** Keeps what was typed for a stored or inherited variable; text that is what is stored is no change. */
export function editStored(drafts: Drafts, stored: Stored, edit: Edit): Drafts {
  const isSame = stored.value === edit.value && stored.isReference === edit.isReference;
  const rest = drafts.list.filter(({ id }) => id !== stored.key);
  if (isSame && stored.inheritedFrom === undefined && edit.value !== undefined) return { ...drafts, list: rest };
  const draft: Draft = {
    id: stored.key,
    key: stored.key,
    isNew: false,
    isRemoved: false,
    edit,
    visibility: stored.visibility,
    metadata: stored.inheritedFrom === undefined ? {} : metadataOf(stored),
  };
  return { ...drafts, list: replaced(drafts.list, draft) };
}

/** An override here is described as the variable it overrides. */
function metadataOf(stored: Stored): Draft["metadata"] {
  const { type, required, description, example, rule, pattern, options } = stored;
  const said = { type, required, description, example, rule, pattern, options };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function replaced(list: readonly Draft[], draft: Draft): Draft[] {
  const isKnown = list.some(({ id }) => id === draft.id);
  return isKnown ? list.map((each) => (each.id === draft.id ? draft : each)) : [...list, draft];
}

/** Adds an empty row on top. */
export function addRow(drafts: Drafts, row: Pick<Draft, "id"> & Partial<Draft>): Drafts {
  const draft: Draft = {
    key: "",
    isNew: true,
    isRemoved: false,
    edit: { value: "", isReference: false },
    visibility: "masked",
    metadata: {},
    ...row,
  };
  return { ...drafts, list: [draft, ...drafts.list] };
}

/** Changes a draft that is there. */
export function patchDraft(drafts: Drafts, id: string, patch: Partial<Omit<Draft, "id">>): Drafts {
  return { ...drafts, list: drafts.list.map((draft) => (draft.id === id ? { ...draft, ...patch } : draft)) };
}

/** Marks stored variables as removed and drops new rows; what was typed stays for taking the removal back. */
export function removeRows(drafts: Drafts, ids: readonly string[], stored: readonly Stored[]): Drafts {
  const own = new Map(
    stored.filter(({ inheritedFrom }) => inheritedFrom === undefined).map((each) => [each.key, each]),
  );
  const wanted = new Set(ids);
  const known = new Set(drafts.list.map(({ id }) => id));
  const kept = drafts.list
    .filter(({ id }) => !wanted.has(id) || own.has(id))
    .map((draft) => (wanted.has(draft.id) ? { ...draft, isRemoved: true } : draft));
  const fresh = ids.flatMap((id): Draft[] => {
    const each = own.get(id);
    if (!each || known.has(id)) return [];
    const { key, visibility } = each;
    return [{ id, key, isNew: false, isRemoved: true, edit: undefined, visibility, metadata: {} }];
  });
  return { ...drafts, list: [...kept, ...fresh] };
}

/** Takes a removal back; without a removal it takes back what was typed. */
export function takeBack(drafts: Drafts, ids: readonly string[]): Drafts {
  const wanted = new Set(ids);
  const list = drafts.list.flatMap((draft) => {
    if (!wanted.has(draft.id)) return [draft];
    return draft.isRemoved && draft.edit ? [{ ...draft, isRemoved: false }] : [];
  });
  return { ...drafts, list };
}

/** Lines of a pasted `.env` as rows: names that are set get the value, the others are added. */
export function pasteEntries(
  drafts: Drafts,
  entries: readonly { key: string; value: string }[],
  given: { stored: readonly Stored[]; newId: () => string; visibilityOf: (key: string) => Visibility },
): Drafts {
  const stored = new Map(given.stored.map((each) => [each.key, each]));
  return entries.toReversed().reduce((before, { key, value }) => {
    const edit = { value, isReference: false };
    const known = stored.get(key);
    if (known) return editStored(before, known, edit);
    const row = before.list.find((draft) => draft.isNew && draft.key === key);
    if (row) return patchDraft(before, row.id, { edit });
    return addRow(before, { id: given.newId(), key, edit, visibility: given.visibilityOf(key) });
  }, drafts);
}

export type Change = Pick<Required<z.input<typeof SetVariables>>, "variables" | "unset">;

/** What a save sends. Rows without a name and removals of what is gone already are left out. */
export function toChange(drafts: readonly Draft[], stored: readonly Stored[]): Change {
  const own = new Set(stored.filter(({ inheritedFrom }) => inheritedFrom === undefined).map(({ key }) => key));
  const variables: Change["variables"] = {};
  for (const { key, isRemoved, edit, metadata, visibility } of drafts) {
    if (isRemoved || key === "" || edit?.value === undefined) continue;
    const said = own.has(key) ? {} : { ...metadata, visibility };
    variables[key] = { ...said, value: edit.value, isReference: edit.isReference };
  }
  const unset = drafts.filter(({ isRemoved, key }) => isRemoved && own.has(key)).map(({ key }) => key);
  return { variables, unset };
}

/** The names a save would touch. */
export function summarize(drafts: readonly Draft[], stored: readonly Stored[]) {
  const own = new Set(stored.filter(({ inheritedFrom }) => inheritedFrom === undefined).map(({ key }) => key));
  const keysOf = (is: (draft: Draft) => boolean) => drafts.filter(is).map(({ key }) => key);
  return {
    added: keysOf(({ isRemoved, key }) => !isRemoved && !own.has(key)),
    changed: keysOf(({ isRemoved, key }) => !isRemoved && own.has(key)),
    removed: keysOf(({ isRemoved }) => isRemoved),
  };
}

/** Without a name and without a value a row says nothing yet. */
export function isBlank({ isNew, key, edit }: Draft): boolean {
  return isNew && key === "" && (edit?.value ?? "") === "";
}
