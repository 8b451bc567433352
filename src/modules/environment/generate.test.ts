import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { generateValue, type KeyAlgorithm } from "./generate";

describe("generateValue", () => {
  it("makes secrets of so many bytes", async () => {
    const { value } = await generateValue({ kind: "secret" });
    expect(Buffer.from(value, "base64url")).toHaveLength(32);
    expect((await generateValue({ kind: "secret", bytes: 20, encoding: "hex" })).value).toMatch(/^[0-9a-f]{40}$/);
    const base64 = await generateValue({ kind: "secret", bytes: 1_024, encoding: "base64" });
    expect(Buffer.from(base64.value, "base64")).toHaveLength(1_024);
    const many = await Promise.all(Array.from({ length: 500 }, () => generateValue({ kind: "secret" })));
    expect(new Set(many.map((each) => each.value)).size).toBe(500);
  });

  it.each([15, 1_025, 32.5, Number.NaN])("refuses %d bytes", async (bytes) => {
    await expect(generateValue({ kind: "secret", bytes })).rejects.toThrow("Give 16 to 1024 bytes.");
  });

  it("makes UUIDs of version 4", async () => {
    const { value } = await generateValue({ kind: "uuid" });
    expect(value).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("makes passwords with letters, digits and signs that need no quotes", async () => {
    const { value } = await generateValue({ kind: "password", length: 12 });
    expect(value).toMatch(/^[A-Za-z0-9._~-]{12}$/);
    for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[-_.~]/]) expect(value).toMatch(kind);
    await expect(generateValue({ kind: "password", length: 8 })).rejects.toThrow("Give 12 to 128 characters.");
  });

  it("draws every character equally often", async () => {
    const texts = await Promise.all(
      Array.from({ length: 400 }, async () => (await generateValue({ kind: "password", length: 128 })).value),
    );
    const counts = new Map<string, number>();
    for (const char of texts.join("")) counts.set(char, (counts.get(char) ?? 0) + 1);
    const mean = (400 * 128) / counts.size;
    // Six standard deviations: fails once in hundreds of millions of runs.
    for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(6 * Math.sqrt(mean));
  });

  it.each<KeyAlgorithm>(["ed25519", "p256", "rsa"])(
    "makes a pair of %s keys that belong together",
    async (algorithm) => {
      const { value, publicKey = "" } = await generateValue({ kind: "key-pair", algorithm });
      const digest = algorithm === "ed25519" ? null : "sha256";
      const signature = sign(digest, Buffer.from("text"), createPrivateKey(value));
      expect(verify(digest, Buffer.from("text"), createPublicKey(publicKey), signature)).toBe(true);
      expect(value).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
      expect(publicKey).not.toContain("PRIVATE");
    },
  );
});
