import { sql } from "drizzle-orm";
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** One row: marks the database as Berth's own and holds the salt of key derivation. */
export const berthInstallation = pgTable("berth_installation", {
  id: text().primaryKey(),
  salt: text().notNull(),
  /** A sealed known text: tells at start whether ENCRYPTION_KEYS still opens what this installation stored. */
  canary: text(),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** A durable piece of work. Every write of a worker carries the fence, which rises with each claim. */
export const run = pgTable(
  "run",
  {
    id: text().primaryKey(),
    orgId: text("org_id").notNull(),
    kind: text().notNull(),
    status: text().notNull().default("queued"),
    spec: jsonb().notNull(),
    /** Only this host may resume the run (local platform); null lets any worker claim it. */
    hostId: text("host_id"),
    idempotencyKey: text("idempotency_key"),
    /** Runs of one group follow each other in the order they were made; null waits for nobody. */
    groupKey: text("group_key"),
    attempt: integer().notNull().default(0),
    fence: integer().notNull().default(0),
    worker: text(),
    lastSeq: integer("last_seq").notNull().default(0),
    timeoutSeconds: integer("timeout_seconds").notNull(),
    cancelRequestedAt: at("cancel_requested_at"),
    deadlineAt: at("deadline_at"),
    output: jsonb(),
    error: jsonb(),
    createdAt: at("created_at").notNull().defaultNow(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
  },
  (table) => [
    uniqueIndex("run_idempotency").on(table.orgId, table.idempotencyKey),
    index("run_group")
      .on(table.groupKey, table.createdAt)
      .where(sql`${table.status} in ('queued', 'running', 'cancelling')`),
    index("run_open").on(table.createdAt).where(sql`${table.status} in ('queued', 'running', 'cancelling')`),
  ],
);

/** Finished steps are memoised: a resumed run reads their output instead of running them again. */
export const runStep = pgTable(
  "run_step",
  {
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    name: text().notNull(),
    position: integer().notNull(),
    status: text().notNull(),
    attempts: integer().notNull().default(0),
    fence: integer().notNull(),
    /** What the step is about to do, written before it does it, so that a repeat can look it up. */
    intent: jsonb(),
    output: jsonb(),
    error: jsonb(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
  },
  (table) => [primaryKey({ columns: [table.runId, table.name] })],
);

/** Numbered per run from the counter on the run row, so commit order is sequence order without gaps. */
export const runEvent = pgTable(
  "run_event",
  {
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    seq: integer().notNull(),
    at: at("at").notNull().defaultNow(),
    kind: text().notNull(),
    fence: integer().notNull(),
    /** The rest of the event as the contract names it: step, status, stream, level, line, message, url, metric, error. */
    data: jsonb().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] }), index("run_event_at").on(table.at)],
);

/** Append-only: who did what, written in the same transaction as the change. Never holds a secret value. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    orgId: text("org_id").notNull(),
    at: at("at").notNull().defaultNow(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    action: text().notNull(),
    targetKind: text("target_kind").notNull(),
    targetId: text("target_id").notNull(),
    details: jsonb().notNull().default({}),
    requestId: text("request_id").notNull(),
    ip: text(),
    userAgent: text("user_agent"),
    /** Place in the organization's chain, from 1; null until the row is chained, moments after its transaction. */
    chainSeq: integer("chain_seq"),
    /** SHA-256 over the hash before it and this row, in hex. */
    hash: text(),
  },
  (table) => [
    index("audit_log_org_at").on(table.orgId, table.at),
    uniqueIndex("audit_log_chain").on(table.orgId, table.chainSeq),
    index("audit_log_unchained").on(table.id).where(sql`${table.hash} is null`),
  ],
);
