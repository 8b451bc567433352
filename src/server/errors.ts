/** Codes of every error Berth answers with; each maps to one HTTP status and one CLI exit code. */
const errorCodes = {
  VALIDATION: { http: 400, exit: 2 },
  UNAUTHENTICATED: { http: 401, exit: 3 },
  FORBIDDEN: { http: 403, exit: 4 },
  NOT_FOUND: { http: 404, exit: 5 },
  CONFLICT: { http: 409, exit: 6 },
  PRECONDITION: { http: 412, exit: 6 },
  LIMIT: { http: 429, exit: 7 },
  UPSTREAM: { http: 502, exit: 7 },
  INTERNAL: { http: 500, exit: 1 },
} as const;

export type ErrorCode = keyof typeof errorCodes;

export interface ErrorBody {
  error: { code: ErrorCode; message: string; details?: unknown; requestId?: string };
}

/** The one error class. `message` is shown to people; `details` is JSON and shown to programs; `cause` only reaches the log. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details;
  }

  /** True for an AppError of this or of a duplicated copy of the module (bundlers may load two). */
  static is(error: unknown): error is AppError {
    return error instanceof Error && error.name === "AppError" && "code" in error && String(error.code) in errorCodes;
  }
}

/** Any thrown value as an AppError; what we did not foresee becomes INTERNAL and keeps its text out of the answer. */
export function toAppError(error: unknown): AppError {
  if (AppError.is(error)) return error;
  const details = zodIssues(error);
  if (details)
    return new AppError("VALIDATION", details[0]?.message ?? "The input is not valid.", { cause: error, details });
  if (isTextRefused(error))
    return new AppError("VALIDATION", "A text holds a NUL byte or is no valid Unicode. Remove that.", { cause: error });
  return new AppError("INTERNAL", "Something failed inside Berth. The log has the details under this request id.", {
    cause: error,
  });
}

/** The JSON body and status of an error answer. */
export function toHttpError(error: unknown, requestId?: string): { status: number; body: ErrorBody } {
  const { code, message, details } = toAppError(error);
  return { status: errorCodes[code].http, body: { error: { code, message, details, requestId } } };
}

/** Exit code of the CLI for an error code (the contract's table). */
export function toExitCode(code: ErrorCode): number {
  return errorCodes[code].exit;
}

/** PostgreSQL takes no NUL byte and no broken UTF-8, whichever field it came in by. */
function isTextRefused(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && at.code === "22021") return true;
  }
  return false;
}

function zodIssues(error: unknown): { path: string; message: string }[] | undefined {
  if (!(error instanceof Error) || error.name !== "ZodError" || !("issues" in error)) return undefined;
  const issues = error.issues as {
    path: PropertyKey[];
    message: string;
    code?: string;
    issues?: { message: string }[];
  }[];
  return issues.map((issue) => {
    const path = issue.path.map(String).join(".");
    // What is wrong with a record's key is said one level further in.
    const message = (issue.code === "invalid_key" && issue.issues?.[0]?.message) || issue.message;
    return { path, message: path ? `${path}: ${message}` : message };
  });
}
