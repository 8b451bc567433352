import { createHmac, randomBytes } from "node:crypto";

/** A secret to sign with: `whsec_` and 24 random bytes in base64, as Standard Webhooks asks. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}

/** Headers by which a receiver knows that a message is Berth's and not an old one: Standard Webhooks, `v1` (HMAC-SHA256). */
export function signatureHeaders(
  secret: string,
  message: { id: string; at: Date; body: string },
): Record<string, string> {
  const timestamp = Math.floor(message.at.getTime() / 1000);
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`${message.id}.${timestamp}.${message.body}`).digest("base64");
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1,${signature}`,
  };
}
