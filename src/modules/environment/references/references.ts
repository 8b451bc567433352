import { AppError } from "@/server/errors";
import { EnvironmentName, VariableKey, type Visibility } from "../schema";
import { stricter } from "../variables/metadata";

/** What a reference names; without an environment its own, without a project its own. */
export interface Target {
  project?: string | undefined;
  environment?: string | undefined;
  key: string;
}

/** One variable as the resolver sees it. `scope` is where the references in its text are looked up. */
export interface Node<Scope> {
  scope: Scope;
  key: string;
  /** Names it among all others, such as `production.HOST`. */
  label: string;
  text: string;
  isReference: boolean;
  visibility: Visibility;
}

export type Lookup<Scope> = (scope: Scope, target: Target) => Promise<Node<Scope> | undefined>;

export interface Resolved {
  text: string;
  /** The strictest of the variable and of all that it was put together from. */
  visibility: Visibility;
  /** Labels of all that it was put together from. */
  sources: ReadonlySet<string>;
  /** How many references follow each other at most. */
  depth: number;
}

const maxDepth = 10;
const maxCharacters = 65_536;
const reference = /\$\{\{([^{}]*)\}\}/g;

/** The targets a text refers to. Undefined when it holds no reference, or one that is not well formed. */
export function findTargets(text: string): Target[] | undefined {
  const targets = [...text.matchAll(reference)].map(([, inner = ""]) => toTarget(inner));
  const isWhole = !text.replace(reference, "").includes(`\${{`);
  const found = targets.filter((target) => target !== undefined);
  return isWhole && found.length > 0 && found.length === targets.length ? found : undefined;
}

function toTarget(inner: string): Target | undefined {
  const parts = inner.trim().split(".");
  const [key = "", environment, project] = parts.toReversed();
  if (parts.length > 3 || !VariableKey.safeParse(key).success) return undefined;
  if (environment !== undefined && !EnvironmentName.safeParse(environment).success) return undefined;
  if (project !== undefined && !/^[a-z][a-z0-9-]{0,49}$/.test(project)) return undefined;
  return { project, environment, key };
}

/**
 * Resolves references, and nothing else: no `$NAME`, no command, no default. What was resolved is remembered, so a
 * resolver serves all variables of one reading.
 */
export function createResolver<Scope>(lookup: Lookup<Scope>): (node: Node<Scope>) => Promise<Resolved> {
  const known = new Map<string, Resolved>();

  async function resolve(node: Node<Scope>, path: readonly string[]): Promise<Resolved> {
    const before = known.get(node.label);
    if (before && path.length + before.depth > maxDepth) throw tooDeep([...path, node.label]);
    if (before) return before;
    const here = [...path, node.label];
    if (path.includes(node.label)) throw circle(here);
    if (here.length > maxDepth + 1) throw tooDeep(here);
    const resolved = node.isReference ? await resolveText(node, here) : literal(node);
    known.set(node.label, resolved);
    return resolved;
  }

  async function resolveText(node: Node<Scope>, path: readonly string[]): Promise<Resolved> {
    const sources = new Set<string>();
    const pieces: string[] = [];
    let [at, length, depth] = [0, 0, 0];
    let { visibility } = node;
    for (const match of node.text.matchAll(reference)) {
      const target = toTarget(match[1] ?? "");
      if (!target) throw malformed(path);
      const found = await lookup(node.scope, target);
      if (!found) throw missing(path, match[0]);
      const part = await resolve(found, path);
      pieces.push(node.text.slice(at, match.index), part.text);
      at = match.index + match[0].length;
      length += part.text.length;
      if (length > maxCharacters) throw tooLong(path);
      for (const source of [found.label, ...part.sources]) sources.add(source);
      depth = Math.max(depth, part.depth + 1);
      visibility = stricter(visibility, part.visibility);
    }
    return { text: pieces.join("") + node.text.slice(at), visibility, sources, depth };
  }

  return (node) => resolve(node, []);
}

function literal<Scope>({ text, visibility }: Node<Scope>): Resolved {
  return { text, visibility, sources: new Set(), depth: 0 };
}

function circle(path: string[]): AppError {
  return problem("cycle", path, `leads back to itself (${path.join(" > ")}). Give one of them a value of its own.`);
}

function tooDeep(path: string[]): AppError {
  return problem(
    "depth",
    path,
    `goes through more than ${maxDepth} references (${path.join(" > ")}). Shorten the way.`,
  );
}

function missing(path: readonly string[], written: string): AppError {
  const at = path.length > 1 ? ` (by way of ${path.join(" > ")})` : "";
  return problem(
    "missing",
    [...path, written],
    `refers to ${written}${at}, which is not set. Set it, or change the reference.`,
  );
}

function malformed(path: readonly string[]): AppError {
  return problem(
    "malformed",
    path,
    `holds a reference that is not well formed. Write \${{KEY}} or \${{environment.KEY}}.`,
  );
}

function tooLong(path: readonly string[]): AppError {
  return problem("size", path, "is over 64 KiB once its references are resolved. Refer to less.");
}

function problem(reason: string, path: readonly string[], said: string): AppError {
  return new AppError("PRECONDITION", `${path[0]} ${said}`, { details: { reason, path } });
}
