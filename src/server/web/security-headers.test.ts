import { describe, expect, it } from "vitest";
import { securityHeaders } from "./security-headers";

const production = securityHeaders({ nonce: "abc", isDevelopment: false, isHttps: true });
const policy = Object.fromEntries(
  (production["content-security-policy"] ?? "").split("; ").map((part) => {
    const [name = "", ...values] = part.split(" ");
    return [name, values];
  }),
);

describe("securityHeaders", () => {
  it("runs only scripts with the nonce of this answer", () => {
    expect(policy["script-src"]).toEqual(["'self'", "'nonce-abc'", "'strict-dynamic'"]);
  });

  it("allows inline style as an attribute only", () => {
    expect(policy["style-src"]).toEqual(["'self'", "'nonce-abc'"]);
    expect(policy["style-src-attr"]).toEqual(["'unsafe-inline'"]);
    const unsafe = Object.entries(policy).filter(([, values]) => values.some((value) => value.includes("unsafe")));
    expect(unsafe.map(([name]) => name)).toEqual(["style-src-attr"]);
  });

  it("allows no frames, no base and no foreign target for forms and requests", () => {
    expect(policy["frame-ancestors"]).toEqual(["'none'"]);
    expect(policy["base-uri"]).toEqual(["'none'"]);
    expect(policy["object-src"]).toEqual(["'none'"]);
    expect(policy["form-action"]).toEqual(["'self'"]);
    expect(policy["connect-src"]).toEqual(["'self'"]);
  });

  it("promises https only where there is https", () => {
    expect(production["strict-transport-security"]).toMatch(/^max-age=\d{7,}/);
    expect(
      securityHeaders({ nonce: "abc", isDevelopment: false, isHttps: false })["strict-transport-security"],
    ).toBeUndefined();
  });

  it("keeps sending an Origin with forms", () => {
    expect(production["referrer-policy"]).not.toBe("no-referrer");
  });
});
