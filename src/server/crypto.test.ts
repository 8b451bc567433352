import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dataKeyIdOf,
  hashPassword,
  Keyring,
  newDataKey,
  open,
  openBytes,
  parseToken,
  randomToken,
  Secret,
  safeEqual,
  seal,
  sealBytes,
  verifyPassword,
} from "./crypto";

const place = ["project", "config", "variable", "1", "API_KEY"];

describe("sealed values", () => {
  const key = newDataKey();

  it("open again, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(open(key, seal(key, "d1", text, place), place).unwrap()).toBe(text);
      }),
    );
    const large = "x".repeat(2 ** 20);
    expect(open(key, seal(key, "d1", large, place), place).unwrap()).toBe(large);
  });

  it("name their data key and never repeat", () => {
    const token = seal(key, "d1", "same", place);
    expect(token).toMatch(/^enc:v1:d1:[A-Za-z0-9_-]+$/);
    expect(parseToken(token).dataKeyId).toBe("d1");
    expect(dataKeyIdOf(token)).toBe("d1");
    expect(seal(key, "d1", "same", place)).not.toBe(token);
  });

  it("take another nonce each time, 100,000 times", { timeout: 120_000 }, () => {
    const nonces = Array.from({ length: 100_000 }, () =>
      parseToken(seal(key, "d1", "", place)).sealed.toString("hex", 0, 12),
    );
    expect(new Set(nonces).size).toBe(100_000);
  });

  it.each([
    ["project", ["other", "config", "variable", "1", "API_KEY"]],
    ["configuration", ["project", "other", "variable", "1", "API_KEY"]],
    ["variable", ["project", "config", "other", "1", "API_KEY"]],
    ["name", ["project", "config", "variable", "1", "OTHER_KEY"]],
    ["version", ["project", "config", "variable", "2", "API_KEY"]],
    ["boundaries", ["project", "configvariable", "", "1", "API_KEY"]],
  ])("do not open in another place (%s)", (_, other) => {
    const token = seal(key, "d1", "value", place);
    expect(() => open(key, token, other)).toThrow("could not be opened");
  });

  it.each([
    [["a", "b"], ["ab"]],
    [["a", "b"], ["a\0\0\0\0b"]],
    [["a", "b"], ["a\0\0\0\u0001b"]],
    [["a"], ["a", ""]],
  ])("are bound to each part of a place, not to the parts in a row (%j, %j)", (one, other) => {
    const sealed = sealBytes(key, Buffer.from("value"), one);
    expect(() => openBytes(key, sealed, other)).toThrow("could not be opened");
    const reverse = sealBytes(key, Buffer.from("value"), other);
    expect(() => openBytes(key, reverse, one)).toThrow("could not be opened");
  });

  it.each(["", "\u{1F6A2} astral \u{10FFFF}", "\0nul", "\uFEFFbom", "a\r\nb", "e\u0301"])(
    "keep %j as it is",
    (text) => {
      expect(open(key, seal(key, "d1", text, place), place).unwrap()).toBe(text);
    },
  );

  it("do not open with another key", () => {
    expect(() => open(newDataKey(), seal(key, "d1", "value", place), place)).toThrow("could not be opened");
  });

  it("do not open as a token with any bit of its sealed text flipped", () => {
    const token = seal(key, "d1", "value", place);
    for (let at = "enc:v1:d1:".length; at < token.length; at++) {
      for (let bit = 0; bit < 7; bit++) {
        const flipped = String.fromCharCode(token.charCodeAt(at) ^ (1 << bit));
        const changed = `${token.slice(0, at)}${flipped}${token.slice(at + 1)}`;
        expect(() => open(key, changed, place)).toThrow();
      }
    }
  });

  it("do not open with any bit flipped", () => {
    const sealed = sealBytes(key, Buffer.from("value"), place);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => openBytes(key, changed, place)).toThrow("could not be opened");
    }
  });

  it("do not open with a short tag, which Node takes unless told not to", () => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const text = Buffer.concat([cipher.update("value of some length"), cipher.final()]);
    for (const length of [4, 8, 12]) {
      const short = Buffer.concat([nonce, text, cipher.getAuthTag().subarray(0, length)]);
      expect(() => openBytes(key, short, [])).toThrow();
    }
    expect(() => openBytes(key, Buffer.alloc(20), [])).toThrow("too short");
  });

  it("refuse half a surrogate pair, foreign formats and a padded spelling", () => {
    for (const half of ["a\uD800", "\uDC00b", "\uDE00\uD83D"]) {
      expect(() => seal(key, "d1", half, place)).toThrow("surrogate");
    }
    expect(() => parseToken("enc:v2:d1:abcd")).toThrow("enc:v1");
    expect(() => parseToken("plain text")).toThrow("enc:v1");
    for (const foreign of ["", "enc:v2:d1:abcd", "plain text", "enc:v1:d1"])
      expect(() => dataKeyIdOf(foreign)).toThrow("enc:v1");
    // The same bytes with other spare bits in the last character.
    expect(() => parseToken("enc:v1:d1:QUI")).not.toThrow();
    expect(() => parseToken("enc:v1:d1:QUJ")).toThrow("damaged");
  });
});

