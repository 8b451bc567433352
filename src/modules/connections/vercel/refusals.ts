import { z } from "zod";
import type { Refusal } from "../http/call";
import type { PlatformErrorFields, PlatformErrorKind } from "../http/platform-error";

const ErrorBody = z.object({
  error: z.object({
    code: z.string().default(""),
    message: z.string().default(""),
    invalidToken: z.boolean().optional(),
    missingToken: z.boolean().optional(),
    /** Epoch in seconds, in milliseconds where so named. */
    limit: z.object({ reset: z.number().optional(), resetMs: z.number().optional() }).optional(),
  }),
});
type VercelError = z.infer<typeof ErrorBody>["error"];

const dayMs = 24 * 3600 * 1000;

/** Vercel's own words and codes for a refusal; undefined where the body is not Vercel's, so that the status decides. */
export function classifyRefusal(
  refusal: Refusal,
  now: Date,
): Partial<Omit<PlatformErrorFields, "platform" | "cause">> | undefined {
  const parsed = ErrorBody.safeParse(refusal.json);
  if (!parsed.success) return undefined;
  const { error } = parsed.data;
  const kind = kindOf(refusal.status, error);
  const said = { message: error.message || `Vercel answered ${refusal.status}.`, code: error.code };
  if (kind === undefined) return said;
  const at = resetOf(refusal, error);
  if (kind === "QUOTA_DAILY") return { ...said, kind, until: at ?? new Date(now.getTime() + dayMs) };
  if (kind !== "RATE_LIMITED") return { ...said, kind };
  // Retry-After is read where every platform's is; Vercel often sends its own headers alone.
  if (at === undefined || refusal.headers.has("retry-after")) return { ...said, kind };
  return { ...said, kind, retryAfterSeconds: Math.max(0, Math.ceil((at.getTime() - now.getTime()) / 1000)) };
}

function kindOf(status: number, { code, message, ...error }: VercelError): PlatformErrorKind | undefined {
  // A token that is not accepted is a 403 here, like a right that is missing.
  if (status === 401 || error.invalidToken || error.missingToken) return "AUTH_INVALID";
  if (/^api-.*(?:-free|-per-day|-daily)/.test(code)) return "QUOTA_DAILY";
  if (status === 429 || code === "rate_limited" || code === "builds_rate_limited") return "RATE_LIMITED";
  if (status === 402) return "PAYMENT_REQUIRED";
  if (status === 409 && /^Project\b.*\balready exists/i.test(message)) return "NAME_TAKEN";
  if (status === 413 || /should NOT have more than \d+ items|too large|exceeds the .*limit/i.test(message)) {
    return status === 400 || status === 413 ? "TOO_LARGE" : undefined;
  }
  return undefined;
}

/** When Vercel takes requests again: from the body, else from the header, both in seconds since 1970. */
function resetOf({ headers }: Refusal, { limit }: VercelError): Date | undefined {
  const ms = limit?.resetMs ?? (limit?.reset ?? Number(headers.get("x-ratelimit-reset") || Number.NaN)) * 1000;
  return Number.isFinite(ms) && ms > 0 ? new Date(ms) : undefined;
}
