import type { Env } from "../env";
import { AppError } from "../errors";
import { newId } from "../process/ids";
import { hasSessionCookie } from "./cookies";
import { isHttps, isOurHost, isOurOrigin } from "./host";

type Place = Pick<Env, "publicUrl" | "host" | "port">;

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Why a request is refused before anything reads it: an unknown Host, or a change that another site sent. */
export function refusalOf(request: { method: string; headers: Headers }, env: Place): AppError | undefined {
  const { method, headers } = request;
  if (!isOurHost(headers.get("host"), env)) {
    return new AppError(
      "VALIDATION",
      "Berth does not answer under this host name. Use http://localhost, or set BERTH_PUBLIC_URL to the address people use.",
    );
  }
  if (safeMethods.has(method) || /^Bearer /i.test(headers.get("authorization") ?? "")) return undefined;
  const isFromBrowser = headers.has("origin") || hasSessionCookie(headers.get("cookie"), isHttps(env));
  if (!isFromBrowser || isOurOrigin(headers, env)) return undefined;
  return new AppError(
    "FORBIDDEN",
    "This change was sent from another site and was refused. Behind a proxy, set BERTH_PUBLIC_URL to the address people use.",
  );
}

/** The caller's request id when it is a plain one, so that a proxy's log and ours meet; otherwise a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id") ?? "";
  return /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : newId();
}

const publicPages = ["/sign-in", "/sign-out"];

/** Whether a visitor without a session is better sent to sign in at once. A courtesy: verbs and pages decide. */
export function needsSignIn(request: { method: string; pathname: string; headers: Headers }, env: Place): boolean {
  const { method, pathname, headers } = request;
  if (method !== "GET" && method !== "HEAD") return false;
  if (
    pathname.startsWith("/api/") ||
    publicPages.some((page) => pathname === page || pathname.startsWith(`${page}/`))
  ) {
    return false;
  }
  const isFile = /\.[a-z0-9]+$/i.test(pathname) || ["/healthz", "/readyz", "/metrics"].includes(pathname);
  return !isFile && !headers.has("authorization") && !hasSessionCookie(headers.get("cookie"), isHttps(env));
}

/** Only a path of this site may be returned to after signing in; anything else becomes the start page. */
export function safeReturnPath(next: unknown): string {
  if (typeof next !== "string" || !next.startsWith("/") || next.length > 4000) return "/";
  const base = "http://berth.invalid";
  const url = URL.parse(next, base);
  // Parsing first: browsers read "/\evil" and "/\t/evil" as another host.
  if (!url || url.origin !== base || url.pathname.startsWith("//") || url.pathname.startsWith("/sign-")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
