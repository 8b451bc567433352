import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { newDataKey, open, type Secret, seal } from "@/server/crypto";
import { rememberSecret } from "@/server/redact";
import type { WrappedKeys } from "@/server/wrapped-keys";

/** The one connection a sealed token belongs to; a token sealed for one address does not open for another. */
export interface TokenPlace {
  id: string;
  orgId: string;
  platform: string;
  address: string;
}

export interface SealedToken {
  kid: string;
  wrapped: string;
  token: string;
}

/** Seals a token with a data key of its own, wrapped by the active master key. */
export function sealToken(ctx: Ctx, place: TokenPlace, token: string): SealedToken {
  const dataKey = newDataKey();
  return {
    ...ctx.keyring.wrapDataKey(keyPlace(place), dataKey),
    token: seal(dataKey, place.id, token, contextOf(place)),
  };
}

/** Opens what sealToken sealed for this very place; the token is hidden from every log from then on. */
export function openToken(ctx: Ctx, place: TokenPlace, sealed: SealedToken): Secret {
  const token = open(ctx.keyring.unwrapDataKey(keyPlace(place), sealed), sealed.token, contextOf(place));
  rememberSecret(token.unwrap());
  return token;
}

/** The same place in SQL. */
export const connectionKeys: WrappedKeys = { table: "platform_connection", owner: sql`'connection/' || org_id` };

function keyPlace({ orgId, id }: TokenPlace) {
  return { projectId: `connection/${orgId}`, dataKeyId: id };
}

function contextOf({ orgId, id, platform, address }: TokenPlace): string[] {
  return ["connection", orgId, id, platform, address];
}
