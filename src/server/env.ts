import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { Keyring, Secret } from "./crypto";
import { AppError } from "./errors";
import { processGlobal } from "./process/globals";
import { homePaths } from "./process/home";
import { readOrCreateFile, readPrivateFile, writePrivateFile } from "./process/private-file";
import { rememberSecret } from "./redact";

const webAddress = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .transform((url) => url.replace(/\/+$/, ""));

const Source = z.object({
  PORT: z.coerce.number({ error: "must be a port number" }).int().min(0).max(65_535).optional(),
  HOST: z.string().default("127.0.0.1"),
  BERTH_PUBLIC_URL: webAddress.optional(),
  BERTH_HOME: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/./, "must begin with postgres:// or postgresql://")
    .optional(),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  ENCRYPTION_KEYS: z.string().optional(),
  VERCEL_API_URL: webAddress.default("https://api.vercel.com"),
  RAILWAY_API_URL: webAddress.default("https://backboard.railway.com"),
  RENDER_API_URL: webAddress.default("https://api.render.com"),
  GITHUB_API_URL: webAddress.default("https://api.github.com"),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  SUPABASE_URL: webAddress.optional(),
  SUPABASE_KEY: z.string().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/./, "must begin with smtp:// or smtps://")
    .optional(),
  MAIL_FROM: z.string().optional(),
  BERTH_ROLE: z.enum(["all", "web", "worker"], { error: "must be all, web or worker" }).default("all"),
  BERTH_CLI_COMMAND: z.string().default("berth"),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "must be fatal, error, warn, info, debug, trace or silent",
    })
    .default("info"),
  BERTH_LOG_RETENTION_DAYS: z.coerce.number({ error: "must be a number of days" }).int().min(1).max(3650).default(30),
});

export interface Env {
  port: number;
  host: string;
  publicUrl?: string | undefined;
  home: string;
  databaseUrl?: string | undefined;
  authSecret: string;
  encryptionKeys: string;
  vercelApiUrl: string;
  railwayApiUrl: string;
  renderApiUrl: string;
  githubApiUrl: string;
  /** The OAuth app people connect their GitHub account through; without it they paste a token. */
  githubApp?: { clientId: string; clientSecret: Secret } | undefined;
  supabaseUrl?: string | undefined;
  supabaseKey?: string | undefined;
  /** How Berth itself sends e-mail, such as the outcome of a deployment. */
  mail?: { url: string; from: string } | undefined;
  role: "all" | "web" | "worker";
  logLevel: string;
  logRetentionDays: number;
  isProduction: boolean;
  /** How the CLI is run on this machine, as `npm start` found it; by name for people who come from elsewhere. */
  cliCommand: string;
  /** The folder Berth runs from; migrations are read below it. */
  programDir: string;
}

const slot = processGlobal<{ env?: Env }>("env", () => ({}));

/** next-auth reads these by itself. In a person's shell they belong to another app, and signing in would lead there. */
const foreignSettings = ["AUTH_URL", "NEXTAUTH_URL", "AUTH_REDIRECT_PROXY_URL"];

/** The environment, parsed once; every fault is one clear sentence. */
export function getEnv(): Env {
  if (!slot.env) {
    slot.env = parseEnv(process.env);
    for (const name of foreignSettings) delete process.env[name];
  }
  return slot.env;
}

/** Parses any set of variables; `getEnv` is this on the process's own. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  // A variable set to nothing counts as not set: shells and compose files cannot unset.
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Source.safeParse(present);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError(
      "VALIDATION",
      `The environment variable ${issue?.path.join(".")} is not valid: ${issue?.message}.`,
    );
  }
  const source = parsed.data;
  const home = path.resolve(/*turbopackIgnore: true*/ source.BERTH_HOME ?? path.join(homedir(), ".berth"));
  if (!source.DATABASE_URL && source.BERTH_ROLE !== "all") {
    throw new AppError(
      "VALIDATION",
      `BERTH_ROLE=${source.BERTH_ROLE} needs DATABASE_URL: the embedded database belongs to one process only.`,
    );
  }
  const { authSecret, encryptionKeys } = secretsOf(source, home);
  Keyring.parse(encryptionKeys, { authSecret });
  rememberAll(authSecret, encryptionKeys, source.DATABASE_URL, source.SUPABASE_KEY);
  if (source.SMTP_URL) rememberPassword(source.SMTP_URL);
  return {
    port: source.PORT ?? 3000,
    host: source.HOST,
    publicUrl: source.BERTH_PUBLIC_URL,
    home,
    databaseUrl: source.DATABASE_URL,
    authSecret,
    encryptionKeys,
    vercelApiUrl: source.VERCEL_API_URL,
    railwayApiUrl: source.RAILWAY_API_URL,
    renderApiUrl: source.RENDER_API_URL,
    githubApiUrl: source.GITHUB_API_URL,
    githubApp: githubAppOf(source),
    supabaseUrl: source.SUPABASE_URL,
    supabaseKey: source.SUPABASE_KEY,
    mail: mailOf(source),
    role: source.BERTH_ROLE,
    logLevel: source.LOG_LEVEL,
    logRetentionDays: source.BERTH_LOG_RETENTION_DAYS,
    isProduction: present.NODE_ENV === "production",
    cliCommand: source.BERTH_PUBLIC_URL ? "berth" : source.BERTH_CLI_COMMAND,
    programDir: process.cwd(),
  };
}

