import type { Answer, Exchange } from "./exchange";

export interface Route {
  method: string;
  /** `/v9/projects/:idOrName`; a last part `*path` takes the rest of the path, slashes included. */
  path: string;
  /** Name used by scenarios and by the contract. */
  operation: string;
  /** Answered without a token. */
  public?: boolean;
  handle(exchange: Exchange): Answer | Promise<Answer>;
}

export interface Match {
  route: Route;
  params: Record<string, string>;
}

/** The route of a path; where several fit, the one that is literal for longest. */
export function findRoute(routes: Route[], method: string, path: string): Match | undefined {
  return routes
    .filter((route) => route.method === method)
    .map((route) => ({ route, params: paramsOf(route.path, path) }))
    .filter((match): match is Match => match.params !== undefined)
    .sort((a, b) => (freedom(a.route.path) < freedom(b.route.path) ? -1 : 1))[0];
}

function paramsOf(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split("/");
  const actual = path.split("/");
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = actual[index];
    if (part.startsWith("*")) {
      const rest = actual.slice(index).map(decode).join("/");
      if (rest === "") return undefined;
      return { ...params, [part.slice(1)]: rest };
    }
    if (value === undefined) return undefined;
    if (!part.startsWith(":")) {
      if (part !== value) return undefined;
    } else if (value === "") return undefined;
    else params[part.slice(1)] = decode(value);
  }
  return actual.length === expected.length ? params : undefined;
}

/** Sorts a path by how much each of its parts leaves open, the first part first. */
function freedom(template: string): string {
  return template.replaceAll(/[^/]+/g, (part) => (part.startsWith("*") ? "2" : part.startsWith(":") ? "1" : "0"));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
