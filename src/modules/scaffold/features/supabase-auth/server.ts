import { publicVariable } from "../../engine/client";
import type { ScaffoldConfig } from "../../schema";
import { supabaseUrlKey } from "../supabase/connection-facts";
import { publishableKey } from "./facts";

/** `src/auth/supabase.ts`: a client that speaks for the person behind one request. */
export function clientModule(config: ScaffoldConfig): string {
  return `import { createServerClient, parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";
import { readVariable, requireVariable, type VariableName } from "@/env";
import { originOf } from "@/http";

const address = "${supabaseUrlKey(config)}";
const key = "${publishableKey(config)}";

/** The variables that sign-in waits for. */
export function missingForSignIn(): VariableName[] {
  return ([address, key] as const).filter((name) => readVariable(name) === undefined);
}

export interface RequestClient {
  client: SupabaseClient;
  /** Must be on the answer: the cookies of a session that was begun, renewed or ended. */
  headers: Headers;
}

/** Made anew for each request, because it holds the session of one person. */
export function openClient(request: Request): RequestClient {
  const headers = new Headers({ "cache-control": "no-store" });
  const client = createServerClient(requireVariable(address), requireVariable(key), {
    // Only the server reads the session; a script in a page must not.
    cookieOptions: { path: "/", sameSite: "lax", httpOnly: true, secure: originOf(request).startsWith("https:") },
    cookies: {
      getAll: () => parseCookieHeader(request.headers.get("cookie") ?? ""),
      setAll: (cookies) => {
        for (const { name, value, options } of cookies) {
          headers.append("set-cookie", serializeCookieHeader(name, value, options));
        }
      },
    },
  });
  return { client, headers };
}
`;
}

const userOf = `
const Claims = z.object({
  sub: z.string(),
  email: z.string().optional(),
  user_metadata: z.object({ name: z.string().optional(), full_name: z.string().optional() }).optional(),
});

/** The person a verified token names. */
function userOf(claims: unknown): User | undefined {
  const parsed = Claims.safeParse(claims);
  if (!parsed.success) return undefined;
  const { sub, user_metadata: given } = parsed.data;
  const email = parsed.data.email || undefined;
  return { id: sub, name: given?.full_name || given?.name || email || "Unnamed", email };
}
`;

const userType = `
export interface User {
  id: string;
  name: string;
  email?: string;
}
`;

const purpose = "Who is signed in, if anyone. Ask this wherever access matters: a hidden link protects nothing.";

/** `src/auth/session.ts`: who is signed in. */
export function sessionModule(config: ScaffoldConfig): string {
  return config.framework === "next" ? nextSession(config) : neutralSession;
}

const neutralSession = `import { z } from "zod";
import { missingForSignIn, openClient } from "./supabase";
${userType}
export interface Session {
  user?: User;
  /** Must be on the answer where there is one: reading a session may renew it. */
  headers: Headers;
}

/** ${purpose} */
export async function currentUser(request: Request): Promise<User | undefined> {
  return (await readSession(request)).user;
}

/** The same with the cookies of the session, which an access token that ran out has renewed. */
export async function readSession(request: Request): Promise<Session> {
  if (missingForSignIn().length > 0) return { headers: new Headers({ "cache-control": "no-store" }) };
  const { client, headers } = openClient(request);
  const { data } = await client.auth.getClaims();
  return { user: userOf(data?.claims), headers };
}
${userOf}`;

function nextSession(config: ScaffoldConfig): string {
  return `import { createServerClient } from "@supabase/ssr";
import { cookies } from "next/headers";
import { z } from "zod";
import { requireVariable } from "@/env";
import { missingForSignIn } from "./supabase";
${userType}
/** ${purpose} */
export async function currentUser(): Promise<User | undefined> {
  const jar = await cookies();
  if (missingForSignIn().length > 0) return undefined;
  const client = createServerClient(
    requireVariable("${supabaseUrlKey(config)}"),
    requireVariable("${publishableKey(config)}"),
    // A page cannot set cookies; src/proxy.ts has renewed the session before it.
    { cookies: { getAll: () => jar.getAll(), setAll: () => undefined } },
  );
  const { data } = await client.auth.getClaims();
  return userOf(data?.claims);
}
${userOf}`;
}

/** `src/proxy.ts`: Next's place to renew a session before a page reads it. */
export function proxyModule(config: ScaffoldConfig): string {
  return `import { createServerClient } from "@supabase/ssr";
import { type NextRequest, NextResponse } from "next/server";
import { missingForSignIn } from "@/auth/supabase";
import { requireVariable } from "@/env";
import { originOf } from "@/http";

/** Renews a session that ran out before a page or an endpoint asks for it: pages cannot set cookies. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  let response = NextResponse.next({ request });
  if (missingForSignIn().length > 0) return response;
  const client = createServerClient(
    requireVariable("${publicVariable(config, "SUPABASE_URL")}"),
    requireVariable("${publishableKey(config)}"),
    {
      cookieOptions: { path: "/", sameSite: "lax", httpOnly: true, secure: originOf(request).startsWith("https:") },
      cookies: {
        getAll: () => request.cookies.getAll(),
        setAll: (cookies, headers) => {
          for (const { name, value } of cookies) request.cookies.set(name, value);
          response = NextResponse.next({ request });
          for (const { name, value, options } of cookies) response.cookies.set(name, value, options);
          for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
        },
      },
    },
  );
  await client.auth.getClaims();
  return response;
}

export const config = {
  /** Everything but files, and the endpoints of sign-in, which set cookies themselves. */
  matcher: ["/((?!_next/|api/auth/|.*\\\\..*).*)"],
};
`;
}
