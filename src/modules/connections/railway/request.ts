import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type ApiAccess, type ApiAnswer, type ApiCall, callApi } from "../http/call";
import { PlatformError } from "../http/platform-error";
import type { Account } from "../schema";
import type { RailwayDocument } from "./document";
import { apiToken, projectToken } from "./documents/account";
import { noteQuota } from "./quota";
import { GraphqlErrors, readRefusal } from "./refusal";

/** An access whose account is known, as a connection has it; needed for project tokens, which travel in a header of their own. */
export type RailwayAccess = ApiAccess & { account?: Account };

export const projectTokenScope = "project-token";

function isProjectToken({ account }: RailwayAccess): boolean {
  return account?.scopes.includes(projectTokenScope) ?? false;
}

export function tokenHeaders(access: RailwayAccess, isProject = isProjectToken(access)): Record<string, string> {
  const token = access.token.unwrap();
  return isProject ? { "project-access-token": token } : { authorization: `Bearer ${token}` };
}

const Body = z.object({ data: z.unknown(), errors: GraphqlErrors.optional() });
/** A wait that Railway asks for is waited for here up to this; beyond it the step that called is tried again later. */
const longestWaitSeconds = 15;
const quotaSeconds = 120;

/** Sends a document, waits where Railway is not ready or asks for a pause, and answers its data. Throws PlatformError. */
export async function askRailway<Variables, Data>(
  access: RailwayAccess,
  document: RailwayDocument<Variables, Data>,
  variables: Variables,
  signal: AbortSignal,
  maxTries = 4,
): Promise<Data> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await sendDocument(access, document, variables, { signal });
    } catch (error) {
      if (!PlatformError.is(error)) throw error;
      const isWorthATry = error.kind === "NOT_READY" || (error.kind === "RATE_LIMITED" && error.status === 200);
      const seconds = error.retryAfterSeconds ?? 0.25 * 2 ** tries;
      if (!isWorthATry || tries >= maxTries || seconds > longestWaitSeconds)
        throw await weighRefusal(access, document, error, signal);
      await sleep(seconds * 1000, undefined, { signal });
    }
  }
}

/** Sends a document once; its errors arrive as HTTP 200 and are thrown as what their words mean. */
export async function sendDocument<Variables, Data>(
  access: RailwayAccess,
  { name, kind, text, data }: RailwayDocument<Variables, Data>,
  variables: Variables,
  { signal, isProject }: { signal: AbortSignal; isProject?: boolean },
): Promise<Data> {
  const { data: body } = await callRailway(access, {
    method: "POST",
    path: "/graphql/v2",
    json: { operationName: name, query: text, variables },
    authorization: tokenHeaders(access, isProject),
    answer: Body,
    isRepeatable: kind === "query",
    signal,
  });
  if (body.errors) throw new PlatformError({ platform: "railway", status: 200, ...readRefusal(body.errors) });
  const parsed = data.safeParse(body.data);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".") || "data";
  throw new PlatformError({
    platform: "railway",
    kind: "UPSTREAM",
    status: 200,
    field,
    message: `Railway's answer to ${name} is not as documented: ${field} ${parsed.error.issues[0]?.message ?? "is missing"}.`,
  });
}

/** `callApi` with Railway's reading of refusals, and its quota remembered. */
export async function callRailway<T>(access: RailwayAccess, call: ApiCall<T>): Promise<ApiAnswer<T>> {
  const answer = await callApi<T>(access, {
    ...call,
    classify({ status, headers, json }) {
      noteQuota(access, headers);
      if (status === 429) return readQuotaRefusal(headers, access.now());
      const errors = z.object({ errors: GraphqlErrors }).safeParse(json);
      return errors.success ? readRefusal(errors.data.errors) : undefined;
    },
  });
  noteQuota(access, answer.headers);
  return answer;
}

/** The quota is per hour: what a wait of minutes does not refill is not waited for. */
function readQuotaRefusal(headers: Headers, now: Date) {
  const seconds = Number(headers.get("retry-after"));
  if (!(seconds > quotaSeconds)) return { message: "Railway takes no more requests with this token for now." };
  const until = new Date(now.getTime() + seconds * 1000);
  return {
    kind: "QUOTA_DAILY" as const,
    until,
    message: `Railway's hourly number of requests for this token is used up; it is full again at ${until.toISOString()}.`,
  };
}

/**
 * "Not Authorized" means a dead token or a missing grant, and a mutation without a valid token is answered with "not
 * found": the token itself is asked about before either is told.
 */
async function weighRefusal(
  access: RailwayAccess,
  { kind }: RailwayDocument<never, unknown>,
  error: PlatformError,
  signal: AbortSignal,
): Promise<PlatformError> {
  const isDoubtful = error.kind === "AUTH_INVALID" || (error.kind === "NOT_FOUND" && kind === "mutation");
  if (!isDoubtful) return error;
  const isGood = await isTokenGood(access, signal);
  if (isGood && error.kind === "AUTH_INVALID") return changed(error, "AUTH_SCOPE");
  return isGood ? error : changed(error, "AUTH_INVALID");
}

async function isTokenGood(access: RailwayAccess, signal: AbortSignal): Promise<boolean> {
  const check = isProjectToken(access) ? projectToken : apiToken;
  try {
    await sendDocument<Record<never, never>, unknown>(access, check, {}, { signal });
    return true;
  } catch (error) {
    if (PlatformError.is(error) && error.kind === "AUTH_INVALID") return false;
    throw error;
  }
}

function changed(error: PlatformError, kind: PlatformError["kind"]): PlatformError {
  const { message, status, code } = error;
  return new PlatformError({
    platform: "railway",
    kind,
    message,
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    cause: error,
  });
}
