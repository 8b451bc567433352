import { AppError } from "@/server/errors";
import { type MetadataPatch, VariableMetadata } from "../schema";
import type { envVariable } from "../tables";
import { findPatternFault } from "./value-types";

/** A variable nobody described: masked text. */
export const undescribed: VariableMetadata = {
  type: "string",
  required: false,
  description: "",
  example: null,
  rule: null,
  pattern: null,
  options: null,
  visibility: "masked",
};

/** What a person gives: any part of the metadata, and the short form of the visibility. */
export type GivenMetadata = { [Part in keyof MetadataPatch]?: MetadataPatch[Part] | undefined } & {
  sensitive?: boolean | undefined;
};

export function toMetadata(row: typeof envVariable.$inferSelect): VariableMetadata {
  const { type, description, example, rule, pattern, options, visibility } = row;
  return {
    type: VariableMetadata.shape.type.parse(type),
    required: row.isRequired,
    description,
    example,
    rule,
    pattern,
    options,
    visibility: VariableMetadata.shape.visibility.parse(visibility),
  };
}

/** The same from the columns in the order a snapshot is read in. */
export function unpackMetadata([type, required, description, example, rule, pattern, options, visibility]: [
  type: VariableMetadata["type"],
  required: boolean,
  description: string,
  example: string | null,
  rule: string | null,
  pattern: string | null,
  options: string[] | null,
  visibility: VariableMetadata["visibility"],
]): VariableMetadata {
  return { type, required, description, example, rule, pattern, options, visibility };
}

/** The columns of a variable's row. */
export function toColumns({ required, ...metadata }: VariableMetadata) {
  return { ...metadata, isRequired: required };
}

/** What holds after a change. Throws VALIDATION for what cannot be, such as a restricted value made visible. */
export function changeMetadata(
  key: string,
  before: VariableMetadata | undefined,
  given: GivenMetadata,
): VariableMetadata {
  const visibility = given.visibility ?? visibilityOf(given.sensitive, before);
  const { sensitive: _, ...patch } = given;
  const said = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const after = VariableMetadata.parse({ ...(before ?? undescribed), ...said, visibility });
  const fault = faultOf(before, after);
  if (fault) throw new AppError("VALIDATION", `${key}: ${fault}`, { details: [{ path: key, message: fault }] });
  return after;
}

function visibilityOf(sensitive: boolean | undefined, before: VariableMetadata | undefined) {
  if (before?.visibility === "restricted") return sensitive === false ? "plain" : "restricted";
  if (sensitive === undefined) return before?.visibility ?? undescribed.visibility;
  return sensitive ? "masked" : "plain";
}

function faultOf(before: VariableMetadata | undefined, after: VariableMetadata): string | undefined {
  if (before?.visibility === "restricted" && after.visibility !== "restricted")
    return "its values are restricted and are never shown again. Use another name for a value that may be seen.";
  if (after.type === "secret" && after.visibility === "plain") return "a secret cannot be plain. Make it masked.";
  if (after.type === "enum" && !after.options) return "an enum needs its options.";
  return after.pattern === null ? undefined : findPatternFault(after.pattern);
}

/** The parts that differ, before and after. */
export function diffMetadata(before: VariableMetadata, after: VariableMetadata) {
  const parts = Object.keys(after) as (keyof VariableMetadata)[];
  const changed = parts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
  return Object.fromEntries(changed.map((part) => [part, { before: before[part], after: after[part] }]));
}

/** The stricter of the two. */
export function stricter(one: VariableMetadata["visibility"], other: VariableMetadata["visibility"]) {
  const order = VariableMetadata.shape.visibility.options;
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}
