import * as z from "zod";

/** Only ASCII: a full-width @ that some programs read as @ would let one address pass for another. */
export const EmailAddress = z
  .email("Enter an e-mail address such as you@example.com.")
  .max(254, "Use at most 254 characters.")
  .transform((address) => address.toLowerCase());

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
  email: EmailAddress,
  password: z.string().min(10, "Use at least 10 characters.").max(200, "Use at most 200 characters."),
  /** Required once there is a password. */
  currentPassword: z.string().max(200).optional(),
});

export const SignInWithPassword = z.strictObject({
  email: EmailAddress,
  password: z.string().min(1).max(200),
});

export const TokenPurpose = z.enum(["api", "login", "machine"]);
export type TokenPurpose = z.infer<typeof TokenPurpose>;

export const TokenSummary = z.object({
  id: z.string(),
  name: z.string(),
  /** `machine` is the CLI's own token on the embedded default; it is renewed at every start and cannot be revoked. */
  purpose: TokenPurpose,
  hint: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
export type TokenSummary = z.infer<typeof TokenSummary>;

export const CreateToken = z.strictObject({
  name: z.string().trim().min(1, "Give the token a name.").max(80, "Use at most 80 characters."),
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
  .max(40)
  .toUpperCase()
  .transform((code) => code.replace(/[^A-Z]/g, ""))
  .pipe(z.string().length(8, "Enter the eight letters the terminal shows."));

export const StartDevice = z.strictObject({
  clientName: z
    .string()
    .trim()
    .min(1, "Name the program that wants to sign in.")
    .max(80, "Use at most 80 characters.")
    .regex(/^[^\p{C}]*$/u, "Use printable characters only."),
});

/** Answer to `berth login`; intervals and lifetimes are seconds. */
export const StartedDevice = z.object({
  deviceCode: z.string(),
  userCode: z.string(),
  verificationUrl: z.string(),
  interval: z.number(),
  expiresIn: z.number(),
});
export type StartedDevice = z.infer<typeof StartedDevice>;

export const PollDevice = z.strictObject({ deviceCode: z.string().min(1).max(200) });

/** `used` means the token of this code was already handed out once. */
export const PolledDevice = z.discriminatedUnion("status", [
  z.object({ status: z.literal("pending") }),
  z.object({ status: z.literal("approved"), token: z.string() }),
  z.object({ status: z.enum(["denied", "expired", "used"]) }),
]);
export type PolledDevice = z.infer<typeof PolledDevice>;

export const DeviceInfo = z.object({
  userCode: z.string(),
  clientName: z.string(),
  ip: z.string().nullable(),
  createdAt: z.string(),
});
export type DeviceInfo = z.infer<typeof DeviceInfo>;
