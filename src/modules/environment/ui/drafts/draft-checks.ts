import type { VariableSpec } from "@/modules/scaffold/schema";
import { findTargets } from "../../references/references";
import { type MetadataPatch, VariableKey, VariableValue } from "../../schema";
import { checkEnvironment } from "../../validation/checks";
import { isOwnName } from "../../validation/names";
import { findMistype } from "../../variables/value-types";
import type { TableRow } from "./table-rows";

/** `refused` cannot be saved; `blocks` can, but a deployment that reads the variable does not start with it. */
export interface Finding {
  level: "refused" | "blocks" | "warns";
  message: string;
}

/** What is wrong with a row as it is, without asking the server; a stored value that is hidden is not judged. */
export function checkRow(row: TableRow, at: { environment: string; taken: ReadonlySet<string> }): Finding | undefined {
  const { draft, stored, key } = row;
  if (draft?.isRemoved) return undefined;
  if (draft?.isNew) {
    const name = findNameFault(key, draft.id, at.taken);
    if (name) return { level: "refused", message: name };
  }
  if (draft?.edit && draft.edit.value === undefined) {
    return { level: "refused", message: "Type the value again. A hidden value is not kept when the page is reloaded." };
  }
  const edit = draft?.edit ?? stored;
  if (!edit || edit.value === undefined) return undefined;
  return checkValue({
    key,
    value: edit.value,
    isReference: edit.isReference,
    metadata: { ...stored, ...draft?.metadata },
    environment: at.environment,
    // Whether apps get a stored value of a reserved name is an owner's word, which its row tells and offers.
    isDecidedApart: draft === undefined && stored?.reserved !== undefined && !isOwnName(key),
  });
}

/** Why a name cannot be used. */
export function findNameFault(key: string, id: string, taken: ReadonlySet<string>): string | undefined {
  if (key === "") return "Give it a name, such as STRIPE_SECRET_KEY.";
  const named = VariableKey.safeParse(key);
  if (!named.success) return named.error.issues[0]?.message ?? "This is not a variable name.";
  return id !== key && taken.has(key) ? `${key} is set already. Edit that row instead.` : undefined;
}

interface Checked {
  key: string;
  value: string;
  isReference: boolean;
  metadata: MetadataPatch;
  environment: string;
  isDecidedApart?: boolean;
}

/** What is wrong with a value: what the server refuses, then what the rules of providers say. */
export function checkValue(checked: Checked): Finding | undefined {
  const { key, value, isReference, metadata, environment, isDecidedApart = false } = checked;
  const text = VariableValue.safeParse(value);
  if (!text.success) return { level: "refused", message: text.error.issues[0]?.message ?? "This cannot be stored." };
  if (isReference) return checkReference(value);
  const { type = "string", options = null, pattern = null } = metadata;
  const mistype = findMistype(value, { type, options, pattern });
  if (mistype) return { level: "refused", message: sentence(mistype) };
  if (value === "") return undefined;
  const [check] = checkEnvironment({
    specs: [specOf(key, metadata)],
    values: { [key]: value },
    platform: "local",
    environment,
    allowedNames: isDecidedApart ? [key] : [],
  }).variables;
  if (check?.status === "error") return { level: "blocks", message: check.message };
  return check?.status === "warning" ? { level: "warns", message: check.message } : undefined;
}

function checkReference(value: string): Finding | undefined {
  if (findTargets(value)) return undefined;
  const message = `This holds no reference that can be read. Write \${{KEY}}, \${{environment.KEY}} or \${{project.environment.KEY}}, or turn “Reference” off.`;
  return { level: "refused", message };
}

function specOf(key: string, { rule, required = false, description = "" }: MetadataPatch): VariableSpec {
  return {
    key,
    kind: "string",
    required,
    sensitive: true,
    public: false,
    source: "user",
    skippableLocally: false,
    description,
    aliases: [],
    feature: key,
    ...(rule ? { rule } : {}),
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
