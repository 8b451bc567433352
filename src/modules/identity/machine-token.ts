import { rmSync } from "node:fs";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import { type Kernel, systemCtx } from "@/server/kernel";
import { homePaths } from "@/server/process/home";
import { readPrivateFile, writePrivateFile } from "@/server/process/private-file";
import { localUrl } from "@/server/web/host";
import { ensureOwner } from "./accounts";
import { apiToken } from "./tables";
import { insertToken } from "./tokens";

/**
 * On the embedded default, writes address and an owner token to `BERTH_HOME/cli.json` (mode 0600), so that the CLI on
 * this machine needs no login. Each start makes a new token and deletes the old row; shutdown removes both.
 */
export async function ensureCliToken(kernel: Kernel): Promise<void> {
  if (kernel.env.databaseUrl) return;
  const { orgId, userId } = await ensureOwner(kernel);
  const { id, token } = await inTransaction(systemCtx(kernel, { orgId }), async (tx) => {
    await tx.db.delete(apiToken).where(eq(apiToken.purpose, "machine"));
    return insertToken(tx, { userId, orgId, name: "berth on this machine", purpose: "machine", expiresAt: null });
  });
  const file = homePaths(kernel.env.home).cli;
  const content = `${JSON.stringify({ url: localUrl(kernel.env), token, pid: process.pid }, null, 2)}\n`;
  writePrivateFile(file, content);
  kernel.onShutdown("remove the CLI's token", async () => {
    // Another Berth may have started on this folder meanwhile: its file stays.
    if (readPrivateFile(file) === content) rmSync(file, { force: true });
    await kernel.db.delete(apiToken).where(eq(apiToken.id, id));
  });
}

/** Whether this request carries the token of `BERTH_HOME/cli.json`. */
export async function isMachineToken(ctx: Ctx): Promise<boolean> {
  if (ctx.actor.kind !== "token") return false;
  const [found] = await ctx.db
    .select({ id: apiToken.id })
    .from(apiToken)
    .where(and(eq(apiToken.id, ctx.actor.tokenId), eq(apiToken.purpose, "machine")));
  return found !== undefined;
}
