import { timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** Where GitHub leads back to; the cookie goes nowhere else. */
export const callbackPath = "/api/connections/github/callback";
const cookieName = "berth.github-sign-in";
const lifeSeconds = 600;

const Attempt = z.object({ state: z.string(), verifier: z.string(), returnTo: z.string() });
type Attempt = z.infer<typeof Attempt>;

/** Keeps a sign-in that waits for GitHub's answer in the browser that began it. */
export function attemptCookie(attempt: Attempt, isSecure: boolean): string {
  return cookie(Buffer.from(JSON.stringify(attempt)).toString("base64url"), lifeSeconds, isSecure);
}

export function endedAttemptCookie(isSecure: boolean): string {
  return cookie("", 0, isSecure);
}

/** The sign-in this browser began with that state, if any. */
export function readAttempt(request: Request, state: string): Attempt | undefined {
  const pairs = (request.headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? "";
  const attempt = Attempt.safeParse(parseJson(Buffer.from(value, "base64url").toString()));
  if (!attempt.success) return undefined;
  const [known, given] = [Buffer.from(attempt.data.state), Buffer.from(state)];
  return known.length === given.length && timingSafeEqual(known, given) ? attempt.data : undefined;
}

function cookie(value: string, maxAge: number, isSecure: boolean): string {
  const secure = isSecure ? "; Secure" : "";
  return `${cookieName}=${value}; Path=${callbackPath}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
