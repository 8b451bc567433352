import { listConnections } from "@/modules/connections";
import type { Ctx } from "@/server/context";
import { Platform } from "../schema";
import type { OtherPlace } from "./actions";

/** Connected accounts on platforms other than the one that failed, one for each platform that can be used as it is. */
export async function readOtherPlaces(ctx: Ctx, from: Platform): Promise<OtherPlace[]> {
  const usable = (await listConnections(ctx)).filter(({ state, isMoved }) => state === "ok" && !isMoved);
  const hasGithub = usable.some(({ platform }) => platform === "github");
  return Platform.options.flatMap((platform): OtherPlace[] => {
    const found = usable.find((connection) => connection.platform === platform);
    // Render builds from a repository, so it is no way out without GitHub.
    if (!found || platform === from || (platform === "render" && !hasGithub)) return [];
    return [{ platform, connectionId: found.id, account: found.name }];
  });
}
