import { isName, isUpperName, type VariableRead } from "./read";
import {
  bare,
  child,
  children,
  identifier,
  isCall,
  isMember,
  lineOf,
  literalOf,
  type Node,
  propertyName,
  type Visit,
  visitsOf,
} from "./syntax";

type IsEnvironment = (node: Node | undefined) => boolean;

/** Variables declared in a schema: t3-env, zod, valibot, envalid, Joi, Astro's env schema, Nuxt's runtime configuration. */
export function schemaReads(visits: readonly Visit[], isEnvironment: IsEnvironment): VariableRead[] {
  const declared = declarations(visits);
  const objects = new Set<Node>();
  const runtimeConfigs = new Set<Node>();
  for (const { node } of visits) {
    for (const found of objectsOf(node, declared, isEnvironment)) objects.add(found);
    const value = bare(child(node, "value"));
    if (node.type === "ObjectProperty" && propertyName(node, "key") === "runtimeConfig" && value)
      runtimeConfigs.add(value);
  }
  return [
    ...[...objects].flatMap((object) => children(object, "properties").flatMap(fieldRead)),
    ...[...runtimeConfigs].flatMap((object) => runtimeReads(object, "NUXT")),
  ];
}

/** The objects whose keys are variables, if a node is a call that makes them so. */
function objectsOf(node: Node, declared: ReadonlyMap<string, Node>, isEnvironment: IsEnvironment): Node[] {
  if (node.type === "ObjectProperty" && propertyName(node, "key") === "validationSchema") {
    return schemaObjects(child(node, "value"), declared);
  }
  if (node.type === "ObjectProperty" && propertyName(node, "key") === "env") {
    const schema = bare(propertyOf(child(node, "value"), "schema"));
    return schema?.type === "ObjectExpression" && hasEnvFields(schema) ? [schema] : [];
  }
  if (!isCall(node)) return [];
  const callee = child(node, "callee");
  const name = identifier(callee) ?? propertyName(callee, "property") ?? "";
  const given = children(node, "arguments");
  if (name === "createEnv") return createEnvObjects(given[0], declared);
  const isGiven = given.some((each) => isEnvironment(each) || spreads(each, isEnvironment));
  if (!isGiven) return [];
  if (name === "cleanEnv") return schemaObjects(given[1], declared);
  if (/^(?:parse|safeParse|parseAsync|safeParseAsync|validate|assert|from|decodeUnknownSync)$/.test(name)) {
    const owner = isMember(callee) ? child(callee, "object") : undefined;
    return [owner, ...given].flatMap((each) => schemaObjects(each, declared));
  }
  // arktype: the schema itself is called.
  return schemaObjects(callee, declared);
}

function createEnvObjects(options: Node | undefined, declared: ReadonlyMap<string, Node>): Node[] {
  const parts = ["server", "client", "shared"].map((part) => resolve(propertyOf(options, part), declared));
  return parts.filter((part): part is Node => part?.type === "ObjectExpression");
}

/** `z.object({...})` and what is chained on it, an object of fields, or a name that stands for one of them. */
function schemaObjects(node: Node | undefined, declared: ReadonlyMap<string, Node>): Node[] {
  let at = resolve(node, declared);
  for (let depth = 0; at && depth < 20; depth += 1) {
    if (at.type === "ObjectExpression") return hasUpperKeys(at) ? [at] : [];
    if (!isCall(at)) return [];
    const inner = children(at, "arguments").map((each) => resolve(each, declared));
    const object = inner.find((each) => each?.type === "ObjectExpression" && hasUpperKeys(each));
    if (object) return [object];
    const callee = child(at, "callee");
    at = resolve(isMember(callee) ? child(callee, "object") : undefined, declared);
  }
  return [];
}

function hasUpperKeys(object: Node): boolean {
  return children(object, "properties").some((property) => isUpperName(propertyName(property, "key")));
}

function hasEnvFields(object: Node): boolean {
  return children(object, "properties").some((property) => {
    const callee = child(child(property, "value"), "callee");
    return identifier(child(callee, "object")) === "envField";
  });
}

