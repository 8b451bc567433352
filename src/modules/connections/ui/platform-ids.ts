import type { ConnectionPlatform as Id } from "../schema";

export type ConnectionPlatform = Id;

/** The platforms by id, in the order of the page, without loading a validator into it. */
export const ConnectionPlatform: readonly ConnectionPlatform[] = ["vercel", "railway", "render", "github"];
