import { and, eq } from "drizzle-orm";
import { type Ctx, requirePermission } from "@/server/context";
import { open } from "@/server/crypto";
import { AppError } from "@/server/errors";
import { rememberSecret } from "@/server/redact";
import type { ApiAccess } from "./http/call";
import type { Account, ConnectionPlatform } from "./schema";
import { platformConnection } from "./tables";

/** A connection ready to be used by a client of its platform. */
export interface OpenConnection extends ApiAccess {
  name: string;
  account: Account;
  isEmulated: boolean;
  /** Changes when another token takes the place of this one. */
  tokenSetAt: Date;
}

/** Opens a connection for a verb that has checked its own permission. Throws NOT_FOUND. */
export async function openConnection(ctx: Ctx, id: string): Promise<OpenConnection> {
  requirePermission(ctx, "connection:read");
  const [row] = await ctx.db
    .select()
    .from(platformConnection)
    .where(and(eq(platformConnection.id, id), eq(platformConnection.orgId, ctx.orgId)));
  if (!row) throw new AppError("NOT_FOUND", "There is no such connection any more. Connect the account again.");
  const place = { projectId: `connection/${row.orgId}`, dataKeyId: row.id };
  const token = open(ctx.keyring.unwrapDataKey(place, row), row.token, [
    "connection",
    row.orgId,
    row.id,
    row.platform,
    row.address,
  ]);
  rememberSecret(token.unwrap());
  return {
    platform: row.platform as ConnectionPlatform,
    connectionId: row.id,
    address: row.address,
    token,
    teamId: row.account.team?.id ?? null,
    fetch: ctx.fetch,
    now: ctx.now,
    name: row.name,
    account: row.account,
    isEmulated: row.isEmulated,
    tokenSetAt: row.tokenSetAt,
  };
}
