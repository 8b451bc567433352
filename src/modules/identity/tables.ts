import { index, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const organization = pgTable("organization", {
  id: text().primaryKey(),
  name: text().notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});

export const user = pgTable("user", {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Lower-cased; null until the owner sets one. */
  email: text().unique(),
  /** scrypt, in the form `scrypt:N:r:p:salt:hash`. */
  passwordHash: text("password_hash"),
  createdAt: at("created_at").notNull().defaultNow(),
});

export const membership = pgTable(
  "membership",
  {
    orgId: text("org_id")
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    role: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.userId] })],
);

/** The signed cookie only names a row here, so signing out everywhere takes effect at once. */
export const session = pgTable(
  "session",
  {
    id: text().primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    ip: text(),
    userAgent: text("user_agent"),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
  },
  (table) => [index("session_user").on(table.userId)],
);

/** Only the SHA-256 of a token is kept; `hint` is its first characters, to tell tokens apart in a list. */
export const apiToken = pgTable("api_token", {
  id: text().primaryKey(),
  orgId: text("org_id")
    .notNull()
    .references(() => organization.id, { onDelete: "cascade" }),
  userId: text("user_id")
    .notNull()
    .references(() => user.id, { onDelete: "cascade" }),
  name: text().notNull(),
  /** `api` made in settings or by the CLI, `login` by `berth login`, `machine` the CLI's own token on the embedded default. */
  purpose: text().notNull().default("api"),
  hint: text().notNull(),
  tokenHash: text("token_hash").notNull().unique(),
  createdAt: at("created_at").notNull().defaultNow(),
  lastUsedAt: at("last_used_at"),
  expiresAt: at("expires_at"),
  revokedAt: at("revoked_at"),
});

export const signInLink = pgTable("sign_in_link", {
  tokenHash: text("token_hash").primaryKey(),
  userId: text("user_id")
    .notNull()
    .references(() => user.id, { onDelete: "cascade" }),
  createdAt: at("created_at").notNull().defaultNow(),
  expiresAt: at("expires_at").notNull(),
  usedAt: at("used_at"),
});

/** RFC 8628: the terminal holds the device code, the person types the user code. */
export const deviceCode = pgTable("device_code", {
  deviceHash: text("device_hash").primaryKey(),
  userCode: text("user_code").notNull().unique(),
  clientName: text("client_name").notNull(),
  /** Where the request came from, so that the person who approves can recognise it. */
  ip: text(),
  createdAt: at("created_at").notNull().defaultNow(),
  expiresAt: at("expires_at").notNull(),
  decidedAt: at("decided_at"),
  /** `approved` or `denied`. */
  decision: text(),
  userId: text("user_id").references(() => user.id, { onDelete: "cascade" }),
  orgId: text("org_id").references(() => organization.id, { onDelete: "cascade" }),
  redeemedAt: at("redeemed_at"),
});
