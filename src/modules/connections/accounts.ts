import { readAccount as readGithubAccount } from "./github/client";
import type { ApiAccess } from "./http/call";
import { readAccount as readRailwayAccount } from "./railway/client";
import { readAccount as readRenderAccount } from "./render/client";
import type { Account, ConnectionPlatform } from "./schema";
import { readAccount as readVercelAccount } from "./vercel/client";

/** Asks a platform whose token it is. Throws PlatformError. */
export type ReadAccount = (access: ApiAccess, signal: AbortSignal) => Promise<Account>;

/** How each platform checks a token; one that is missing cannot be connected. */
export const accountReaders: Partial<Record<ConnectionPlatform, ReadAccount>> = {
  github: readGithubAccount,
  render: readRenderAccount,
  railway: readRailwayAccount,
  vercel: readVercelAccount,
};
