import { type Kernel, systemCtx } from "@/server/kernel";
import { pruneDevices } from "./devices";
import { pruneLinks } from "./links";
import { pruneSessions } from "./sessions";
import { pruneTokens } from "./tokens";

/** Forgets ended sessions, links, codes and tokens once an hour. */
export function registerIdentityJobs(kernel: Kernel): void {
  kernel.jobs.schedule("identity.prune", 3600, async () => {
    const ctx = systemCtx(kernel, { orgId: "" });
    for (const prune of [pruneSessions, pruneLinks, pruneDevices, pruneTokens]) await prune(ctx);
  });
}
