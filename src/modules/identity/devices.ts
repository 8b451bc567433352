import { randomInt } from "node:crypto";
import { and, count, eq, gt, isNull, lt } from "drizzle-orm";
import { recordAudit } from "@/server/audit";
import type { Ctx } from "@/server/context";
import { hashToken, randomToken } from "@/server/crypto";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { type RateLimit, rateLimiter } from "@/server/web/rate-limit";
import { type DeviceInfo, PollDevice, type PolledDevice, StartDevice, type StartedDevice, UserCode } from "./schema";
import { findMembership, requireSession } from "./subject";
import { deviceCode } from "./tables";
import { insertToken } from "./tokens";

const lifetimeSeconds = 10 * 60;
const intervalSeconds = 2;
const tokenDays = 90;
const maxOpenCodes = 200;
const perAddress: RateLimit = { name: "device-ip", max: 20, windowSeconds: 10 * 60 };
/** Half as many again as a client that keeps to the interval makes. */
const perDevice: RateLimit = { name: "device-poll", max: 22, windowSeconds: 30 };
/** Guessing 1 of 20^8 codes at this rate is hopeless. */
const perPerson: RateLimit = { name: "device-code", max: 30, windowSeconds: 10 * 60 };

/** No vowels and no letters that look alike: a code never spells a word and reads well aloud (RFC 8628, 6.1). */
const letters = "BCDFGHJKLMNPQRSTVWXZ";

/** First half of berth login (RFC 8628): a secret code for the terminal and a short one for the person. */
export async function startDevice(ctx: Ctx, input: unknown, baseUrl: string): Promise<StartedDevice> {
  const { clientName } = StartDevice.parse(input);
  rateLimiter.count(perAddress, ctx.origin.ip ?? "unknown", ctx.now());
  const secret = randomToken("device");
  const userCode = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join("");
  await inTransaction(ctx, async (tx) => {
    const now = tx.now();
    const [open] = await tx.db.select({ total: count() }).from(deviceCode).where(gt(deviceCode.expiresAt, now));
    if ((open?.total ?? 0) >= maxOpenCodes) {
      throw new AppError("LIMIT", "Too many sign-ins are waiting for approval. Try again in ten minutes.", {
        details: { retryAfterSeconds: lifetimeSeconds },
      });
    }
    await tx.db.insert(deviceCode).values({
      deviceHash: hashToken(secret),
      userCode,
      clientName,
      ip: tx.origin.ip ?? null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifetimeSeconds * 1000),
    });
  });
  return {
    deviceCode: secret,
    userCode: formatUserCode(userCode),
    verificationUrl: `${baseUrl}/device`,
    interval: intervalSeconds,
    expiresIn: lifetimeSeconds,
  };
}

/** Second half: what the person decided. The token is handed out exactly once. LIMIT when asked far too often. */
export async function pollDevice(ctx: Ctx, input: unknown): Promise<PolledDevice> {
  const deviceHash = hashToken(PollDevice.parse(input).deviceCode);
  rateLimiter.count(perDevice, deviceHash, ctx.now());
  return inTransaction(ctx, async (tx) => {
    const now = tx.now();
    const [found] = await tx.db.select().from(deviceCode).where(eq(deviceCode.deviceHash, deviceHash));
    if (!found || found.expiresAt <= now) return { status: "expired" };
    if (found.redeemedAt) return { status: "used" };
    if (found.decision === "denied") return { status: "denied" };
    if (found.decision !== "approved" || !found.userId || !found.orgId) return { status: "pending" };
    const [redeemed] = await tx.db
      .update(deviceCode)
      .set({ redeemedAt: now })
      .where(and(eq(deviceCode.deviceHash, deviceHash), isNull(deviceCode.redeemedAt)))
      .returning({ clientName: deviceCode.clientName });
    if (!redeemed) return { status: "used" };
    // The person may have left the organization between approving and this poll.
    if (!(await findMembership(tx, found.userId))) return { status: "denied" };
    const { userId, orgId } = found;
    const expiresAt = new Date(now.getTime() + tokenDays * 86_400_000);
    const name = redeemed.clientName;
    const { token } = await insertToken({ ...tx, orgId }, { userId, orgId, name, purpose: "login", expiresAt });
    return { status: "approved", token };
  });
}

/** What asks to sign in under this code, for the person to recognise. NOT_FOUND when it ended or was decided. */
export async function getDevice(ctx: Ctx, input: unknown): Promise<DeviceInfo> {
  const { userId } = requireSession(ctx);
  const userCode = UserCode.parse(input);
  rateLimiter.count(perPerson, userId, ctx.now());
  const [found] = await ctx.db.select().from(deviceCode).where(isOpen(userCode, ctx.now()));
  if (!found) throw unknownCode();
  return {
    userCode: formatUserCode(found.userCode),
    clientName: found.clientName,
    ip: found.ip,
    createdAt: found.createdAt.toISOString(),
  };
}

/** Lets the waiting program in as this person, or turns it away. NOT_FOUND when the code ended or was decided. */
export async function decideDevice(ctx: Ctx, input: unknown, isApproved: boolean): Promise<void> {
  const { userId } = requireSession(ctx);
  const userCode = UserCode.parse(input);
  rateLimiter.count(perPerson, userId, ctx.now());
  await inTransaction(ctx, async (tx) => {
    const [decided] = await tx.db
      .update(deviceCode)
      .set({ decidedAt: tx.now(), decision: isApproved ? "approved" : "denied", userId, orgId: tx.orgId })
      .where(isOpen(userCode, tx.now()))
      .returning({ clientName: deviceCode.clientName });
    if (!decided) throw unknownCode();
    await recordAudit(tx, {
      action: isApproved ? "identity.device_approved" : "identity.device_denied",
      targetKind: "user",
      targetId: userId,
      details: { clientName: decided.clientName },
    });
  });
}

/** Forgets codes a day after they ended. */
export async function pruneDevices(ctx: Pick<Ctx, "db" | "now">): Promise<void> {
  await ctx.db.delete(deviceCode).where(lt(deviceCode.expiresAt, new Date(ctx.now().getTime() - 86_400_000)));
}

function isOpen(userCode: string, now: Date) {
  return and(eq(deviceCode.userCode, userCode), isNull(deviceCode.decidedAt), gt(deviceCode.expiresAt, now));
}

function formatUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

function unknownCode(): AppError {
  return new AppError(
    "NOT_FOUND",
    "No program is waiting under this code: it was mistyped, already decided, or is older than ten minutes. Run berth login again.",
  );
}
