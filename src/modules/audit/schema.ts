import * as z from "zod";

/** Who acted. `token` acts for a user; `system` is Berth itself. */
const ActorKind = z.enum(["user", "token", "system"]);

/** One entry of the audit log. `at` is an ISO string in UTC. Secrets in `details` are keyed hashes. */
export const AuditEntry = z.object({
  id: z.number(),
  at: z.string(),
  actorKind: ActorKind,
  actorId: z.string().nullable(),
  /** Name of the person; null for Berth itself and for somebody who is gone. */
  actorName: z.string().nullable(),
  action: z.string(),
  targetKind: z.string(),
  targetId: z.string(),
  /** Name of the project it was done to, as it is called now; null for other targets and for one that is deleted. */
  targetName: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  requestId: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** Place in the chain; null for the moments before it is chained. */
  chainSeq: z.number().nullable(),
  hash: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const Moment = z.iso.datetime({ offset: true, error: "Use a time such as 2026-01-31T12:00:00Z." });

/** What is left out does not narrow. `action` may end before a dot: `environment` finds `environment.revealed`. */
export const AuditFilter = z
  .strictObject({
    action: z.string().max(80).optional(),
    actorId: z.string().max(64).optional(),
    targetId: z.string().max(200).optional(),
    from: Moment.optional(),
    to: Moment.optional(),
    /** Words anywhere in the details, the action, the target, the request, or where it came from. */
    text: z.string().max(200).optional(),
  })
  .prefault({});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const ListAudit = AuditFilter.unwrap().extend({
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.number().int().optional(),
});
export type ListAudit = z.input<typeof ListAudit>;

export const VerifyAudit = z
  .strictObject({
    /** A head that was kept elsewhere, as `<seq>:<hash>`. */
    head: z
      .string()
      .regex(/^\d{1,10}:[0-9a-f]{64}$/, "Use the head an earlier check printed, such as 120:9f2c….")
      .optional(),
  })
  .prefault({});
export type VerifyAudit = z.input<typeof VerifyAudit>;

export const AuditExport = z.enum(["csv", "jsonl"]);
export type AuditExport = z.infer<typeof AuditExport>;
