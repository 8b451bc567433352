import type { Platform as PlatformId } from "../schema";
import type { Platform } from "./platform";

/** Every platform by its id. */
export function openPlatforms(local: Platform): (id: PlatformId) => Platform {
  const platforms: Partial<Record<PlatformId, Platform>> = { local };
  return (id) => {
    const platform = platforms[id];
    if (!platform) throw new Error(`There is no platform ${id}.`);
    return platform;
  };
}
