/** What to make: random bytes as text, an identifier, a password a person can type, or a pair of keys. */
export type GenerateRequest =
  | { kind: "secret"; bytes?: number; encoding?: "base64url" | "base64" | "hex" }
  | { kind: "uuid" }
  | { kind: "password"; length?: number }
  | { kind: "key-pair"; algorithm?: KeyAlgorithm };

export type KeyAlgorithm = "ed25519" | "p256" | "rsa";

export interface GeneratedValue {
  value: string;
  /** Of a key pair: the half that is no secret, as PEM. */
  publicKey?: string;
}

type Randomness = Pick<Crypto, "getRandomValues" | "subtle">;

/** Without what looks alike (0 O, 1 l I) and what a shell or a URL reads as something else. */
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_.~";
const classes = [/[A-Z]/, /[a-z]/, /[0-9]/, /[-_.~]/];

/**
 * Makes a value in the browser, the CLI or the server. Throws RangeError outside 16 to 1,024 bytes or 12 to 128
 * characters; a key pair needs a browser's secure context.
 */
export async function generateValue(request: GenerateRequest, random: Randomness = crypto): Promise<GeneratedValue> {
  if (request.kind === "uuid") return { value: uuid(random) };
  if (request.kind === "password") return { value: password(request.length ?? 24, random) };
  if (request.kind === "key-pair") return keyPair(request.algorithm ?? "ed25519", random);
  const bytes = within(request.bytes ?? 32, 16, 1_024, "bytes");
  return { value: encode(random.getRandomValues(new Uint8Array(bytes)), request.encoding ?? "base64url") };
}

function encode(bytes: Uint8Array, encoding: "base64url" | "base64" | "hex"): string {
  if (encoding === "hex") return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64 = btoa(String.fromCharCode(...bytes));
  return encoding === "base64" ? base64 : base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Version 4; `crypto.randomUUID` is missing where a page is not served securely. */
function uuid(random: Randomness): string {
  const bytes = random.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return encode(bytes, "hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function password(length: number, random: Randomness): string {
  within(length, 12, 128, "characters");
  for (;;) {
    const text = Array.from({ length }, () => pick(random)).join("");
    if (classes.every((pattern) => pattern.test(text))) return text;
  }
}

/** Each character equally likely: a byte past the last whole multiple of the alphabet is drawn again. */
function pick(random: Randomness): string {
  const limit = 256 - (256 % alphabet.length);
  for (;;) {
    const byte = random.getRandomValues(new Uint8Array(1))[0] ?? 255;
    if (byte < limit) return alphabet[byte % alphabet.length] ?? "";
  }
}

async function keyPair(algorithm: KeyAlgorithm, random: Randomness): Promise<GeneratedValue> {
  const pair = await makeKeys(algorithm, random);
  const [secret, open] = await Promise.all([
    random.subtle.exportKey("pkcs8", pair.privateKey),
    random.subtle.exportKey("spki", pair.publicKey),
  ]);
  return { value: pem("PRIVATE KEY", secret), publicKey: pem("PUBLIC KEY", open) };
}

function makeKeys(algorithm: KeyAlgorithm, { subtle }: Randomness): Promise<CryptoKeyPair> {
  const uses: ["sign", "verify"] = ["sign", "verify"];
  if (algorithm === "ed25519") return subtle.generateKey({ name: "Ed25519" }, true, uses) as Promise<CryptoKeyPair>;
  if (algorithm === "p256") return subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, uses);
  const publicExponent = new Uint8Array([1, 0, 1]);
  const rsa = { name: "RSASSA-PKCS1-v1_5", modulusLength: 3_072, publicExponent, hash: "SHA-256" };
  return subtle.generateKey(rsa, true, uses);
}

function pem(label: string, der: ArrayBuffer): string {
  const lines = encode(new Uint8Array(der), "base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

function within(number: number, least: number, most: number, unit: string): number {
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new RangeError(`Give ${least} to ${most} ${unit}.`);
}
