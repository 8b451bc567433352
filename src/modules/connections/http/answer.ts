import type { ApiAccess, ApiAnswer, ApiCall, Refusal } from "./call";
import { addressVariable, lostKind } from "./connection-faults";
import { PlatformError, type PlatformErrorFields } from "./platform-error";

const maxBytes = 10 * 1024 ** 2;
const maxMessage = 2000;

/** Reads an answer: its refusal is thrown as a PlatformError, as is a body that is not as documented. */
export async function readAnswer<T>(access: ApiAccess, call: ApiCall<T>, response: Response): Promise<ApiAnswer<T>> {
  const { status, headers, ok } = response;
  const text = await readText(access, call, response);
  const body = parseBody(text);
  if (!ok) throw refused(access, call, { status, headers, json: body.json, text });
  const parsed = call.answer.safeParse(body.value);
  if (parsed.success) return { status, headers, data: parsed.data };
  const issue = parsed.error.issues[0];
  if (issue && issue.path.length === 0)
    throw unreadable(access, call, { status, message: bodyFault(text, body.isJson) });
  const field = issue?.path.join(".") ?? "body";
  throw new PlatformError({
    platform: access.platform,
    kind: "UPSTREAM",
    status,
    field,
    message: `The answer to ${call.method} ${call.path} is not as documented: ${field}: ${issue?.message ?? "missing"}.`,
  });
}

/** The body as JSON where it is JSON, else as text; an empty one is undefined. */
function parseBody(text: string): { json: unknown; value: unknown; isJson: boolean } {
  if (text === "") return { json: undefined, value: undefined, isJson: true };
  try {
    const json: unknown = JSON.parse(text);
    return { json, value: json, isJson: true };
  } catch {
    return { json: undefined, value: text, isJson: false };
  }
}

function bodyFault(text: string, isJson: boolean): string {
  if (text === "") return "is empty";
  if (isHtml(text))
    return "is a web page, not JSON. A proxy or a sign-in page may have answered in the platform's place";
  return isJson ? "is not as documented: body" : "is not whole JSON";
}

async function readText(access: ApiAccess, call: ApiCall<unknown>, response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) {
      const message = "is larger than 10 MiB and was not read to its end";
      throw unreadable(access, call, { status: response.status, message });
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** A change whose answer cannot be read may have been made all the same. */
function unreadable(
  access: ApiAccess,
  call: ApiCall<unknown>,
  { status, message }: { status: number; message: string },
): PlatformError {
  return new PlatformError({
    platform: access.platform,
    kind: status < 300 ? lostKind(call) : "UPSTREAM",
    status,
    field: "body",
    message: `The answer to ${call.method} ${call.path} ${message}.`,
  });
}

function refused(access: ApiAccess, call: ApiCall<unknown>, refusal: Refusal): PlatformError {
  const { status, headers, text } = refusal;
  const title = `${call.method} ${call.path} was answered with ${status}`;
  // A page in the platform's place says nothing of what was asked for: its 404 must not pass for a deleted project.
  if (isHtml(text) && status >= 400 && status < 500 && status !== 413 && status !== 429) {
    const message = `${title} and a web page instead of JSON. A proxy may have answered in the platform's place; otherwise check ${addressVariable(access)}.`;
    return new PlatformError({ platform: access.platform, kind: "UPSTREAM", status, field: "body", message });
  }
  const retryAfterSeconds = retryAfter(headers, access.now());
  const fields: PlatformErrorFields = {
    platform: access.platform,
    status,
    kind: kindOf(status),
    message: `${title}.`,
    ...(isRedirect(status) ? redirected(access, call, headers) : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...call.classify?.(refusal),
  };
  return new PlatformError({ ...fields, message: withoutToken(fields.message, access).slice(0, maxMessage) });
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** The token must not follow an answer to another host, so the address is to be corrected instead. */
function redirected(
  access: ApiAccess,
  { method, path }: ApiCall<unknown>,
  headers: Headers,
): Pick<PlatformErrorFields, "code" | "message"> {
  const target = headers.get("location") ?? "";
  const to = URL.canParse(target, access.address) ? new URL(target, access.address).origin : "another address";
  return {
    code: "REDIRECTED",
    message: `${access.address} sends ${method} ${path} on to ${to}. A token is not sent on: set ${addressVariable(access)} to the final address and connect again.`,
  };
}

function kindOf(status: number): PlatformErrorFields["kind"] {
  if (isRedirect(status)) return "UPSTREAM";
  if (status === 401) return "AUTH_INVALID";
  if (status === 402) return "PAYMENT_REQUIRED";
  if (status === 403) return "AUTH_SCOPE";
  if (status === 404) return "NOT_FOUND";
  if (status === 409) return "CONFLICT";
  if (status === 413) return "TOO_LARGE";
  if (status === 429) return "RATE_LIMITED";
  return status >= 500 ? "UPSTREAM" : "VALIDATION";
}

/** Seconds of a Retry-After header, which may also be a date. */
function retryAfter(headers: Headers, now: Date): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now.getTime()) / 1000);
}

function withoutToken(message: string, { token }: ApiAccess): string {
  const value = token.unwrap();
  if (value === "") return message;
  return message.replaceAll(value, "[redacted]").replaceAll(encodeURIComponent(value), "[redacted]");
}

function isHtml(text: string): boolean {
  return /^\s*(<!doctype html|<html)/i.test(text);
}
