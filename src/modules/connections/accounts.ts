import { readAccount as readGithubAccount } from "./github/client";
import type { ApiAccess } from "./http/call";
import { readAccount as readRailwayAccount } from "./railway/client";
import { readAccount as readRenderAccount } from "./render/client";
import type { Account, ConnectionPlatform } from "./schema";
import { readAccount as readVercelAccount } from "./vercel/client";

/** How each platform tells whose token it is. They throw PlatformError. */
export const accountReaders: Readonly<
  Record<ConnectionPlatform, (access: ApiAccess, signal: AbortSignal) => Promise<Account>>
> = {
  vercel: readVercelAccount,
  railway: readRailwayAccount,
  render: readRenderAccount,
  github: readGithubAccount,
};
