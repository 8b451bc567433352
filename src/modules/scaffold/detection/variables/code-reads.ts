import type { VariableRead } from "./read";
import { isName, isUpperName } from "./read";
import { schemaReads } from "./schemas";
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
  textOf,
  type Visit,
  visitsOf,
} from "./syntax";

/** What a file calls the environment: `process.env` itself, and the names it gave to it. */
interface Scope {
  aliases: ReadonlySet<string>;
}

/** Every variable that a syntax tree reads, with its line and whether the code copes without it. */
export function codeReads(root: Node): VariableRead[] {
  const visits = visitsOf(root);
  const scope = { aliases: environmentAliases(visits) };
  const isEnvironment = (node: Node | undefined) => isEnvironmentIn(node, scope);
  const reads = visits.flatMap((visit) => [
    ...memberReads(visit, isEnvironment),
    ...destructuredReads(visit.node, isEnvironment),
    ...callReads(visit),
    ...importReads(visit.node),
  ]);
  return [...reads, ...schemaReads(visits, isEnvironment)];
}

/** `const env = process.env`, `const { env } = process`, `import { env } from "node:process"`, SvelteKit's dynamic env. */
function environmentAliases(visits: readonly Visit[]): Set<string> {
  const aliases = new Set<string>();
  for (const { node } of visits) {
    if (node.type === "ImportDeclaration") {
      const from = textOf(child(node, "source")) ?? "";
      if (!/^(?:node:)?process$|^\$env\/dynamic\//.test(from)) continue;
      for (const specifier of children(node, "specifiers")) {
        if (importedName(specifier) === "env") aliases.add(identifier(child(specifier, "local")) ?? "");
      }
    }
    if (node.type !== "VariableDeclarator") continue;
    const [id, init] = [child(node, "id"), bare(child(node, "init"))];
    if (identifier(id) && isEnvironmentIn(init, { aliases: new Set() })) aliases.add(identifier(id) ?? "");
    if (id?.type !== "ObjectPattern" || identifier(init) !== "process") continue;
    for (const property of children(id, "properties")) {
      if (propertyName(property, "key") === "env") aliases.add(identifier(child(property, "value")) ?? "");
    }
  }
  aliases.delete("");
  return aliases;
}

function isEnvironmentIn(given: Node | undefined, { aliases }: Scope): boolean {
  const node = bare(given);
  const name = identifier(node);
  if (name !== undefined) return aliases.has(name);
  if (!isMember(node) || propertyName(node, "property") !== "env") return false;
  const object = bare(child(node, "object"));
  if (object?.type === "MetaProperty") return true;
  const owner = identifier(object) ?? (isMember(object) ? propertyName(object, "property") : undefined);
  return owner === "process" || owner === "Bun";
}

type IsEnvironment = (node: Node | undefined) => boolean;

function memberReads(visit: Visit, isEnvironment: IsEnvironment): VariableRead[] {
  const { node } = visit;
  if (!isMember(node) || !isEnvironment(child(node, "object"))) return [];
  const key = propertyName(node, "property");
  if (!isName(key) || isWritten(visit)) return [];
  return [{ key, line: lineOf(node), kind: "code", ...needOf(visit) }];
}

function isWritten({ field, parent }: Visit): boolean {
  const isTarget = parent?.node.type === "AssignmentExpression" && field === "left";
  return (
    (isTarget && parent?.node.operator === "=") ||
    (parent?.node.type === "UnaryExpression" && parent.node.operator === "delete")
  );
}

/** Whether the code around a read copes with its absence. */
function needOf(visit: Visit): Pick<VariableRead, "need" | "defaultValue"> {
  const { parent } = visit;
  const around = parent?.node;
  if (!parent || !around) return { need: "plain" };
  if (around.type === "TSNonNullExpression") return { need: "required" };
  if (around.type.startsWith("TS") && visit.field === "expression") return needOf(parent);
  const isLeft = visit.field === "left";
  if (around.type === "LogicalExpression" && isLeft) return needBeside(around);
  if (around.type === "AssignmentExpression" && isLeft) return { need: "optional" };
  if (visit.field === "test") return { need: throwsWithout(around, false) ? "required" : "optional" };
  if (around.type === "UnaryExpression" && around.operator === "!") return needOfNegation(parent);
  const isCompared = around.type === "BinaryExpression" && /^[!=]==?$/.test(String(around.operator));
  const isProbed = isCompared || around.type.startsWith("Optional");
  return isProbed && (isCompared || visit.field === "object") ? { need: "optional" } : { need: "plain" };
}

/** `x || fallback` and `x ?? fallback` have a default, unless the fallback is another variable or throws. */
function needBeside(around: Node): Pick<VariableRead, "need" | "defaultValue"> {
  const right = bare(child(around, "right"));
  if (isCall(right) && /^(?:raise|fail|fatal|die|panic|throw)/i.test(identifier(child(right, "callee")) ?? "")) {
    return { need: "required" };
  }
  const defaultValue = around.operator === "&&" ? undefined : literalOf(right);
  return { need: "optional", ...(defaultValue ? { defaultValue } : {}) };
}

/** `if (!x) throw` needs it; `!!x` and `x ? a : !x` only ask. */
function needOfNegation(negation: Visit): Pick<VariableRead, "need"> {
  let at: Visit = negation;
  while (at.parent?.node.type === "LogicalExpression") at = at.parent;
  const holder = at.parent?.node;
  return { need: at.field === "test" && holder && throwsWithout(holder, true) ? "required" : "optional" };
}

/** Whether an if statement ends in an error where the variable is missing. */
function throwsWithout(statement: Node, isNegated: boolean): boolean {
  if (statement.type !== "IfStatement") return false;
  const branch = child(statement, isNegated ? "consequent" : "alternate");
  const body = branch?.type === "BlockStatement" ? children(branch, "body") : branch ? [branch] : [];
  return body.some((each) => each.type === "ThrowStatement" || isExit(child(each, "expression")));
}

function isExit(node: Node | undefined): boolean {
  return isCall(node) && propertyName(child(node, "callee"), "property") === "exit";
}

/** `const { A, B = "x", C: c } = process.env`, in declarations and assignments. */
function destructuredReads(node: Node, isEnvironment: IsEnvironment): VariableRead[] {
  const [pattern, source] =
    node.type === "VariableDeclarator"
      ? [child(node, "id"), child(node, "init")]
      : node.type === "AssignmentExpression" || node.type === "AssignmentPattern"
        ? [child(node, "left"), child(node, "right")]
        : [];
  if (pattern?.type !== "ObjectPattern" || !isEnvironment(source)) return [];
  return children(pattern, "properties").flatMap((property): VariableRead[] => {
    const key = propertyName(property, "key");
    if (property.type !== "ObjectProperty" || !isName(key)) return [];
    const value = child(property, "value");
    const hasDefault = value?.type === "AssignmentPattern";
    const defaultValue = hasDefault ? literalOf(bare(child(value, "right"))) : undefined;
    const need = hasDefault ? "optional" : "plain";
    return [{ key, line: lineOf(property), kind: "code", need, ...(defaultValue ? { defaultValue } : {}) }];
  });
}

const readerName =
  /^(?:(?:get|require|required|read|must|mustGet|assert|ensure|load|optional)_?)?env(?:_?var(?:iable)?|ironment(?:Variable)?)?(?:OrThrow)?$/i;

/** `Deno.env.get("A")`, `config.get("A")` of NestJS, `requireEnv("A")`: a read by the text of its first argument. */
function callReads(visit: Visit): VariableRead[] {
  const { node } = visit;
  if (!isCall(node)) return [];
  const [first, second] = children(node, "arguments");
  const key = textOf(first);
  if (!isUpperName(key)) return [];
  const callee = child(node, "callee");
  const name = identifier(callee) ?? "";
  const method = isMember(callee) ? (propertyName(callee, "property") ?? "") : "";
  const owner = ownerName(child(callee, "object"));
  const isReader = readerName.test(name) || (owner === "this" && readerName.test(method));
  const isGetter =
    /^(?:get|getOrThrow)$/.test(method) && /^(?:env|config|configService|_config|_configService)$/.test(owner);
  if (!isReader && !isGetter) return [];
  const defaultValue = literalOf(bare(second));
  const line = lineOf(node);
  if (/^(?:require|must|assert|ensure)|OrThrow$/i.test(name || method))
    return [{ key, line, kind: "code", need: "required" }];
  if (defaultValue !== undefined) return [{ key, line, kind: "code", need: "optional", defaultValue }];
  if (second || /^optional/i.test(name)) return [{ key, line, kind: "code", need: "optional" }];
  return [{ key, line, kind: "code", ...needOf(visit) }];
}

function ownerName(object: Node | undefined): string {
  const node = bare(object);
  if (node?.type === "ThisExpression") return "this";
  return identifier(node) ?? (isMember(node) ? (propertyName(node, "property") ?? "") : "");
}

/** SvelteKit's `$env/static/*` and Astro's `astro:env/*` give variables as imports. */
function importReads(node: Node): VariableRead[] {
  if (node.type !== "ImportDeclaration") return [];
  if (!/^(?:\$env\/static\/|astro:env\/)/.test(textOf(child(node, "source")) ?? "")) return [];
  return children(node, "specifiers").flatMap((specifier): VariableRead[] => {
    const key = importedName(specifier);
    return isUpperName(key) ? [{ key, line: lineOf(specifier), kind: "code", need: "plain" }] : [];
  });
}

function importedName(specifier: Node): string | undefined {
  const imported = child(specifier, "imported");
  return identifier(imported) ?? textOf(imported);
}
