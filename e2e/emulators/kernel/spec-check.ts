import { z } from "zod";
import type { Contract } from "./contract";
import { findOperation, resolveSchema, type Schema, type Specification } from "./specification";

/** A known difference between a contract and the official description. */
export interface Deviation {
  finding: RegExp;
  reason: string;
}

/** Compares a contract with the official description: each operation, status and field must be there, of a fitting type. */
export function compareWithSpecification(contract: Contract, spec: Specification): string[] {
  return Object.entries(contract).flatMap(([name, { method, path, request, answers }]) => {
    const official = findOperation(spec, method, path);
    if (!official) return [`${name}: the description has no ${method} ${path}`];
    const findings: string[] = [];
    const compare = (at: string, schema: z.ZodType, described: Schema | undefined, direction: Direction) => {
      const own = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema;
      if (isBodiless(own)) return;
      if (!described) findings.push(`${name}: ${at} has no JSON body in the description`);
      else new Comparison(own, spec, direction, `${name}: ${at}`, findings).visit(own, [described], "");
    };
    if (request) compare("request", request, official.request, "request");
    for (const [status, schema] of Object.entries(answers)) {
      const described =
        official.answers.get(status) ?? official.answers.get(`${status[0]}XX`) ?? official.answers.get("default");
      if (!described) findings.push(`${name}: answer ${status} is not in the description`);
      else compare(`answer ${status}`, schema, described.schema, "answer");
    }
    return findings;
  });
}

/** Findings that are not known; a deviation that no finding matches is a finding itself. */
export function withoutDeviations(findings: string[], deviations: Deviation[]): string[] {
  const stale = deviations.filter(({ finding }) => !findings.some((text) => finding.test(text)));
  return [
    ...findings.filter((text) => !deviations.some(({ finding }) => finding.test(text))),
    ...stale.map(({ finding }) => `${finding} is listed as a deviation and is none`),
  ];
}

type Direction = "request" | "answer";

class Comparison {
  constructor(
    private readonly own: Schema,
    private readonly spec: Specification,
    private readonly direction: Direction,
    private readonly title: string,
    private readonly findings: string[],
  ) {}

  /** Compares one schema of ours with the alternatives the description has for it. */
  visit(given: Schema, described: Schema[], field: string): void {
    const official = described.flatMap((schema) => alternatives(this.spec, schema));
    if (official.some(isAnything)) return;
    for (const ours of alternatives(this.own, given)) {
      if (isAnything(ours) || typesOf(ours).has("null")) continue;
      const fitting = official.filter((schema) => isCompatible(ours, schema));
      if (fitting.length === 0) {
        const types = [...new Set(official.flatMap((schema) => [...typesOf(schema)]))].join(" or ");
        this.report(field, `is ${[...typesOf(ours)].join(" or ")}, the description says ${types}`);
        continue;
      }
      this.visitValues(ours, fitting, field);
      this.visitFields(ours, fitting, field);
      const items = fitting.map((schema) => schema.items).filter((schema) => schema !== undefined);
      if (ours.items && items.length > 0) this.visit(ours.items, items, `${field}[]`);
    }
  }

  private visitValues(ours: Schema, official: Schema[], field: string): void {
    const values = valuesOf(ours);
    if (!values || official.some((schema) => !valuesOf(schema))) return;
    const known = new Set(official.flatMap((schema) => valuesOf(schema) ?? []));
    for (const value of values.filter((each) => each !== null && !known.has(each))) {
      this.report(field, `has the value ${JSON.stringify(value)}, which the description does not know`);
    }
  }

  private visitFields(ours: Schema, official: Schema[], field: string): void {
    for (const [name, schema] of Object.entries(ours.properties ?? {})) {
      const at = field === "" ? name : `${field}.${name}`;
      const found = official.map((each) => each.properties?.[name]).filter((each) => each !== undefined);
      if (found.length > 0) this.visit(schema, found, at);
      else if (!official.some(takesMore)) this.report(at, "is not in the description");
    }
    if (this.direction === "answer") return;
    const [first, ...others] = official.map((schema) => schema.required ?? []);
    for (const name of first?.filter((each) => others.every((required) => required.includes(each))) ?? []) {
      // What is generated from a description takes fields with a default for required ones.
      const isDefaulted = official.some(({ properties }) => properties?.[name]?.default !== undefined);
      const isAlwaysThere = ours.required?.includes(name) || takesMore(ours) || isDefaulted;
      if (!isAlwaysThere) this.report(field === "" ? name : `${field}.${name}`, "is required by the description");
    }
  }

  private report(field: string, text: string): void {
    const finding = `${this.title} ${field === "" ? "body" : field} ${text}`;
    if (!this.findings.includes(finding)) this.findings.push(finding);
  }
}

/** The schemas a value may follow: alternatives unfolded, parts merged. */
function alternatives(document: object, given: Schema, depth = 0): Schema[] {
  const schema = resolveSchema(document, given);
  if (depth > 20) return [schema];
  const { anyOf, oneOf, allOf, ...base } = schema;
  const choices = [...(anyOf ?? []), ...(oneOf ?? [])];
  let merged: Schema[] = [base];
  const groups = [...(allOf ?? []).map((part) => [part]), ...(choices.length > 0 ? [choices] : [])];
  for (const group of groups) {
    const unfolded = group.flatMap((part) => alternatives(document, part, depth + 1));
    merged = merged.flatMap((left) => unfolded.map((right) => merge(left, right)));
    if (merged.length > 500) merged = merged.slice(0, 500);
  }
  return merged;
}

function merge(left: Schema, right: Schema): Schema {
  return {
    ...left,
    ...right,
    ...(left.properties || right.properties ? { properties: { ...left.properties, ...right.properties } } : {}),
    ...(left.required || right.required ? { required: [...(left.required ?? []), ...(right.required ?? [])] } : {}),
  };
}

function typesOf(schema: Schema): Set<string> {
  const types = new Set(Array.isArray(schema.type) ? schema.type : schema.type === undefined ? [] : [schema.type]);
  if (types.size === 0 && schema.properties) types.add("object");
  if (types.size === 0 && schema.items) types.add("array");
  for (const value of types.size === 0 ? (valuesOf(schema) ?? []) : [])
    types.add(value === null ? "null" : typeof value);
  if (types.delete("integer")) types.add("number");
  return types;
}

function isCompatible(ours: Schema, official: Schema): boolean {
  const types = typesOf(official);
  return types.size === 0 || [...typesOf(ours)].some((type) => types.has(type));
}

function valuesOf({ enum: values, const: value }: Schema): unknown[] | undefined {
  return values ?? (value === undefined ? undefined : [value]);
}

function isAnything(schema: Schema): boolean {
  return typesOf(schema).size === 0 && !valuesOf(schema);
}

/** Fields beyond the named ones are described, or nothing is named at all. */
function takesMore({ additionalProperties, properties }: Schema): boolean {
  return additionalProperties === true || typeof additionalProperties === "object" || !properties;
}

/** `z.undefined()` and the like: no body is expected. */
function isBodiless(schema: Schema): boolean {
  return isAnything(schema) && !schema.properties && !schema.anyOf && !schema.oneOf && !schema.allOf && !schema.$ref;
}