describe("Secret", () => {
  it("prints as redacted everywhere", () => {
    const secret = new Secret("hunter2");
    expect([String(secret), JSON.stringify({ secret }), inspect(secret), inspect({ secret })].join()).not.toContain(
      "hunter2",
    );
    expect(secret.unwrap()).toBe("hunter2");
  });
});

describe("Keyring", () => {
  const one = Buffer.alloc(32, 1).toString("base64");
  const two = Buffer.alloc(32, 2).toString("base64");

  it.each([
    ["", "each entry"],
    ["k1", "each entry"],
    [one, "each entry"],
    [`k1:${Buffer.alloc(31).toString("base64")}`, "31 bytes instead of 32"],
    [`k1:${Buffer.alloc(33).toString("base64")}`, "33 bytes instead of 32"],
    [`k1:${one},k1:${two}`, "stands twice"],
    [`k1:${one},k2:${one}`, "repeats another"],
    [`k1:${one},`, "each entry"],
    [`k1:${one} k2:${two}`, "each entry"],
  ])("refuses %j", (text, reason) => {
    expect(() => Keyring.parse(text)).toThrow(reason);
  });

  it("refuses the secret of the sessions as a key", () => {
    expect(() => Keyring.parse(`k1:${one}`, { authSecret: one })).toThrow("equals AUTH_SECRET");
    const plain = "0123456789abcdef0123456789abcdef";
    const encoded = Buffer.from(plain).toString("base64");
    expect(() => Keyring.parse(`k1:${encoded}`, { authSecret: plain })).toThrow("equals AUTH_SECRET");
    const inHex = Buffer.from(one, "base64").toString("hex");
    expect(() => Keyring.parse(`k1:${one}`, { authSecret: inHex })).toThrow("equals AUTH_SECRET");
    const digest = createHash("sha256").update(plain).digest("base64");
    expect(() => Keyring.parse(`k2:${two},k1:${digest}`, { authSecret: plain })).toThrow("is made from it");
    expect(Keyring.parse(`k1:${one}`, { authSecret: plain }).activeId).toBe("k1");
  });

  it("wraps with the first key and unwraps with any", () => {
    const dataKey = newDataKey();
    const where = { projectId: "p", dataKeyId: "d" };
    const stored = Keyring.parse(`k1:${one}`).bind("salt").wrapDataKey(where, dataKey);
    const rotated = Keyring.parse(`k2:${two},k1:${one}`).bind("salt");
    expect(stored.kid).toBe("k1");
    expect(rotated.unwrapDataKey(where, stored).equals(dataKey)).toBe(true);
    expect(rotated.wrapDataKey(where, dataKey).kid).toBe("k2");
    expect(() => rotated.unwrapDataKey({ ...where, projectId: "q" }, stored)).toThrow("could not be opened");
    expect(() => Keyring.parse(`k1:${one}`).bind("pepper").unwrapDataKey(where, stored)).toThrow("could not be opened");
    expect(() => Keyring.parse(`k2:${two}`).bind("salt").unwrapDataKey(where, stored)).toThrow(
      "The encryption key k1 is missing",
    );
  });
});

describe("passwords and tokens", () => {
  it("verify the right password only", async () => {
    const stored = await hashPassword("correct horse é");
    expect(stored).toMatch(/^scrypt:32768:8:1:/);
    expect(await verifyPassword("correct horse é".normalize("NFD"), stored)).toBe(true);
    expect(await verifyPassword("correct horse e", stored)).toBe(false);
    expect(await hashPassword("correct horse é")).not.toBe(stored);
  });

  it.each(["", "scrypt", "md5:1:2:3:a:b", "scrypt:x:8:1:aa:bb", "scrypt:1073741824:8:1:aa:bb", "scrypt:3:8:1:aa:bb"])(
    "takes no password for the malformed hash %j",
    async (stored) => expect(await verifyPassword("", stored)).toBe(false),
  );

  it("compares texts of any length", () => {
    expect(safeEqual("abc", "abc")).toBe(true);
    expect(safeEqual("abc", "abcd")).toBe(false);
    expect(randomToken("berth")).toMatch(/^berth_[A-Za-z0-9_-]{43}$/);
  });
});