/** What the command-line tool reads: where a server is and who asks. Generates nothing and refuses nothing. */
export function clientEnv(): { url?: string; token?: string; home: string; credentialsFile: string } {
  const { BERTH_URL, BERTH_TOKEN, BERTH_HOME, XDG_CONFIG_HOME } = process.env;
  return {
    ...(BERTH_URL ? { url: BERTH_URL.replace(/\/+$/, "") } : {}),
    ...(BERTH_TOKEN ? { token: BERTH_TOKEN } : {}),
    home: path.resolve(/*turbopackIgnore: true*/ BERTH_HOME || path.join(homedir(), ".berth")),
    credentialsFile: path.join(XDG_CONFIG_HOME || path.join(homedir(), ".config"), "berth", "credentials.json"),
  };
}

const passedOn = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SystemRoot", "ComSpec", "PATHEXT"];
const certificates = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"];
const proxies = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "ALL_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "all_proxy",
];
const npmSettings = ["registry", "cafile", "ca", "proxy", "https_proxy", "noproxy", "strict_ssl", "cache"].flatMap(
  (name) => [`npm_config_${name}`, `NPM_CONFIG_${name.toUpperCase()}`],
);
const allowed = [...passedOn, ...certificates, ...proxies, ...npmSettings];

/** Next's types make NODE_ENV required in every environment, which a child does not need. */
type ChildEnv = Record<string, string> & NodeJS.ProcessEnv;

/** Environment of a child process: an allow-list of ours (path, locale, certificates, proxies, npm's registry) plus `extra`. */
export function childEnv(extra: Record<string, string>): ChildEnv {
  const result: Record<string, string> = {};
  for (const name of allowed) {
    const value = process.env[name];
    if (value !== undefined) result[name] = value;
  }
  return { ...result, ...extra } as ChildEnv;
}

/** Environment of a command that a person runs through the command-line tool: all of the person's own, and `extra` over it. */
export function ownEnv(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...extra };
}

function secretsOf(source: z.infer<typeof Source>, home: string): { authSecret: string; encryptionKeys: string } {
  const given = { authSecret: source.AUTH_SECRET, encryptionKeys: source.ENCRYPTION_KEYS };
  if (source.DATABASE_URL) {
    if (!given.authSecret) throw missingSecret("AUTH_SECRET");
    if (!given.encryptionKeys) throw missingSecret("ENCRYPTION_KEYS");
    return { authSecret: given.authSecret, encryptionKeys: given.encryptionKeys };
  }
  if (given.authSecret && given.encryptionKeys) {
    return { authSecret: given.authSecret, encryptionKeys: given.encryptionKeys };
  }
  const stored = storedSecrets(homePaths(home).secrets);
  return {
    authSecret: given.authSecret ?? stored.authSecret,
    encryptionKeys: given.encryptionKeys ?? stored.encryptionKeys,
  };
}

/** Adds keys behind the active one to the stored secrets and returns all; where keys are set by hand, they must be added by hand. */
export function addStoredKeys(env: Env, brought: string): string {
  if (!hasStoredKeys(env)) {
    throw new AppError(
      "PRECONDITION",
      "ENCRYPTION_KEYS is set by hand here, so Berth cannot add the backup's keys to it. Add them behind the active one and start again.",
    );
  }
  const present = env.encryptionKeys.split(",");
  return storeKeys(env, [...present, ...brought.split(",").filter((entry) => !present.includes(entry))]);
}

