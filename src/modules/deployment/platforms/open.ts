import type { Platform as PlatformId } from "../schema";
import type { HostedOperations } from "./operations";
import type { Platform } from "./platform";
import { railwayOperations } from "./railway/operations";
import { RailwayPlatform } from "./railway/railway";
import { renderOperations } from "./render/operations";
import { RenderPlatform } from "./render/render";
import { vercelOperations } from "./vercel/operations";
import { VercelPlatform } from "./vercel/vercel";

/** Every platform by its id. */
export function openPlatforms(local: Platform): (id: PlatformId) => Platform {
  const platforms: Partial<Record<PlatformId, Platform>> = {
    local,
    vercel: new VercelPlatform(),
    railway: new RailwayPlatform(),
    render: new RenderPlatform(),
  };
  return (id) => {
    const platform = platforms[id];
    if (!platform) throw new Error(`There is no platform ${id}.`);
    return platform;
  };
}

/** What can be done with apps on a platform after they were deployed. Nothing of it on this machine, which has verbs of its own. */
export function operationsOf(id: PlatformId): HostedOperations {
  const operations: Partial<Record<PlatformId, HostedOperations>> = {
    vercel: vercelOperations,
    railway: railwayOperations,
    render: renderOperations,
  };
  return operations[id] ?? {};
}