const optionalCalls = new Set(["optional", "nullish", "default", "prefault", "catch", "exactOptional", "nullable"]);
const kindOfCall: Readonly<Record<string, VariableRead["valueKind"]>> = {
  url: "url",
  uri: "url",
  email: "email",
  number: "number",
  num: "number",
  boolean: "boolean",
  bool: "boolean",
  stringbool: "boolean",
  port: "port",
};

/** A field of a schema: its key is the variable, the calls on it say the rest. */
function fieldRead(property: Node): VariableRead[] {
  const key = propertyName(property, "key");
  if (property.type !== "ObjectProperty" || !isName(key)) return [];
  const calls = callsIn(child(property, "value"));
  const names = calls.map(({ name }) => name);
  const defaults = calls.filter(({ name }) => name === "default" || name === "prefault");
  const stated = calls.flatMap(({ options }) =>
    options ? [propertyOf(options, "default"), propertyOf(options, "devDefault")] : [],
  );
  const defaultValue = [...defaults.map(({ first }) => first), ...stated]
    .map((each) => literalOf(bare(each)))
    .find(Boolean);
  const isOptional =
    names.some((name) => optionalCalls.has(name)) ||
    (!names.includes("required") && calls.some(({ isJoi }) => isJoi)) ||
    stated.some(Boolean) ||
    calls.some(({ options }) => bare(propertyOf(options, "optional"))?.value === true);
  const valueKind = names.map((name) => kindOfCall[name]).find(Boolean);
  return [
    {
      key,
      line: lineOf(property),
      kind: "schema",
      need: isOptional ? "optional" : "required",
      ...(defaultValue === undefined ? {} : { defaultValue }),
      ...(valueKind === undefined ? {} : { valueKind }),
    },
  ];
}

interface Call {
  name: string;
  first: Node | undefined;
  options: Node | undefined;
  /** Joi alone takes a field for optional until it is said to be required. */
  isJoi: boolean;
}

function callsIn(value: Node | undefined): Call[] {
  const calls: Call[] = [];
  if (!value) return calls;
  for (const { node } of visitsOf(value)) {
    if (!isCall(node)) continue;
    const callee = child(node, "callee");
    const first = children(node, "arguments")[0];
    const name = identifier(callee) ?? propertyName(callee, "property") ?? "";
    const isJoi = /^joi$/i.test(identifier(child(callee, "object")) ?? "");
    calls.push({ name, first, options: first?.type === "ObjectExpression" ? first : undefined, isJoi });
  }
  return calls;
}

/** Nuxt reads `runtimeConfig: { apiSecret, public: { apiBase } }` from NUXT_API_SECRET and NUXT_PUBLIC_API_BASE. */
function runtimeReads(object: Node, prefix: string): VariableRead[] {
  return children(object, "properties").flatMap((property): VariableRead[] => {
    const name = propertyName(property, "key");
    const value = bare(child(property, "value"));
    if (name === undefined || !value || prefix.length > 100) return [];
    const key = `${prefix}_${name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase()}`;
    if (value.type === "ObjectExpression") return runtimeReads(value, key);
    const text = literalOf(value);
    if (text === undefined || !isUpperName(key)) return [];
    const isOptional = text !== "";
    const read = { key, line: lineOf(property), kind: "schema" as const };
    return [{ ...read, need: isOptional ? "optional" : "plain", ...(isOptional ? { defaultValue: text } : {}) }];
  });
}

function declarations(visits: readonly Visit[]): Map<string, Node> {
  const declared = new Map<string, Node>();
  for (const { node } of visits) {
    const name = node.type === "VariableDeclarator" ? identifier(child(node, "id")) : undefined;
    const init = child(node, "init");
    if (name !== undefined && init) declared.set(name, init);
  }
  return declared;
}

function resolve(node: Node | undefined, declared: ReadonlyMap<string, Node>): Node | undefined {
  const at = bare(node);
  const name = identifier(at);
  return name === undefined ? at : bare(declared.get(name));
}

function propertyOf(object: Node | undefined, name: string): Node | undefined {
  const found = children(bare(object), "properties").find((property) => propertyName(property, "key") === name);
  return child(found, "value");
}

function spreads(node: Node, isEnvironment: IsEnvironment): boolean {
  return children(node, "properties").some(
    (each) => each.type === "SpreadElement" && isEnvironment(child(each, "argument")),
  );
}
