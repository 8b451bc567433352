interface Problem {
  code: string;
  message: string;
  requestId?: string;
}

/** What a person needs to know of any error: our own by its message, a lost connection by what to do. */
export function describeProblem(error: unknown): Problem {
  const known = knownProblem(error);
  if (known) return known;
  const message = error instanceof Error ? error.message : "Something failed.";
  if (/failed to fetch|networkerror|load failed|unexpected token|json/i.test(message)) {
    return { code: "NETWORK", message: "Berth did not answer. Check that it is still running, then try again." };
  }
  return { code: "UNKNOWN", message };
}

/** Whether an error means that the thing asked for is not there. */
export function isNotFound(error: unknown): boolean {
  return knownProblem(error)?.code === "NOT_FOUND";
}

/** What an error says to programs under a name, such as what would help. */
export function detailOf(error: unknown, name: string): unknown {
  return property(property(property(property(error, "data"), "error"), "details"), name);
}

function knownProblem(error: unknown): Problem | undefined {
  const data = property(error, "data");
  const body = property(data, "error");
  const message = property(body, "message");
  const code = property(body, "code") ?? property(data, "code");
  if (typeof message !== "string" || typeof code !== "string") return undefined;
  const requestId = property(body, "requestId");
  return { code, message, requestId: typeof requestId === "string" ? requestId : undefined };
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
