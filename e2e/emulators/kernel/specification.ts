import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/** One JSON schema of an OpenAPI 3.0 document or of zod, as far as it is looked at. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  nullable?: boolean;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  default?: unknown;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

interface Body {
  $ref?: string;
  content?: Record<string, { schema?: Schema }>;
}

interface DescribedOperation {
  requestBody?: Body;
  responses?: Record<string, Body>;
}

/** An official OpenAPI description. */
export interface Specification {
  paths: Record<string, Record<string, DescribedOperation>>;
  components?: { schemas?: Record<string, Schema> };
}

/** What a description says of one operation, with the JSON pointer of each body for a validator. */
export interface SpecifiedOperation {
  request: Schema | undefined;
  /** By status, `4XX` or `default`. */
  answers: Map<string, { schema: Schema | undefined; pointer: string | undefined }>;
}

/** Folder of the official descriptions: $BERTH_SPECS, or beside the project. */
export function specificationFolder(): string | undefined {
  // biome-ignore lint/style/noProcessEnv: the folder is no part of the project.
  const named = process.env.BERTH_SPECS;
  const folder = named ?? path.resolve(import.meta.dirname, "../../../../shared/specs");
  return existsSync(path.join(folder, "vercel.openapi.json")) ? folder : undefined;
}

export function readSpecification(folder: string, file: string): Specification {
  return JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Specification;
}

/** The operation at a path, whatever its parameters are called. */
export function findOperation(spec: Specification, method: string, at: string): SpecifiedOperation | undefined {
  const verb = method.toLowerCase();
  const found = Object.entries(spec.paths).find(([key, verbs]) => anonymous(key) === anonymous(at) && verbs[verb]);
  const operation = found?.[1][verb];
  if (!found || !operation) return undefined;
  const answers = new Map<string, { schema: Schema | undefined; pointer: string | undefined }>();
  for (const [status, body] of Object.entries(operation.responses ?? {})) {
    answers.set(status, jsonOf(spec, body, ["paths", found[0], verb, "responses", status]));
  }
  return { request: jsonOf(spec, operation.requestBody ?? {}, []).schema, answers };
}

/** A schema without its reference. */
export function resolveSchema(document: object, schema: Schema): Schema {
  let resolved = schema;
  for (let depth = 0; resolved.$ref !== undefined && depth < 50; depth += 1) {
    const found = lookUp(document, resolved.$ref);
    if (!found) return {};
    resolved = found as Schema;
  }
  return resolved;
}

function jsonOf(spec: Specification, given: Body, at: string[]) {
  const parts = given.$ref === undefined ? at : given.$ref.slice(2).split("/");
  const body = given.$ref === undefined ? given : ((lookUp(spec, given.$ref) ?? {}) as Body);
  const type = Object.keys(body.content ?? {}).find((name) => name.startsWith("application/json"));
  const schema = type === undefined ? undefined : body.content?.[type]?.schema;
  const pointer = [...parts, "content", type ?? "", "schema"].map(escapePart).join("/");
  return { schema, pointer: schema === undefined ? undefined : `#/${pointer}` };
}

function escapePart(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}

function lookUp(document: object, ref: string): object | undefined {
  let found: unknown = document;
  for (const part of ref.replace(/^#\//, "").split("/")) {
    const name = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    found = typeof found === "object" && found !== null ? (found as Record<string, unknown>)[name] : undefined;
  }
  return typeof found === "object" && found !== null ? found : undefined;
}

function anonymous(at: string): string {
  return at.replaceAll(/\{[^}]*\}/g, "{}").replace(/\/$/, "");
}
