import { z } from "zod";
import type { PlatformErrorFields, PlatformErrorKind } from "../http/platform-error";

export const GraphqlErrors = z
  .array(
    z.object({
      message: z.string(),
      extensions: z.object({ code: z.string().optional() }).optional(),
    }),
  )
  .min(1);
export type GraphqlErrors = z.infer<typeof GraphqlErrors>;

type Refused = Pick<PlatformErrorFields, "kind" | "message" | "code" | "retryAfterSeconds">;

// Railway answers nearly every failure with HTTP 200 and the code INTERNAL_SERVER_ERROR, so the words have to tell.
const kinds: readonly (readonly [RegExp, PlatformErrorKind])[] = [
  [/two factor authentication required/i, "AUTH_SCOPE"],
  [/not authori[sz]ed|project token not found|invalid (?:api |project )?token/i, "AUTH_INVALID"],
  [/already exists/i, "NAME_TAKEN"],
  [/too quickly|too many requests|rate.?limit/i, "RATE_LIMITED"],
  [/service ?instance not found|failed to retrieve (?:build|deployment|deploy) log/i, "NOT_READY"],
  [
    /limit (?:exceeded|reached)|(?:resource|plan|trial|usage) limit|upgrade|payment|subscri(?:be|ption)/i,
    "PAYMENT_REQUIRED",
  ],
  [/not found|does not exist/i, "NOT_FOUND"],
  [/invalid|must (?:be|have|not)|required/i, "VALIDATION"],
];

/** What a Railway error means, by its words. */
export function readRefusal([first]: GraphqlErrors): Refused {
  const message = first?.message ?? "Railway gave no reason.";
  const code = first?.extensions?.code;
  const isInput = code === "GRAPHQL_VALIDATION_FAILED" || code === "GRAPHQL_PARSE_FAILED" || code === "BAD_USER_INPUT";
  const kind = kinds.find(([words]) => words.test(message))?.[1] ?? (isInput ? "VALIDATION" : "UPSTREAM");
  const retryAfterSeconds = kind === "RATE_LIMITED" ? secondsIn(message) : undefined;
  return {
    kind,
    message: `Railway answered: ${message}`,
    ...(code === undefined ? {} : { code }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** "You can create 1 project per 30 seconds" */
function secondsIn(message: string): number | undefined {
  const [, count, unit = ""] = /per (\d+)? ?(second|minute|hour)s?/i.exec(message) ?? [];
  if (unit === "") return undefined;
  const seconds = { second: 1, minute: 60, hour: 3600 }[unit.toLowerCase()] ?? 1;
  return Number(count ?? 1) * seconds;
}
