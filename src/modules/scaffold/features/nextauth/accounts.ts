import { hasRateLimit } from "../../engine/access";
import type { TableSpec } from "../../engine/feature";
import type { ScaffoldConfig } from "../../schema";

/** Generated code of accounts with e-mail and password: table, hashing, verbs. */
export const usersTable: TableSpec = {
  name: "users",
  columns: [
    { name: "id", type: "uuid", isPrimaryKey: true, fill: "new-id" },
    { name: "name", type: "text" },
    { name: "email", type: "text", isUnique: true, comment: "Lower case." },
    { name: "passwordHash", type: "text" },
    { name: "createdAt", type: "timestamp", fill: "now" },
  ],
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

export function usersModule(config: ScaffoldConfig): string {
  const isLimited = hasRateLimit(config);
  return `${isLimited ? `import { CredentialsSignin } from "next-auth";\n` : ""}import { z } from "zod";
${isLimited ? `import { checkRateLimit } from "@/cache/rate-limit";\n` : ""}import { hashPassword, verifyPassword } from "./password";
import { findUserByEmail, insertUser } from "./user-store";

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
  return insertUser({ name, email, passwordHash: await hashPassword(password) });
}

${isLimited ? limitedFindUser : findUser}  const parsed = Credentials.safeParse(input);
  if (!parsed.success) return null;
  const user = await findUserByEmail(parsed.data.email);
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
}

const findUser = `/** The user these credentials belong to, or null. */
export async function findUser(input: unknown): Promise<{ id: string; name: string; email: string } | null> {
`;

const limitedFindUser = `/** Refuses who tried too often, whatever the password. */
export class TooManyAttempts extends CredentialsSignin {
  override code = "too-many-attempts";
}

/** The user these credentials belong to, or null. */
export async function findUser(
  input: unknown,
  request: Request,
): Promise<{ id: string; name: string; email: string } | null> {
  const { isAllowed } = await checkRateLimit("sign-in", request);
  if (!isAllowed) throw new TooManyAttempts();
`;
