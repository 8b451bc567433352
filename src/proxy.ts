import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { getEnv } from "@/server/env";
import { toHttpError } from "@/server/errors";
import { needsSignIn, refusalOf, requestIdOf } from "@/server/web/guard";
import { isHttps, requestBase } from "@/server/web/host";
import { contentSecurityPolicy, securityHeaders } from "@/server/web/security-headers";

/** Runs before every page and route: refuses foreign hosts and origins, sets nonce, security headers and request id. */
export function proxy(request: NextRequest): NextResponse {
  const env = getEnv();
  const requestId = requestIdOf(request.headers);
  const nonce = randomBytes(16).toString("base64");
  const answerHeaders = {
    ...securityHeaders({ nonce, isDevelopment: !env.isProduction, isHttps: isHttps(env) }),
    "x-request-id": requestId,
  };
  const refusal = refusalOf(request, env);
  if (refusal) {
    const { status, body } = toHttpError(refusal, requestId);
    return NextResponse.json(body, { status: refusal.code === "VALIDATION" ? 421 : status, headers: answerHeaders });
  }
  const { pathname, search } = request.nextUrl;
  if (needsSignIn({ method: request.method, pathname, headers: request.headers }, env)) {
    const query = pathname === "/" && !search ? "" : `?next=${encodeURIComponent(pathname + search)}`;
    const target = new URL(`/sign-in${query}`, requestBase(request.headers, env));
    return NextResponse.redirect(target, { headers: answerHeaders });
  }
  const headers = forwardedHeaders(request, requestId, nonce);
  return NextResponse.next({ request: { headers }, headers: answerHeaders });
}

/** Next's matcher must be a literal. Static build output needs none of this. */
export const config = { matcher: ["/((?!_next/).*)"] };

function forwardedHeaders(request: NextRequest, requestId: string, nonce: string): Headers {
  const env = getEnv();
  const headers = new Headers(request.headers);
  const base = new URL(requestBase(request.headers, env));
  // Next and next-auth believe these two; what the caller claimed is replaced by what we settled on.
  headers.set("x-forwarded-host", base.host);
  headers.set("x-forwarded-proto", base.protocol.slice(0, -1));
  headers.set("x-request-id", requestId);
  headers.set("x-berth-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set("content-security-policy", contentSecurityPolicy({ nonce, isDevelopment: !env.isProduction }));
  return headers;
}
