import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  type ScryptOptions,
  scrypt,
  timingSafeEqual,
} from "node:crypto";
import { inspect } from "node:util";
import { AppError } from "./errors";

const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/** A decrypted value on its way: prints as `[redacted]` until the last moment. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  unwrap(): string {
    return this.#value;
  }
  toString(): string {
    return "[redacted]";
  }
  toJSON(): string {
    return "[redacted]";
  }
  [inspect.custom](): string {
    return "[redacted]";
  }
}

/** 32 bytes; as a KeyObject it is prepared once, which is worth it for many values. */
type CipherKey = Uint8Array | KeyObject;

/** AES-256-GCM as nonce | ciphertext | tag; `context` must be the same tuple when opening. */
export function sealBytes(key: CipherKey, plain: Uint8Array, context: readonly string[]): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(encodeTuple(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Reverses sealBytes; throws when key, context or a single bit differs. */
export function openBytes(key: CipherKey, sealed: Uint8Array, context: readonly string[]): Buffer {
  if (sealed.length < nonceBytes + tagBytes) throw new AppError("INTERNAL", "A sealed value is too short to be whole.");
  // Without authTagLength Node accepts shortened tags, which are far easier to forge.
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(encodeTuple(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new AppError(
      "INTERNAL",
      "A sealed value could not be opened: it was changed, moved, or sealed with another key.",
      {
        cause,
      },
    );
  }
}

/** Seals a value as `enc:v1:<dataKeyId>:<base64url>`, bound to its place (project, config, variable, version, key). */
export function seal(dataKey: CipherKey, dataKeyId: string, value: string, context: readonly string[]): string {
  if (!value.isWellFormed())
    throw new AppError("VALIDATION", "The value holds half a surrogate pair, which is not valid text.");
  const sealed = sealBytes(dataKey, Buffer.from(value, "utf8"), ["v1", ...context]);
  return `enc:v1:${dataKeyId}:${sealed.toString("base64url")}`;
}

/** Opens a token of `seal`; the context must be the place it was sealed for. */
export function open(dataKey: CipherKey, token: string, context: readonly string[]): Secret {
  const { sealed } = parseToken(token);
  return new Secret(openBytes(dataKey, sealed, ["v1", ...context]).toString("utf8"));
}

const tokenPrefix = "enc:v1:";

/** The data key a token names, without reading the rest of it. */
export function dataKeyIdOf(token: string): string {
  const end = token.indexOf(":", tokenPrefix.length);
  if (!token.startsWith(tokenPrefix) || end === -1) throw noToken();
  return token.slice(tokenPrefix.length, end);
}

/** The data key a token names, and its bytes. */
export function parseToken(token: string): { dataKeyId: string; sealed: Buffer } {
  const match = /^enc:v1:([A-Za-z0-9_-]+):([A-Za-z0-9_-]+)$/.exec(token);
  if (!match?.[1] || !match[2]) throw noToken();
  const sealed = Buffer.from(match[2], "base64url");
  // A base64 text has spare bits in its last character; only the canonical spelling is accepted.
  if (sealed.toString("base64url") !== match[2]) throw new AppError("INTERNAL", "A sealed value has a damaged ending.");
  return { dataKeyId: match[1], sealed };
}

function noToken(): AppError {
  return new AppError("INTERNAL", "A stored value is not in the sealed format enc:v1.");
}

/** A random 32-byte data key. */
export function newDataKey(): Buffer {
  return randomBytes(keyBytes);
}

/** The master keys of `ENCRYPTION_KEYS`: the first is active, the rest only open what they sealed before. */
export class Keyring {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly activeId: string;

  private constructor(keys: ReadonlyMap<string, Buffer>, activeId: string) {
    this.#keys = keys;
    this.activeId = activeId;
  }

  /** Reads `kid:base64,kid:base64`; every fault is one sentence and never falls back to another key. */
  static parse(text: string, options: { authSecret?: string } = {}): Keyring {
    const keys = new Map<string, Buffer>();
    for (const part of text.split(",").map((item) => item.trim())) {
      const match = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/_-]+={0,2})$/.exec(part);
      if (!match?.[1] || !match[2])
        throw keyError("each entry must be an id, a colon and 32 bytes in base64, separated by commas");
      const [, kid, encoded] = match;
      const key = Buffer.from(encoded, "base64");
      if (key.length !== keyBytes) throw keyError(`the key ${kid} has ${key.length} bytes instead of ${keyBytes}`);
      if (keys.has(kid)) throw keyError(`the id ${kid} stands twice`);
      if ([...keys.values()].some((other) => other.equals(key))) throw keyError(`the key ${kid} repeats another one`);
      if (options.authSecret && isSameSecret(key, encoded, options.authSecret)) {
        throw keyError(`the key ${kid} equals AUTH_SECRET or is made from it; use a key of its own`);
      }
      keys.set(kid, key);
    }
    const [activeId] = keys.keys();
    if (!activeId) throw keyError("it is empty");
    return new Keyring(keys, activeId);
  }

  ids(): string[] {
    return [...this.#keys.keys()];
  }

  has(kid: string): boolean {
    return this.#keys.has(kid);
  }

  /** A keyring bound to this installation, whose salt every derived key depends on. */
  bind(salt: string): BoundKeyring {
    return new BoundKeyring(this.#keys, this.activeId, salt);
  }
}

/** Keys derived from the master keys and the installation's salt. */
export class BoundKeyring {
  #keys: ReadonlyMap<string, Buffer>;
  #activeId: string;
  #salt: string;

  constructor(keys: ReadonlyMap<string, Buffer>, activeId: string, salt: string) {
    this.#keys = keys;
    this.#activeId = activeId;
    this.#salt = salt;
  }

  /** Id of the key that wraps from now on. */
  get activeId(): string {
    return this.#activeId;
  }

  ids(): string[] {
    return [...this.#keys.keys()];
  }

  has(kid: string): boolean {
    return this.#keys.has(kid);
  }

  /** Becomes the other keyring, for everyone who holds this one: work that goes on meanwhile must open what is wrapped anew. */
  become(other: BoundKeyring): void {
    this.#keys = other.#keys;
    this.#activeId = other.#activeId;
    this.#salt = other.#salt;
  }

  /** Wraps a project's data key with the active master key. */
  wrapDataKey(place: { projectId: string; dataKeyId: string }, dataKey: Uint8Array): { kid: string; wrapped: string } {
    const kid = this.activeId;
    const sealed = sealBytes(this.#wrapKey(kid), dataKey, wrapContext(place, kid));
    return { kid, wrapped: sealed.toString("base64url") };
  }

  /** Unwraps a data key; PRECONDITION when its master key is not in the ring. */
  unwrapDataKey(place: { projectId: string; dataKeyId: string }, stored: { kid: string; wrapped: string }): Buffer {
    const sealed = Buffer.from(stored.wrapped, "base64url");
    return openBytes(this.#wrapKey(stored.kid), sealed, wrapContext(place, stored.kid));
  }

  #wrapKey(kid: string): Buffer {
    return this.#derive(this.#master(kid), "kek-wrap/v1");
  }

  #master(kid: string): Buffer {
    const key = this.#keys.get(kid);
    if (key) return key;
    throw new AppError(
      "PRECONDITION",
      `The encryption key ${kid} is missing. Add it to ENCRYPTION_KEYS and start Berth again.`,
    );
  }

  #derive(key: Buffer, info: string): Buffer {
    return Buffer.from(hkdfSync("sha256", key, this.#salt, info, keyBytes));
  }
}

/** SHA-256 in hex: how tokens of high entropy are kept at rest. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}

/** A new token of 256 random bits, `<prefix>_<base64url>`. */
export function randomToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString("base64url")}`;
}

const passwordCost = { N: 2 ** 15, r: 8, p: 1 };

/** scrypt, in the form `scrypt:N:r:p:salt:hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const { N, r, p } = passwordCost;
  const hash = await deriveScrypt(password, salt, { N, r, p });
  return ["scrypt", N, r, p, salt.toString("base64url"), hash.toString("base64url")].join(":");
}

/** Compares in constant time; false for a malformed hash. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = stored.split(":");
  if (scheme !== "scrypt" || !salt || !hash) return false;
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  if (!Number.isInteger(cost.N) || cost.N > 2 ** 20 || !Number.isInteger(cost.r) || !Number.isInteger(cost.p))
    return false;
  const expected = Buffer.from(hash, "base64url");
  const actual = await deriveScrypt(password, Buffer.from(salt, "base64url"), cost).catch(() => Buffer.alloc(0));
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** 32 bytes from a password; NFKC first, so that one password typed on two keyboards is one password. */
export function deriveScrypt(
  password: string,
  salt: Uint8Array,
  cost: { N: number; r: number; p: number },
): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** Compares two texts without telling by its duration where they differ. */
export function safeEqual(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}

/** Length-prefixed, so that the tuples (a|b, c) and (a, b|c) never encode to the same bytes. */
function encodeTuple(parts: readonly string[]): Buffer {
  const encoded = Buffer.alloc(parts.reduce((size, part) => size + 4 + Buffer.byteLength(part), 0));
  let at = 0;
  for (const part of parts) {
    const length = encoded.write(part, at + 4, "utf8");
    at = encoded.writeUInt32BE(length, at) + length;
  }
  return encoded;
}

function wrapContext(place: { projectId: string; dataKeyId: string }, kid: string): string[] {
  return ["dek", "v1", place.projectId, place.dataKeyId, kid];
}

/** The secret itself in any spelling, or its plain hash: either would make one leak two. */
function isSameSecret(key: Buffer, encoded: string, authSecret: string): boolean {
  const spellings = (["utf8", "base64", "hex"] as const).map((encoding) => Buffer.from(authSecret, encoding));
  const digest = createHash("sha256").update(authSecret, "utf8").digest();
  return encoded === authSecret || [...spellings, digest].some((bytes) => key.equals(bytes));
}

function keyError(reason: string): AppError {
  return new AppError(
    "VALIDATION",
    `ENCRYPTION_KEYS is not valid: ${reason}. A new key is made with: echo "k$(date +%s):$(openssl rand -base64 32)"; ` +
      "a key that stored values need has to be put back as it was.",
  );
}
