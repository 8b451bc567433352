import type { PlatformError } from "@/modules/connections";
import type { DeploymentError } from "../schema";
import { DeploymentFailure, retryAction } from "./failure";

const types: Record<PlatformError["kind"], DeploymentError["type"]> = {
  AUTH_INVALID: "AUTH_FAILED",
  AUTH_SCOPE: "INSUFFICIENT_PERMISSIONS",
  PAYMENT_REQUIRED: "PAYMENT_REQUIRED",
  NAME_TAKEN: "PROJECT_NAME_TAKEN",
  VALIDATION: "INVALID_CONFIG",
  NOT_FOUND: "INVALID_CONFIG",
  CONFLICT: "PLATFORM_UNAVAILABLE",
  RATE_LIMITED: "RATE_LIMIT_EXCEEDED",
  QUOTA_DAILY: "QUOTA_EXCEEDED",
  TOO_LARGE: "UPLOAD_FAILED",
  SOURCE_ACCESS: "INSUFFICIENT_PERMISSIONS",
  NOT_READY: "PLATFORM_UNAVAILABLE",
  UPSTREAM: "PLATFORM_UNAVAILABLE",
  NOT_SENT: "PLATFORM_UNAVAILABLE",
  UNCERTAIN: "PLATFORM_UNAVAILABLE",
};

const temporary = new Set<PlatformError["kind"]>([
  "CONFLICT",
  "RATE_LIMITED",
  "NOT_READY",
  "UPSTREAM",
  "NOT_SENT",
  "UNCERTAIN",
]);

/** A refused call of a platform as the contract tells it. */
export function describePlatformError(error: PlatformError, _context: { name: string }): DeploymentFailure {
  const isTemporary = temporary.has(error.kind);
  return new DeploymentFailure(
    {
      type: types[error.kind],
      severity: isTemporary ? "temporary" : "recoverable",
      message: error.message,
      suggestions: [],
      recovery: [retryAction],
    },
    { isTemporary, cause: error },
  );
}
