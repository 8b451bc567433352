import type { Ctx } from "./context";
import { auditLog } from "./tables";

/** Writes who did what, in the transaction of the change. Never pass a secret value in `details`. */
export async function recordAudit(
  tx: Ctx,
  entry: { action: string; targetKind: string; targetId: string; details?: Record<string, unknown> },
): Promise<void> {
  await tx.db.insert(auditLog).values({
    orgId: tx.orgId,
    actorKind: tx.actor.kind,
    actorId: actorId(tx),
    action: entry.action,
    targetKind: entry.targetKind,
    targetId: entry.targetId,
    details: entry.details ?? {},
    requestId: tx.requestId,
    ip: tx.origin.ip ?? null,
    userAgent: tx.origin.userAgent ?? null,
  });
}

function actorId({ actor }: Ctx): string | null {
  return actor.kind === "system" ? null : actor.userId;
}