/** Makes a master key of this id, puts it before the stored ones and returns all. */
export function addActiveKey(env: Env, kid: string): string {
  if (!hasStoredKeys(env)) {
    throw new AppError(
      "PRECONDITION",
      "ENCRYPTION_KEYS is set by hand here. Put a new key before the others, as id:base64 of 32 random bytes, and start Berth again.",
    );
  }
  return storeKeys(env, [`${kid}:${randomBytes(32).toString("base64")}`, ...env.encryptionKeys.split(",")]);
}

/** True where Berth keeps the master keys itself: in the embedded default, unless they are set by hand. */
export function hasStoredKeys(env: Env): boolean {
  return storedOf(env)?.encryptionKeys === env.encryptionKeys;
}

function storedOf(env: Env): z.infer<typeof StoredSecrets> | undefined {
  const stored = env.databaseUrl ? undefined : readPrivateFile(homePaths(env.home).secrets);
  return stored === undefined ? undefined : StoredSecrets.parse(JSON.parse(stored));
}

function storeKeys(env: Env, entries: readonly string[]): string {
  const encryptionKeys = entries.join(",");
  Keyring.parse(encryptionKeys, { authSecret: env.authSecret });
  const content = `${JSON.stringify({ ...storedOf(env), encryptionKeys }, null, 2)}\n`;
  writePrivateFile(homePaths(env.home).secrets, content);
  for (const entry of entries) rememberKey(entry);
  return encryptionKeys;
}

const StoredSecrets = z.object({ authSecret: z.string().min(32), encryptionKeys: z.string().min(1) });

function storedSecrets(file: string): z.infer<typeof StoredSecrets> {
  const text = readOrCreateFile(file, () => {
    // An id of its own per installation, so that a restored backup can say that it needs another key.
    const encryptionKeys = `k${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64")}`;
    return `${JSON.stringify({ authSecret: randomBytes(48).toString("base64url"), encryptionKeys }, null, 2)}\n`;
  });
  try {
    return StoredSecrets.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError(
      "VALIDATION",
      `${file} is not readable as Berth's secrets. Without it stored values cannot be decrypted: restore it from a copy.`,
      { cause },
    );
  }
}

function rememberKey(entry: string): void {
  rememberSecret(entry.slice(entry.indexOf(":") + 1).trim());
}

function rememberAll(authSecret: string, encryptionKeys: string, databaseUrl?: string, supabaseKey?: string): void {
  rememberSecret(authSecret);
  for (const entry of encryptionKeys.split(",")) rememberKey(entry);
  if (supabaseKey) rememberSecret(supabaseKey);
  if (databaseUrl) rememberPassword(databaseUrl);
}

function rememberPassword(address: string): void {
  const password = URL.canParse(address) ? new URL(address).password : "";
  // Remembered as written; the redactor's URL form does not cover every way to encode it.
  if (password) for (const form of [password, decodeLoosely(password)]) rememberSecret(form);
}

function githubAppOf({ GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET }: z.infer<typeof Source>): Env["githubApp"] {
  if (!GITHUB_CLIENT_ID && !GITHUB_CLIENT_SECRET) return undefined;
  if (GITHUB_CLIENT_SECRET) rememberSecret(GITHUB_CLIENT_SECRET);
  if (GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET)
    return { clientId: GITHUB_CLIENT_ID, clientSecret: new Secret(GITHUB_CLIENT_SECRET) };
  const missing = GITHUB_CLIENT_ID ? "GITHUB_CLIENT_SECRET" : "GITHUB_CLIENT_ID";
  throw new AppError(
    "VALIDATION",
    `${missing} is missing: to connect GitHub accounts without a token Berth needs GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET.`,
  );
}

function mailOf({ SMTP_URL, MAIL_FROM }: z.infer<typeof Source>): Env["mail"] {
  if (!SMTP_URL && !MAIL_FROM) return undefined;
  if (SMTP_URL && MAIL_FROM) return { url: SMTP_URL, from: MAIL_FROM };
  const missing = SMTP_URL ? "MAIL_FROM" : "SMTP_URL";
  throw new AppError("VALIDATION", `${missing} is missing: to send e-mail Berth needs SMTP_URL and MAIL_FROM.`);
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function missingSecret(name: string): AppError {
  const example = name === "AUTH_SECRET" ? "openssl rand -base64 48" : 'echo "k1:$(openssl rand -base64 32)"';
  return new AppError(
    "VALIDATION",
    `${name} is required when DATABASE_URL is set, because several processes must share it. Make one with: ${example}`,
  );
}
