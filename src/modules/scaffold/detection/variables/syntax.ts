import { createContext, Script } from "node:vm";
import { type ParserOptions, parse } from "@babel/parser";

/** A node of a syntax tree, as far as its shape is known before looking. */
export interface Node {
  type: string;
  loc?: { start: { line: number } } | null;
  [field: string]: unknown;
}

/** A node with the way to it; `field` is where its parent holds it. */
export interface Visit {
  node: Node;
  field: string;
  parent: Visit | undefined;
}

export type ParseOutcome = { kind: "tree"; root: Node } | { kind: "unreadable"; reason: string };

const parseMs = 1000;
const context = createContext({ run: undefined });
const script = new Script("run()");

/**
 * The syntax tree of a source text of the JavaScript family; nothing of it is executed. Parsing ends after a second: some
 * short texts with nested generics take a parser exponential time.
 */
export function parseSource(text: string, path: string): ParseOutcome {
  let reason = "it is not valid code";
  for (const plugins of pluginsFor(path)) {
    try {
      const root = within(() => parse(text, optionsFor(plugins)));
      return { kind: "tree", root: root as unknown as Node };
    } catch (error) {
      if (isTimeout(error)) return { kind: "unreadable", reason: "reading it takes too long" };
      if (error instanceof RangeError) reason = "it is nested too deeply";
    }
  }
  return { kind: "unreadable", reason };
}

function optionsFor(plugins: ParserOptions["plugins"]): ParserOptions {
  return {
    sourceType: "unambiguous",
    errorRecovery: true,
    attachComment: false,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowUndeclaredExports: true,
    ...(plugins ? { plugins } : {}),
  };
}

function pluginsFor(path: string): NonNullable<ParserOptions["plugins"]>[] {
  const decorators = "decorators-legacy";
  if (/\.[cm]?ts$/.test(path)) return [["typescript", decorators]];
  if (path.endsWith(".tsx")) return [["typescript", "jsx", decorators]];
  return [
    ["jsx", decorators],
    ["typescript", "jsx", decorators],
  ];
}

/** Runs a function of ours with a deadline that also ends a loop; a context serves only to have one. */
function within<T>(run: () => T): T {
  context.run = run;
  return script.runInContext(context, { timeout: parseMs });
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}

const notCode = new Set(["loc", "errors", "comments", "tokens", "type", "start", "end", "extra"]);

/** Every node of a tree, parents first and in the order of the text, without recursion. */
export function visitsOf(root: Node): Visit[] {
  const visits: Visit[] = [];
  const open: Visit[] = [{ node: root, field: "", parent: undefined }];
  for (let visit = open.pop(); visit; visit = open.pop()) {
    visits.push(visit);
    const { node } = visit;
    // Backwards, because what is pushed last comes off first.
    for (const field of Object.keys(node).reverse()) {
      const value = notCode.has(field) ? undefined : node[field];
      if (Array.isArray(value)) {
        for (let at = value.length - 1; at >= 0; at -= 1) {
          const item: unknown = value[at];
          if (isNode(item)) open.push({ node: item, field, parent: visit });
        }
      } else if (isNode(value)) open.push({ node: value, field, parent: visit });
    }
  }
  return visits;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The child of a node in a field, if a node stands there. */
export function child(node: Node | undefined, field: string): Node | undefined {
  const value = node?.[field];
  return isNode(value) ? value : undefined;
}

/** The children of a node in a field that holds a list. */
export function children(node: Node | undefined, field: string): Node[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 1;
}

/** The name of an identifier, or the text of a string without placeholders. */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.type === "StringLiteral") return String(node.value);
  if (node?.type !== "TemplateLiteral" || children(node, "expressions").length > 0) return undefined;
  const [only] = children(node, "quasis");
  const value = only?.value;
  return typeof value === "object" && value !== null && "cooked" in value ? String(value.cooked) : undefined;
}

/** A string, number or boolean written out, as text. */
export function literalOf(node: Node | undefined): string | undefined {
  if (node?.type === "NumericLiteral" || node?.type === "BooleanLiteral") return String(node.value);
  return textOf(node);
}

export function identifier(node: Node | undefined): string | undefined {
  return node?.type === "Identifier" ? String(node.name) : undefined;
}

/** The name of a property of an object or a member access: `a.name`, `a["name"]`. */
export function propertyName(node: Node | undefined, field: "key" | "property"): string | undefined {
  const name = child(node, field);
  return node?.computed === true ? textOf(name) : (identifier(name) ?? textOf(name));
}

export function isMember(node: Node | undefined): boolean {
  return node?.type === "MemberExpression" || node?.type === "OptionalMemberExpression";
}

export function isCall(node: Node | undefined): boolean {
  return node?.type === "CallExpression" || node?.type === "OptionalCallExpression";
}

/** An expression without what only the type checker sees: `x as T`, `x!`, `x satisfies T`. */
export function bare(node: Node | undefined): Node | undefined {
  let at = node;
  while (at && (at.type.startsWith("TS") || at.type === "ParenthesizedExpression")) at = child(at, "expression");
  return at;
}
