import type { ColumnSpec, TableSpec } from "../../engine/feature";

const id: ColumnSpec = { name: "id", type: "uuid", isPrimaryKey: true, fill: "new-id" };
const timestamps: ColumnSpec[] = [
  { name: "createdAt", type: "timestamp", fill: "now" },
  { name: "updatedAt", type: "timestamp", fill: "now" },
];
const owner: ColumnSpec = { name: "userId", type: "uuid", references: { table: "users", column: "id" } };

const text = (name: string): ColumnSpec => ({ name, type: "text" });
const optional = (name: string, type: ColumnSpec["type"] = "text"): ColumnSpec => ({ name, type, isOptional: true });

/** The tables Better Auth expects; its adapters find columns by these camelCase names. */
export const betterAuthTables: TableSpec[] = [
  {
    name: "users",
    columns: [
      id,
      text("name"),
      { name: "email", type: "text", isUnique: true, comment: "Lower case." },
      { name: "emailVerified", type: "boolean", fill: "false" },
      optional("image"),
      ...timestamps,
    ],
  },
  {
    name: "sessions",
    columns: [
      id,
      { name: "token", type: "text", isUnique: true },
      owner,
      { name: "expiresAt", type: "timestamp" },
      optional("ipAddress"),
      optional("userAgent"),
      ...timestamps,
    ],
    indexes: [{ columns: ["userId"] }],
  },
  {
    name: "accounts",
    columns: [
      id,
      owner,
      { name: "providerId", type: "text", comment: "credential, github or google." },
      { name: "accountId", type: "text", comment: "The person's id at that provider." },
      { name: "password", type: "text", isOptional: true, comment: "A scrypt hash; only for credential." },
      optional("accessToken"),
      optional("refreshToken"),
      optional("idToken"),
      optional("accessTokenExpiresAt", "timestamp"),
      optional("refreshTokenExpiresAt", "timestamp"),
      optional("scope"),
      ...timestamps,
    ],
    indexes: [{ columns: ["userId"] }],
  },
  {
    name: "verifications",
    columns: [id, text("identifier"), text("value"), { name: "expiresAt", type: "timestamp" }, ...timestamps],
    indexes: [{ columns: ["identifier"] }],
  },
];
