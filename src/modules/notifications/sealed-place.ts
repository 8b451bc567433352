import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Ctx } from "@/server/context";
import { newDataKey, open, seal } from "@/server/crypto";
import { rememberSecret } from "@/server/redact";
import type { WrappedKeys } from "@/server/wrapped-keys";

/** Where a channel sends to. A webhook's address lets anybody post, so it is kept as the secret it is. */
export const SealedPlace = z.object({
  address: z.string(),
  /** Signs webhooks: `whsec_` and base64. */
  secret: z.string().optional(),
  allowPrivate: z.boolean().default(false),
});
export type SealedPlace = z.infer<typeof SealedPlace>;

interface Row {
  id: string;
  orgId: string;
  kind: string;
}

export function sealPlace(ctx: Ctx, row: Row, place: SealedPlace) {
  const dataKey = newDataKey();
  const token = seal(dataKey, row.id, JSON.stringify(place), contextOf(row));
  return { ...ctx.keyring.wrapDataKey(keyPlace(row), dataKey), token };
}

export function openPlace(
  ctx: Pick<Ctx, "keyring">,
  row: Row & { kid: string; wrapped: string; token: string },
): SealedPlace {
  const text = open(ctx.keyring.unwrapDataKey(keyPlace(row), row), row.token, contextOf(row)).unwrap();
  const place = SealedPlace.parse(JSON.parse(text));
  hidePlace(row.kind, place);
  return place;
}

/** Keeps what lets others post or sign out of logs. */
export function hidePlace(kind: string, { address, secret }: SealedPlace): void {
  if (kind !== "email") rememberSecret(address);
  if (secret) rememberSecret(secret);
}

/** The same place in SQL. */
export const channelKeys: WrappedKeys = { table: "outbound_channel", owner: sql`'channel/' || org_id` };

function keyPlace({ orgId, id }: Row) {
  return { projectId: `channel/${orgId}`, dataKeyId: id };
}

function contextOf({ orgId, id, kind }: Row): string[] {
  return ["channel", orgId, id, kind];
}
