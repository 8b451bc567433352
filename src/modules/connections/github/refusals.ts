import type { ApiAccess, Refusal } from "../http/call";
import type { PlatformErrorFields } from "../http/platform-error";
import { RefusalAnswer } from "./answers";
import { webAddress } from "./web-address";

type Reading = Partial<Omit<PlatformErrorFields, "platform" | "cause">>;

/** GitHub asks for a minute where it limits without saying for how long. */
const secondaryWaitSeconds = 60;

/** What GitHub's refusals mean. The status alone says little: a limit is a 403, and what a token may not do is often a 404. */
export function classifyRefusal(
  { status, headers, json }: Refusal,
  access: Pick<ApiAccess, "address" | "now">,
): Reading | undefined {
  if (status === 301 || status === 307) return { code: movedTo(headers, access.address) };
  const said = wordsOf(json);
  const message = said === "" ? `GitHub answered with ${status}.` : `GitHub: ${said}`;
  if (status === 403 || status === 429) {
    const limit = readLimit(headers, said, access.now());
    if (limit) return { ...limit, message };
    if (/archived/i.test(said)) return { kind: "SOURCE_ACCESS", message: `${message} Unarchive it on GitHub first.` };
    return status === 403
      ? { kind: "AUTH_SCOPE", message: `${message} ${permissionHint(headers, access.address)}` }
      : undefined;
  }
  if (status === 401) {
    return { message: `${message}. GitHub does not accept the token: it expired, was revoked, or is not whole.` };
  }
  if (/without `?workflows?`? (scope|permission)/i.test(said)) return { ...workflowRefusal(access.address), status };
  if (status === 409 && /empty/i.test(said)) return { kind: "NOT_READY", message };
  if (status !== 422) return said === "" ? undefined : { message };
  if (/too large|timed out/i.test(said)) return { kind: "TOO_LARGE", message };
  if (/not a fast.?forward|reference already exists/i.test(said)) return { kind: "CONFLICT", message };
  if (/(object|reference) does not exist|sha was not found|BadObjectState/i.test(said))
    return { kind: "NOT_READY", message };
  return { kind: /already exists/i.test(said) ? "NAME_TAKEN" : "VALIDATION", message };
}

/** The refusal of a push that changes workflows, as it is told whether GitHub says so or the token's scopes do. */
export function workflowRefusal(address: string): { kind: "AUTH_SCOPE"; code: string; message: string } {
  const pages = webAddress(address);
  return {
    kind: "AUTH_SCOPE",
    code: "workflow",
    message: `The project has files in .github/workflows, and GitHub takes those only from a token with the scope workflow. Add it to the token on ${pages}/settings/tokens (for a fine-grained token: the permission Workflows, read and write, on ${pages}/settings/personal-access-tokens), or connect the account again with it.`,
  };
}

function readLimit(headers: Headers, said: string, now: Date): Reading | undefined {
  const after = Number(headers.get("retry-after") ?? Number.NaN);
  if (!Number.isNaN(after)) return { kind: "RATE_LIMITED", retryAfterSeconds: after, until: later(now, after) };
  const reset = Number(headers.get("x-ratelimit-reset"));
  if (headers.get("x-ratelimit-remaining") === "0" && reset > 0) {
    const seconds = Math.max(1, Math.ceil(reset - now.getTime() / 1000));
    return { kind: "RATE_LIMITED", retryAfterSeconds: seconds, until: later(now, seconds) };
  }
  if (!/rate limit|abuse detection/i.test(said)) return undefined;
  return {
    kind: "RATE_LIMITED",
    retryAfterSeconds: secondaryWaitSeconds,
    until: later(now, secondaryWaitSeconds),
  };
}

/** Path of what has another name now; empty for one outside of the API. */
function movedTo(headers: Headers, address: string): string {
  const location = headers.get("location") ?? "";
  return location.startsWith(`${address}/`) ? location.slice(address.length) : "";
}

function later(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}

/** GitHub names in a header what a call would have needed, and where an organization lets a token in. */
function permissionHint(headers: Headers, address: string): string {
  const pages = webAddress(address);
  const signOn = /url=(\S+)/.exec(headers.get("x-github-sso") ?? "")?.[1];
  if (signOn) return `The organization wants the token authorized first: ${signOn}`;
  const permission = headers.get("x-accepted-github-permissions");
  if (permission)
    return `The token needs the permission ${permission}: change it on ${pages}/settings/personal-access-tokens`;
  return `The token needs the scope repo: change it on ${pages}/settings/tokens`;
}

function wordsOf(json: unknown): string {
  const parsed = RefusalAnswer.safeParse(json);
  if (!parsed.success) return "";
  const { message, errors = [] } = parsed.data;
  const details = errors.map((error) => (typeof error === "string" ? error : (error.message ?? error.field ?? "")));
  return [message, ...details.filter(Boolean)].join(" ").slice(0, 500);
}
