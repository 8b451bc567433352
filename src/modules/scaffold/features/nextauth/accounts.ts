import type { SchemaTable } from "../../engine/feature";

/** Generated code of accounts with e-mail and password: table, hashing, verbs. */
export const usersTable: SchemaTable = {
  name: "users",
  imports: ["pgTable", "text", "timestamp", "uuid"],
  code: `export const users = pgTable("users", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  /** Lower case. */
  email: text("email").notNull().unique(),
  passwordHash: text("password_hash").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
`,
  sql: `CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
`,
  snapshot: {
    name: "users",
    schema: "",
    columns: {
      id: { name: "id", type: "uuid", primaryKey: true, notNull: true, default: "gen_random_uuid()" },
      name: { name: "name", type: "text", primaryKey: false, notNull: true },
      email: { name: "email", type: "text", primaryKey: false, notNull: true },
      password_hash: { name: "password_hash", type: "text", primaryKey: false, notNull: true },
      created_at: {
        name: "created_at",
        type: "timestamp with time zone",
        primaryKey: false,
        notNull: true,
        default: "now()",
      },
    },
    indexes: {},
    foreignKeys: {},
    compositePrimaryKeys: {},
    uniqueConstraints: {
      users_email_unique: { name: "users_email_unique", nullsNotDistinct: false, columns: ["email"] },
    },
    policies: {},
    checkConstraints: {},
    isRLSEnabled: false,
  },
};

export const passwordModule = `import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** 32 MB and about a tenth of a second each: dear for a guesser, cheap for a person. */
const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };

/** The hash with its salt and cost, so that the cost can rise later without locking anyone out. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [algorithm, N, r, p, salt, key] = stored.split("$");
  if (algorithm !== "scrypt" || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, "base64url");
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: cost.maxmem };
  const actual = await deriveKey(password, Buffer.from(salt, "base64url"), options);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function deriveKey(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, 32, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
`;

export const usersModule = `import { eq } from "drizzle-orm";
import { z } from "zod";
import { getDatabase } from "@/db/client";
import { users } from "@/db/schema";
import { hashPassword, verifyPassword } from "./password";

const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("Write an e-mail address, such as ada@example.com."));

export const Credentials = z.object({ email: Email, password: z.string().min(1).max(200) });

export const NewUser = z.object({
  name: z.string().trim().min(1, "Write the name others should see.").max(80, "Use at most 80 characters."),
  email: Email,
  password: z.string().min(10, "Use at least 10 characters.").max(200, "Use at most 200 characters."),
});

/** The new user, or undefined when the e-mail address has an account already. */
export async function createUser({
  name,
  email,
  password,
}: z.output<typeof NewUser>): Promise<{ id: string } | undefined> {
  const db = await getDatabase();
  const passwordHash = await hashPassword(password);
  const [user] = await db
    .insert(users)
    .values({ name, email, passwordHash })
    .onConflictDoNothing()
    .returning({ id: users.id });
  return user;
}

/** The user these credentials belong to, or null. */
export async function findUser(input: unknown): Promise<{ id: string; name: string; email: string } | null> {
  const parsed = Credentials.safeParse(input);
  if (!parsed.success) return null;
  const db = await getDatabase();
  const [user] = await db.select().from(users).where(eq(users.email, parsed.data.email)).limit(1);
  // An unknown address takes as long as a wrong password, so that the answer's time tells nothing.
  const stored = user?.passwordHash ?? (await decoyHash());
  const isRight = await verifyPassword(parsed.data.password, stored);
  return isRight && user !== undefined ? { id: user.id, name: user.name, email: user.email } : null;
}

let decoy: Promise<string> | undefined;

function decoyHash(): Promise<string> {
  decoy ??= hashPassword(crypto.randomUUID());
  return decoy;
}
`;
