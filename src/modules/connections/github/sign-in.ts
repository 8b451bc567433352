import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { rememberSecret } from "@/server/redact";
import { connectPlatform } from "../connect";
import type { ConnectOutcome } from "../schema";
import { beginOauth, exchangeCode, type OauthApp, type OauthAttempt } from "./oauth";

/** Leads to GitHub's page; the answer comes to `callback`. Throws PRECONDITION where Berth has no app at GitHub. */
export async function startGithubSignIn(
  ctx: Ctx,
  { callback }: { callback: string },
): Promise<OauthAttempt & { url: string }> {
  requirePermission(ctx, "connection:write");
  return beginOauth(ctx.apis.githubApiUrl, appOf(ctx), callback);
}

/** Connects the account that agreed on GitHub's page. */
export async function finishGithubSignIn(
  ctx: Ctx,
  { code, verifier, callback }: { code: string; verifier: string; callback: string },
): Promise<ConnectOutcome> {
  requirePermission(ctx, "connection:write");
  const token = await exchangeCode(ctx, { app: appOf(ctx), code, verifier, callback });
  rememberSecret(token);
  return connectPlatform(ctx, { platform: "github", token });
}

function appOf({ githubApp }: Ctx): OauthApp {
  if (githubApp) return githubApp;
  throw new AppError(
    "PRECONDITION",
    "Signing in at GitHub is not set up here: Berth was started without GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET. Connect with a token instead.",
  );
}
