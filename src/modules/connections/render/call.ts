import * as z from "zod";
import { type ApiAccess, type ApiAnswer, type ApiCall, callApi, type Refusal } from "../http/call";
import type { PlatformErrorFields } from "../http/platform-error";
import { RefusalAnswer } from "./answers";

/** Calls Render's API below `/v1`. Throws PlatformError with Render's own words. */
export function callRender<T>(access: ApiAccess, call: ApiCall<T>): Promise<ApiAnswer<T>> {
  return callApi(access, {
    classify: (refusal) => classifyRefusal(refusal, access.now()),
    ...call,
    path: `/v1${call.path}`,
  });
}

/** Render gives at most 100 items a page. */
const pageSize = 100;
const maxPages = 20;

interface List<T> {
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  /** Name of the field that wraps an item beside its cursor. */
  wrap: string;
  item: z.ZodType<T>;
  signal: AbortSignal;
  /** Stop after so many; all of them unless told. */
  limit?: number;
}

/** Every item of a list, page by page. */
export async function listAll<T>(access: ApiAccess, list: List<T>): Promise<T[]> {
  const found: T[] = [];
  const limit = Math.min(list.limit ?? pageSize, pageSize);
  const Page = z.array(z.looseObject({ cursor: z.string().optional() })).nullable();
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const { data } = await callRender(access, {
      method: "GET",
      path: list.path,
      query: { ...list.query, limit, cursor },
      answer: Page.transform((rows, check): { items: T[]; next: string | undefined } => {
        const items = (rows ?? []).map((row, index) => {
          const parsed = list.item.safeParse(row[list.wrap]);
          if (parsed.success) return parsed.data;
          const [issue] = parsed.error.issues;
          check.addIssue({ code: "custom", message: issue?.message, path: [index, list.wrap, ...(issue?.path ?? [])] });
          return z.NEVER;
        });
        const isFull = items.length === limit;
        return { items, next: isFull ? rows?.at(-1)?.cursor : undefined };
      }),
      signal: list.signal,
    });
    found.push(...data.items);
    if (!data.next || data.next === cursor || (list.limit !== undefined && found.length >= list.limit)) break;
    cursor = data.next;
  }
  return found;
}

type Reading = Partial<Omit<PlatformErrorFields, "platform" | "cause">>;

/** What Render's refusals mean. It has few codes of its own, so the status and its words have to tell. */
export function classifyRefusal({ status, headers, json }: Refusal, now: Date): Reading | undefined {
  const body = RefusalAnswer.safeParse(json).data;
  const said = body?.message?.slice(0, 500);
  const words = {
    ...(said === undefined || said === "" ? {} : { message: `Render: ${said}` }),
    ...(body?.code === undefined ? {} : { code: body.code }),
  };
  if (status === 429) return { ...words, kind: "RATE_LIMITED", ...readLimit(headers, now) };
  if (status === 402) return { ...words, kind: "PAYMENT_REQUIRED" };
  if (status === 401)
    return { ...words, message: "Render does not accept the API key: it was mistyped, or was revoked." };
  if (said === undefined) return undefined;
  if (status === 400 && /payment (information|method)|credit card/i.test(said))
    return { ...words, kind: "PAYMENT_REQUIRED" };
  if ((status === 400 || status === 409) && isNameTaken(said)) return { ...words, kind: "NAME_TAKEN" };
  if (status < 500 && isSourceHidden(said)) return { ...words, kind: "SOURCE_ACCESS" };
  return words;
}

function isNameTaken(said: string): boolean {
  return /\bname\b.*\b(in use|used|taken|exists|unique)|\b(already (exists|in use)|taken)\b.*\bname\b/i.test(said);
}

/** Render reads a repository through its own GitHub app; one it may not see is as good as none. */
function isSourceHidden(said: string): boolean {
  return (
    /\b(repo|repository|git)\b/i.test(said) &&
    /unfetchable|not found|access|permission|cannot|unable|invalid/i.test(said)
  );
}

/** `RateLimit-Reset` is told in seconds, as a span or as a point in time. */
function readLimit(headers: Headers, now: Date): Reading {
  if (headers.has("retry-after")) return {};
  const value = Number(headers.get("ratelimit-reset") ?? Number.NaN);
  if (Number.isNaN(value) || value < 0) return {};
  const seconds = value > 1e9 ? Math.max(1, Math.ceil(value - now.getTime() / 1000)) : Math.max(1, value);
  return { retryAfterSeconds: seconds, until: new Date(now.getTime() + seconds * 1000) };
}
