import { z } from "zod";

export const Me = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  hasPassword: z.boolean(),
  orgId: z.string(),
  orgName: z.string(),
  role: z.string(),
  via: z.enum(["session", "token"]),
});
export type Me = z.infer<typeof Me>;

export const SetPassword = z.strictObject({
  email: z.email("Enter an e-mail address such as you@example.com."),
  password: z.string().min(10, "Use at least 10 characters.").max(200, "Use at most 200 characters."),
  currentPassword: z.string().max(200).optional(),
});

export const TokenSummary = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
export type TokenSummary = z.infer<typeof TokenSummary>;

export const CreateToken = z.strictObject({
  name: z.string().trim().min(1, "Give the token a name.").max(80),
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(90),
});

export const SessionSummary = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  userAgent: z.string().nullable(),
  ip: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type SessionSummary = z.infer<typeof SessionSummary>;

/** The short code a terminal shows, such as BCDF-GHJK; case and dash do not matter. */
export const UserCode = z
  .string()
  .trim()
  .toUpperCase()
  .transform((code) => code.replace(/[^A-Z]/g, ""))
  .pipe(z.string().length(8, "Enter the eight letters the terminal shows."));
