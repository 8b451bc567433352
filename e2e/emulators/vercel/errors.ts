import type { Answer } from "../kernel/emulator";

/** An error as Vercel writes it. */
export function refuse(status: number, code: string, message: string, more: Record<string, unknown> = {}): Answer {
  return { status, json: { error: { code, message, ...more } } };
}

/** A token that is not accepted is a 403, told apart from a missing right by a field. */
export function unauthorized(token: string | undefined): Answer {
  return token === undefined
    ? refuse(403, "forbidden", "The request is missing an authentication token", { missingToken: true })
    : refuse(403, "forbidden", "Not authorized", { invalidToken: true });
}

export function notFound(what: string): Answer {
  return refuse(404, "not_found", `The specified ${what} could not be found`);
}

const codes: Record<number, [string, string]> = {
  400: ["bad_request", "Invalid request"],
  401: ["unauthorized", "The request is not authorized"],
  402: ["payment_required", "This account has no payment method. Add one to go on."],
  403: ["forbidden", "You don't have permission to do this"],
  404: ["not_found", "The requested resource could not be found"],
  409: ["conflict", "Another change of this resource is under way"],
  413: ["request_entity_too_large", "Request Entity Too Large"],
  429: ["rate_limited", "Too many requests"],
};

/** The body of an error that a scenario names by its status alone. */
export function errorBody(status: number): unknown {
  const [code, message] = codes[status] ?? ["internal_server_error", "An unexpected internal error occurred"];
  return { error: { code, message } };
}
