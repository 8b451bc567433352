import * as z from "zod";
import { Platform } from "../platforms/schema";

export const ErrorType = z.enum([
  "AUTH_FAILED",
  "PROJECT_NAME_TAKEN",
  "BUILD_FAILED",
  "PLATFORM_UNAVAILABLE",
  "TIMEOUT",
  "UPLOAD_FAILED",
  "RATE_LIMIT_EXCEEDED",
  "INVALID_CONFIG",
  "INSUFFICIENT_PERMISSIONS",
  "PAYMENT_REQUIRED",
  "QUOTA_EXCEEDED",
  "START_FAILED",
  "CANCELLED",
  "UNKNOWN",
]);
export type ErrorType = z.infer<typeof ErrorType>;

/** A secret in a file, as far as a person needs it to decide whether it may go out. */
export const FoundSecret = z.object({ fingerprint: z.string(), file: z.string(), line: z.number(), name: z.string() });
export type FoundSecret = z.infer<typeof FoundSecret>;

/** A fix that one button starts. */
const RecoveryFix = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("set-variable"), key: z.string() }),
  z.object({ kind: z.literal("switch-platform"), platform: Platform, connectionId: z.string().optional() }),
  z.object({ kind: z.literal("reconnect"), connectionId: z.string() }),
  z.object({ kind: z.literal("push-to-github") }),
  z.object({ kind: z.literal("approve") }),
  z.object({ kind: z.literal("explain") }),
  z.object({ kind: z.literal("allow-secrets"), secrets: z.array(FoundSecret) }),
]);

export const RecoveryAction = z.object({
  action: z.enum(["reconnect", "retry", "manual", "alternative", "check", "fallback"]),
  label: z.string(),
  /** What the button does: a CLI command to show, or a page of Berth. */
  command: z.string().optional(),
  href: z.string().optional(),
  /** The name to deploy under instead, where that is the way out. */
  name: z.string().optional(),
  /** What Berth can do itself when the button is pressed. */
  fix: RecoveryFix.optional(),
});
export type RecoveryAction = z.infer<typeof RecoveryAction>;

export const DeploymentError = z.object({
  type: ErrorType,
  severity: z.enum(["critical", "recoverable", "temporary"]),
  /** What happened and why, in one or two sentences. */
  message: z.string(),
  suggestions: z.array(z.string()),
  recovery: z.array(RecoveryAction),
  /** The log lines that show the cause, first error first. */
  evidence: z.array(z.string()).optional(),
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
});
export type DeploymentError = z.infer<typeof DeploymentError>;

/** What the organization's model says of a failure, or why it said nothing. */
export const FailureExplanation = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), text: z.string(), model: z.string() }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
export type FailureExplanation = z.infer<typeof FailureExplanation>;
