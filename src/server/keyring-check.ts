import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { type BoundKeyring, Keyring } from "./crypto";
import { ensureInstallation } from "./database/migrations";
import type { Database } from "./db";
import type { Env } from "./env";
import { AppError } from "./errors";
import { berthInstallation } from "./tables";
import { checkWrappedKeys } from "./wrapped-keys";

/** The master keys bound to this installation; refuses keys that do not open what is stored. */
export async function openKeyring({ db }: Database, env: Env): Promise<BoundKeyring> {
  const installation = await ensureInstallation(db);
  const keyring = Keyring.parse(env.encryptionKeys, { authSecret: env.authSecret }).bind(installation.salt);
  if (installation.canary) checkCanary(keyring, installation.id, installation.canary);
  await checkWrappedKeys(db, keyring);
  if (installation.canary?.startsWith(`${keyring.activeId}:`)) return keyring;
  const { kid, wrapped } = keyring.wrapDataKey(canaryPlace(installation.id), randomBytes(32));
  const unchanged = installation.canary
    ? eq(berthInstallation.canary, installation.canary)
    : isNull(berthInstallation.canary);
  await db
    .update(berthInstallation)
    .set({ canary: `${kid}:${wrapped}` })
    .where(and(eq(berthInstallation.id, installation.id), unchanged));
  return keyring;
}

/** Throws PRECONDITION when these keys do not open what the installation sealed when it was set up. */
export function checkCanary(keyring: BoundKeyring, installationId: string, canary: string): void {
  const [kid = "", wrapped = ""] = canary.split(":");
  if (!keyring.has(kid)) {
    throw new AppError(
      "PRECONDITION",
      `ENCRYPTION_KEYS lacks the key ${kid}, which stored values need. Add it behind the active one and start Berth again.`,
    );
  }
  try {
    keyring.unwrapDataKey(canaryPlace(installationId), { kid, wrapped });
  } catch (cause) {
    throw new AppError(
      "PRECONDITION",
      `The key ${kid} of ENCRYPTION_KEYS is not the one this installation was set up with, so stored values would be unreadable. Put the right key back.`,
      { cause },
    );
  }
}

function canaryPlace(installationId: string) {
  return { projectId: "installation", dataKeyId: installationId };
}
