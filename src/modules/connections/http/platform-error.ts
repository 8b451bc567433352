import type { ConnectionPlatform } from "../schema";

/**
 * Why a call of a platform's API failed.
 * - `NOT_SENT`: the request certainly did not arrive, so it may be sent again whatever it does.
 * - `UNCERTAIN`: a change was sent and its answer was lost; look up what happened before sending it again.
 * - `NOT_READY`: what the call names exists, but the platform does not see it yet.
 * - `QUOTA_DAILY`: a quota that a wait of minutes does not refill.
 */
export type PlatformErrorKind =
  | "AUTH_INVALID"
  | "AUTH_SCOPE"
  | "PAYMENT_REQUIRED"
  | "NAME_TAKEN"
  | "VALIDATION"
  | "NOT_FOUND"
  | "CONFLICT"
  | "RATE_LIMITED"
  | "QUOTA_DAILY"
  | "TOO_LARGE"
  | "SOURCE_ACCESS"
  | "NOT_READY"
  | "UPSTREAM"
  | "NOT_SENT"
  | "UNCERTAIN";

export interface PlatformErrorFields {
  platform: ConnectionPlatform;
  kind: PlatformErrorKind;
  /** What the platform said, in its own words; shown to people, so it never holds a token. */
  message: string;
  status?: number;
  /** The platform's own code. */
  code?: string;
  /** Seconds, as the platform asked. */
  retryAfterSeconds?: number;
  /** When a quota is full again. */
  until?: Date;
  /** The field of the answer that was not there or not as documented. */
  field?: string;
  cause?: unknown;
}

/** A failed call of a platform's API. */
export class PlatformError extends Error {
  readonly platform: ConnectionPlatform;
  readonly kind: PlatformErrorKind;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly until: Date | undefined;
  readonly field: string | undefined;

  constructor({ platform, kind, message, cause, ...rest }: PlatformErrorFields) {
    super(message, { cause });
    this.name = "PlatformError";
    this.platform = platform;
    this.kind = kind;
    this.status = rest.status;
    this.code = rest.code;
    this.retryAfterSeconds = rest.retryAfterSeconds;
    this.until = rest.until;
    this.field = rest.field;
  }

  /** True for a PlatformError of this or of a duplicated copy of the module. */
  static is(error: unknown): error is PlatformError {
    return error instanceof Error && error.name === "PlatformError" && "kind" in error;
  }
}
