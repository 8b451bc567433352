import { type Ctx, requirePermission } from "@/server/context";
import { apiAddress } from "./addresses";
import { webAddress } from "./github/client";
import { platformFacts } from "./platforms";
import { ConnectionPlatform, type ConnectOption, type ConnectOptions } from "./schema";

/** How each platform is connected: where its token is made, what to tick there and why. */
export async function listConnectOptions(ctx: Ctx): Promise<ConnectOptions> {
  requirePermission(ctx, "connection:read");
  return {
    canWrite: ctx.permissions.has("connection:write"),
    options: ConnectionPlatform.options.map((platform) => optionOf(ctx, platform)),
  };
}

function optionOf(ctx: Ctx, platform: ConnectionPlatform): ConnectOption {
  const { label, purpose, tokenName, tokenPage, steps, teamName, scopes } = platformFacts[platform];
  const address = apiAddress(ctx.apis, platform);
  return {
    platform,
    label,
    purpose,
    tokenName,
    // A GitHub of one's own makes its tokens itself.
    tokenPage: platform === "github" ? tokenPage.replace("https://github.com", webAddress(address)) : tokenPage,
    steps,
    teamName,
    scopes: [...scopes],
    host: new URL(address).host,
    oauthHref: platform === "github" && ctx.githubApp ? "/api/connections/github/authorize" : null,
  };
}
