import { createHash, randomBytes } from "node:crypto";
import * as z from "zod";
import type { Ctx } from "@/server/context";
import type { Secret } from "@/server/crypto";
import { AppError } from "@/server/errors";
import { callApi } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { webAddress } from "./web-address";

/** What an app of GitHub's is known by there. */
export interface OauthApp {
  clientId: string;
  clientSecret: Secret;
}

/** What has to come back unchanged from GitHub's page, and what proves that the same browser asked. */
export interface OauthAttempt {
  state: string;
  verifier: string;
}

const scopes = "repo workflow";

/** Where the person agrees at GitHub, with what to keep until the answer comes to `callback`. */
export function beginOauth(
  apiAddress: string,
  { clientId }: Pick<OauthApp, "clientId">,
  callback: string,
): OauthAttempt & { url: string } {
  const state = randomBytes(24).toString("base64url");
  const verifier = randomBytes(48).toString("base64url");
  const url = new URL(`${webAddress(apiAddress)}/login/oauth/authorize`);
  for (const [key, value] of Object.entries({
    client_id: clientId,
    redirect_uri: callback,
    scope: scopes,
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }))
    url.searchParams.set(key, value);
  return { state, verifier, url: url.href };
}

/** GitHub tells most refusals with status 200. */
const TokenAnswer = z.union([
  z.object({ access_token: z.string().min(1) }),
  z.object({ error: z.string(), error_description: z.string().optional() }),
]);

interface Exchange {
  app: OauthApp;
  code: string;
  verifier: string;
  callback: string;
}

/** The token for a code, which GitHub gives once. Throws PRECONDITION with what to do, or UPSTREAM. */
export async function exchangeCode(ctx: Ctx, { app, code, verifier, callback }: Exchange): Promise<string> {
  const { data } = await callApi(
    {
      platform: "github",
      connectionId: "sign-in",
      address: webAddress(ctx.apis.githubApiUrl),
      token: app.clientSecret,
      teamId: null,
      fetch: ctx.fetch,
      now: ctx.now,
    },
    {
      method: "POST",
      path: "/login/oauth/access_token",
      json: {
        client_id: app.clientId,
        client_secret: app.clientSecret.unwrap(),
        code,
        redirect_uri: callback,
        code_verifier: verifier,
      },
      authorization: {},
      answer: TokenAnswer,
      signal: ctx.signal,
    },
  ).catch((cause: unknown) => {
    if (!PlatformError.is(cause)) throw cause;
    throw new AppError("UPSTREAM", `GitHub did not finish the sign-in. ${cause.message} Connect again.`, { cause });
  });
  if ("access_token" in data) return data.access_token;
  throw new AppError("PRECONDITION", explain(data, callback));
}

function explain(
  { error, error_description }: { error: string; error_description?: string | undefined },
  callback: string,
): string {
  if (error === "bad_verification_code")
    return "The sign-in at GitHub took too long or was finished already. Connect again.";
  if (error === "incorrect_client_credentials")
    return "GitHub does not accept the GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET that Berth was started with. Whoever runs Berth has to correct them.";
  if (error === "redirect_uri_mismatch")
    return `GitHub's app has another callback address than this Berth. Whoever runs Berth has to set it to ${callback}.`;
  return `GitHub refused the sign-in: ${error_description ?? error}`;
}
