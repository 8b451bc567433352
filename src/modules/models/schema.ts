import * as z from "zod";

export const ModelProvider = z.enum(["anthropic", "openai", "gemini", "bedrock", "openai-compatible"]);
export type ModelProvider = z.infer<typeof ModelProvider>;

const secret = (what: string, max = 4096) =>
  z
    .string()
    .trim()
    .min(1, `Enter the ${what}.`)
    .max(max, `Use at most ${max} characters.`)
    .regex(/^[\x21-\x7e]*$/, `The ${what} has no spaces or special characters; copy it again.`);

/** How a provider is told who asks. Bedrock takes a bearer token as `key`, or an access key pair. */
export const ModelCredentials = z.discriminatedUnion("form", [
  z.strictObject({ form: z.literal("key"), key: secret("key") }),
  z.strictObject({
    form: z.literal("access-key"),
    accessKeyId: secret("access key id", 128),
    secretAccessKey: secret("secret access key", 512),
    sessionToken: secret("session token").optional(),
  }),
  z.strictObject({ form: z.literal("none") }),
]);
export type ModelCredentials = z.infer<typeof ModelCredentials>;

export const CredentialForm = z.enum(["key", "access-key", "none"]);
export type CredentialForm = z.infer<typeof CredentialForm>;

/** A base address: http or https, no credentials, no query; a trailing slash is dropped. */
const Address = z
  .string()
  .trim()
  .max(500, "Use at most 500 characters.")
  .superRefine((address, issue) => {
    const fault = faultOf(address);
    if (fault) issue.addIssue({ code: "custom", message: fault });
  })
  .transform((address) => address.replace(/\/+$/, ""));

const Model = z
  .string()
  .trim()
  .min(1, "Enter the name of the model.")
  .max(200, "Use at most 200 characters.")
  .regex(/^[A-Za-z0-9][\w.:/@+-]*$/, "Use the name as the provider writes it: letters, digits and . : / @ + - _")
  .refine((name) => !name.includes(".."), "A model name has no two dots in a row.");

const Region = z
  .string()
  .trim()
  .regex(/^[a-z]{2,4}(-[a-z]{2,12}){1,3}-\d{1,2}$/, "Enter an AWS region such as us-east-1.");

/** What reaches a model. Left out, the credentials stay the stored ones; a new place asks for them again. */
export const SaveModel = z
  .strictObject({
    provider: ModelProvider,
    model: Model,
    address: Address.nullable().default(null),
    region: Region.nullable().default(null),
    credentials: ModelCredentials.optional(),
  })
  .superRefine((input, context) => {
    for (const { path, message } of misfitsOf(input)) context.addIssue({ code: "custom", path: [path], message });
  });
export type SaveModel = z.infer<typeof SaveModel>;
export type SaveModelInput = z.input<typeof SaveModel>;

/** The stored connection as the browser may see it: of the credentials only their form and when they were set. */
export const ModelConnection = z.object({
  provider: ModelProvider,
  model: z.string(),
  address: z.string().nullable(),
  region: z.string().nullable(),
  credentials: z.object({ form: CredentialForm, setAt: z.string() }),
  updatedAt: z.string(),
});
export type ModelConnection = z.infer<typeof ModelConnection>;

export const ModelSettings = z.object({ connection: ModelConnection.nullable(), canWrite: z.boolean() });
export type ModelSettings = z.infer<typeof ModelSettings>;

/** The connection to try; without one, the stored. */
export const TestModel = z.strictObject({ draft: SaveModel.optional() });

export const ModelFailureKind = z.enum([
  "wrong-key",
  "unknown-model",
  "unreachable",
  "timeout",
  "rate-limit",
  "payment",
  "wrong-address",
  "refused",
  "unavailable",
  "cancelled",
]);
export type ModelFailureKind = z.infer<typeof ModelFailureKind>;

export const ModelTest = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), durationMs: z.number() }),
  z.object({ ok: z.literal(false), kind: ModelFailureKind, message: z.string() }),
]);
export type ModelTest = z.infer<typeof ModelTest>;

function faultOf(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return "Enter an address such as http://localhost:11434/v1.";
  if (url.username || url.password) return "Leave name and password out of the address; the key has its own field.";
  if (url.search || url.hash) return "Leave out everything from ? or # on.";
  return /^[\w./~-]*$/.test(url.pathname) ? undefined : "The path of the address has characters no API uses.";
}

function misfitsOf(input: {
  provider: ModelProvider;
  address: string | null;
  region: string | null;
  credentials?: ModelCredentials | undefined;
}): { path: string; message: string }[] {
  const { provider, address, region, credentials } = input;
  const misfits: { path: string; message: string }[] = [];
  const isBedrock = provider === "bedrock";
  if (isBedrock && address !== null) misfits.push({ path: "address", message: "Bedrock has one address per region." });
  if (isBedrock && region === null) misfits.push({ path: "region", message: "Enter an AWS region such as us-east-1." });
  if (!isBedrock && region !== null) misfits.push({ path: "region", message: "Only Bedrock has regions." });
  if (provider === "openai-compatible" && address === null)
    misfits.push({ path: "address", message: "Enter the address of the server, such as http://localhost:11434/v1." });
  if (credentials?.form === "access-key" && !isBedrock)
    misfits.push({ path: "credentials", message: "Only Bedrock takes an access key pair." });
  if (credentials?.form === "none" && provider !== "openai-compatible")
    misfits.push({ path: "credentials", message: "This provider needs a key." });
  return misfits;
}
