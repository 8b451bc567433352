import type { VariableMetadata } from "../../schema";
import { findPatternFault } from "../../variables/value-types";
import type { TableRow } from "../drafts/table-rows";

/** The details as they are typed: text for what may be absent. */
export interface Form extends Pick<VariableMetadata, "type" | "required" | "description" | "visibility"> {
  example: string;
  rule: string;
  pattern: string;
  /** One a line. */
  options: string;
}

export type Faults = Partial<Record<"pattern" | "options" | "visibility", string>>;

export function toForm({ stored, draft }: TableRow): Form {
  const said = { ...stored, ...draft?.metadata };
  return {
    type: said.type ?? "string",
    required: said.required ?? false,
    description: said.description ?? "",
    visibility: draft?.visibility ?? stored?.visibility ?? "masked",
    example: said.example ?? "",
    rule: said.rule ?? "",
    pattern: said.pattern ?? "",
    options: said.options?.join("\n") ?? "",
  };
}

export function toMetadata(form: Form): VariableMetadata {
  const options = optionsOf(form);
  return {
    type: form.type,
    required: form.required,
    description: form.description.trim(),
    visibility: form.visibility,
    example: form.example || null,
    rule: form.rule || null,
    pattern: form.pattern || null,
    options: form.type === "enum" && options.length > 0 ? options : null,
  };
}

/** What cannot be, and what to do instead. */
export function faultsOf(form: Form): Faults {
  const faults: Faults = {};
  const pattern = form.pattern === "" ? undefined : findPatternFault(form.pattern);
  if (pattern) faults.pattern = `${pattern.charAt(0).toUpperCase()}${pattern.slice(1)}`;
  const options = optionsOf(form);
  if (form.type === "enum" && options.length === 0) faults.options = "Give at least one value, one a line.";
  else if (options.length > 100) faults.options = "Give at most 100 values.";
  else if (options.some((option) => option.length > 200)) faults.options = "Use at most 200 characters a value.";
  if (form.type === "secret" && form.visibility === "plain")
    faults.visibility = "A secret cannot be plain. Make it masked.";
  return faults;
}

function optionsOf({ options }: Form): string[] {
  return [
    ...new Set(
      options
        .split("\n")
        .map((option) => option.trim())
        .filter((option) => option !== ""),
    ),
  ];
}
