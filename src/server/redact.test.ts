import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLogger } from "./logger";
import { createRedactor, redactJson, rememberSecret } from "./redact";

const secret = 'p@ss "word"/+1234';

describe("createRedactor", () => {
  const redact = createRedactor([secret]);

  it.each([
    ["plain", secret],
    ["JSON", JSON.stringify(secret)],
    ["URL", encodeURIComponent(secret)],
    ["form", new URLSearchParams({ v: secret }).toString()],
    ["base64", btoa(secret)],
    ["base64url", Buffer.from(secret).toString("base64url")],
    ["basic auth", btoa(`user:${secret}`)],
    ["longer name", btoa(`user1:${secret}\n`)],
    ["other alignment", btoa(`us:${secret} tail`)],
  ])("hides the %s form", (_, text) => {
    const hidden = redact(`before ${text} after`);
    expect(hidden).toContain("[redacted]");
    expect(hidden).toMatch(/^before .* after$/);
    for (const form of [secret, btoa(secret).slice(2, -4), encodeURIComponent(secret)])
      expect(hidden).not.toContain(form);
  });

  it("leaves short values and other texts alone", () => {
    expect(createRedactor(["12345", ""])("12345 and more")).toBe("12345 and more");
    expect(redact("nothing to see")).toBe("nothing to see");
  });

  it("hides the longer of two nested secrets as a whole", () => {
    expect(createRedactor(["secret", "secret-with-tail"])("secret-with-tail secret")).toBe("[redacted] [redacted]");
  });

  it("hides a multi-line secret line by line", () => {
    const key =
      "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n-----END PRIVATE KEY-----";
    expect(createRedactor([key])("line: AQEFAASCBKcwggSjAgEAAoIB")).toBe("line: [redacted]");
  });

  it("never lets any value through, whatever its characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 6 }), fc.string(), (value, around) => {
        fc.pre(!"[redacted]".includes(value) && !around.includes(value));
        const text = `${around}|${value}|`;
        expect(createRedactor([value])(text)).not.toContain(`|${value}|`);
      }),
    );
  });

  it("redacts inside JSON values", () => {
    const value = { line: `a ${secret}`, list: [secret, 1, null], deep: { x: secret } };
    expect(redactJson(value, redact)).toEqual({
      line: "a [redacted]",
      list: ["[redacted]", 1, null],
      deep: { x: "[redacted]" },
    });
  });
});

describe("the logger", () => {
  it("hides remembered secrets, also in errors", () => {
    const lines: string[] = [];
    const log = createLogger("info", (line) => lines.push(line));
    rememberSecret("sk-test-remembered");
    log.info({ token: "sk-test-remembered" }, "connecting with sk-test-remembered");
    log.error({ err: new Error("refused sk-test-remembered") }, "failed");
    expect(lines).toHaveLength(2);
    expect(lines.join("")).not.toContain("sk-test-remembered");
    expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({ token: "[redacted]", msg: "connecting with [redacted]" });
  });
});
