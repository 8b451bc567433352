import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { newDataKey, open, seal } from "@/server/crypto";
import { rememberSecret } from "@/server/redact";
import type { WrappedKeys } from "@/server/wrapped-keys";
import { ModelCredentials } from "./schema";

/** The one connection sealed credentials belong to; a key sealed for one address does not open for another. */
export interface ConnectionPlace {
  id: string;
  orgId: string;
  provider: string;
  address: string | null;
  region: string | null;
}

export interface SealedCredentials {
  kid: string;
  wrapped: string;
  token: string;
}

/** Seals credentials with a data key of their own, wrapped by the active master key. */
export function sealCredentials(ctx: Ctx, place: ConnectionPlace, credentials: ModelCredentials): SealedCredentials {
  const dataKey = newDataKey();
  const token = seal(dataKey, place.id, JSON.stringify(credentials), contextOf(place));
  return { ...ctx.keyring.wrapDataKey(keyPlace(place), dataKey), token };
}

/** Opens what sealCredentials sealed for this very place; its values are hidden from every log from then on. */
export function openCredentials(ctx: Ctx, place: ConnectionPlace, sealed: SealedCredentials): ModelCredentials {
  const dataKey = ctx.keyring.unwrapDataKey(keyPlace(place), sealed);
  const text = open(dataKey, sealed.token, contextOf(place)).unwrap();
  const credentials = ModelCredentials.parse(JSON.parse(text));
  hideCredentials(credentials);
  return credentials;
}

/** Keeps the values out of logs and error texts of this process. */
export function hideCredentials(credentials: ModelCredentials): void {
  if (credentials.form === "key") rememberSecret(credentials.key);
  if (credentials.form !== "access-key") return;
  rememberSecret(credentials.secretAccessKey);
  if (credentials.sessionToken) rememberSecret(credentials.sessionToken);
}

/** The same place in SQL. */
export const modelKeys: WrappedKeys = { table: "model_connection", owner: sql`'model/' || org_id` };

function keyPlace({ orgId, id }: ConnectionPlace) {
  return { projectId: `model/${orgId}`, dataKeyId: id };
}

function contextOf({ orgId, id, provider, address, region }: ConnectionPlace): string[] {
  return ["model", orgId, id, provider, address ?? "", region ?? ""];
}
