import { getToken } from "next-auth/jwt";
import { cache } from "react";
import type { Ctx } from "@/server/context";
import { getKernel, type Kernel, systemCtx } from "@/server/kernel";
import { cookieNames } from "@/server/web/cookies";
import { clientIp, isHttps, isOurOrigin } from "@/server/web/host";
import { permissionsOf } from "./roles";
import { findLiveSession } from "./subject";
import { findLiveToken } from "./tokens";

interface Incoming {
  headers: Headers;
  method: string;
  signal?: AbortSignal | undefined;
}

/**
 * The ctx of whoever sent the request: a live session (cookie) or API token (`Authorization: Bearer berth_...`).
 * Undefined for nobody, for ended ones, and for a cookie on a change that no page of ours sent.
 */
export async function requestCtx(request: Request): Promise<Ctx | undefined> {
  return resolveCtx(await getKernel(), request);
}

/** The ctx of a signed-in person for a page; anybody else is sent to sign in and comes back afterwards. */
export const pageCtx = cache(async (): Promise<Ctx> => {
  const ctx = await optionalPageCtx();
  if (ctx) return ctx;
  const { headers, redirect } = await loadNext();
  const path = (await headers()).get("x-berth-path") ?? "/";
  return redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
});

/** Like pageCtx, but undefined for a visitor who is not signed in. */
export const optionalPageCtx = cache(async (): Promise<Ctx | undefined> => {
  const { headers } = await loadNext();
  return resolveCtx(await getKernel(), { headers: await headers(), method: "GET" });
});

/** A ctx without a person or any permission, for signing in itself. */
export async function anonymousCtx(headers: Headers): Promise<Ctx> {
  return { ...baseCtx(await getKernel(), { headers, method: "GET" }, ""), permissions: new Set() };
}

/** requestCtx on a given kernel. */
export async function resolveCtx(kernel: Kernel, incoming: Incoming): Promise<Ctx | undefined> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(incoming.headers.get("authorization") ?? "")?.[1];
  if (bearer) return tokenCtx(kernel, incoming, bearer);
  const isReading = incoming.method === "GET" || incoming.method === "HEAD";
  if (!isReading && !isOurOrigin(incoming.headers, kernel.env)) return undefined;
  return sessionCtx(kernel, incoming);
}

async function tokenCtx(kernel: Kernel, incoming: Incoming, bearer: string): Promise<Ctx | undefined> {
  const found = await findLiveToken(kernel, bearer, new Date());
  if (!found) return undefined;
  const actor = { kind: "token", userId: found.userId, tokenId: found.tokenId } as const;
  return { ...baseCtx(kernel, incoming, found.orgId), actor, permissions: permissionsOf(found.role) };
}

async function sessionCtx(kernel: Kernel, incoming: Incoming): Promise<Ctx | undefined> {
  const sessionId = await readSessionId(kernel, incoming.headers);
  const found = sessionId && (await findLiveSession(kernel, sessionId, new Date()));
  if (!sessionId || !found) return undefined;
  const actor = { kind: "user", userId: found.userId, sessionId } as const;
  return { ...baseCtx(kernel, incoming, found.orgId), actor, permissions: permissionsOf(found.role) };
}

async function readSessionId(kernel: Kernel, headers: Headers): Promise<string | undefined> {
  const cookie = headers.get("cookie");
  if (!cookie) return undefined;
  const token = await getToken({
    req: { headers: new Headers({ cookie }) },
    secret: kernel.env.authSecret,
    cookieName: cookieNames(isHttps(kernel.env)).session,
  });
  return typeof token?.sid === "string" ? token.sid : undefined;
}

function baseCtx(kernel: Kernel, { headers, signal }: Incoming, orgId: string): Ctx {
  const requestId = headers.get("x-request-id") ?? undefined;
  const ip = clientIp(headers);
  const userAgent = headers.get("user-agent") ?? undefined;
  return {
    ...systemCtx(kernel, { orgId, requestId, signal }),
    origin: { ...(ip && { ip }), ...(userAgent && { userAgent }) },
  };
}

/** Loaded on use only: the worker and the tests run this module without Next. */
async function loadNext() {
  const [{ headers }, { redirect }] = await Promise.all([import("next/headers"), import("next/navigation")]);
  return { headers, redirect };
}
