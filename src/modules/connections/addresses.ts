import type { ApiAddresses } from "@/server/context";
import type { ConnectionPlatform } from "./schema";

const fields = {
  vercel: "vercelApiUrl",
  railway: "railwayApiUrl",
  render: "renderApiUrl",
  github: "githubApiUrl",
} as const satisfies Record<ConnectionPlatform, keyof ApiAddresses>;

/** Base address of a platform's API as Berth is set up now. */
export function apiAddress(apis: ApiAddresses, platform: ConnectionPlatform): string {
  return apis[fields[platform]];
}
