import { describe, expect, it } from "vitest";
import { parseConfig } from "../../config";
import { generateProject } from "../../engine/project";
import type { Framework } from "../../schema";
import { variablesOf } from "../../variables";

const everything = ["trpc", "email", "payments"] as const;

function contentOf(framework: Framework, store: "redis" | "upstash", path: string): string | undefined {
  const config = parseConfig({ name: "shop", framework, extras: [store, ...everything] });
  return generateProject(config).find((file) => file.path === path)?.content;
}

describe.each(["next", "hono", "vite-react", "astro"] as const)("extras on %s", (framework) => {
  it("guards what sends mail or opens a checkout by the rate limit", () => {
    for (const path of ["src/email/http.ts", "src/payments/http.ts"])
      expect(contentOf(framework, "redis", path)).toContain("await checkRateLimit(");
  });

  it("has pages where there is React, and endpoints alone elsewhere", () => {
    const isReact = framework !== "hono";
    for (const path of ["src/cache/cache-page.tsx", "src/trpc/client.ts", "src/email/contact-page.tsx"])
      expect(contentOf(framework, "redis", path) !== undefined, path).toBe(isReact);
    expect(contentOf(framework, "redis", "src/payments/http.ts")?.includes("showResult")).toBe(!isReact);
  });

  it("keeps the cache and the limit the same over either store", () => {
    for (const path of ["src/cache/cache.ts", "src/cache/rate-limit.ts", "src/cache/http.ts"])
      expect(contentOf(framework, "upstash", path)).toBe(contentOf(framework, "redis", path));
  });
});

describe("extras", () => {
  it("ask for accounts that this machine may go without", () => {
    const config = parseConfig({ name: "shop", extras: ["upstash", ...everything] });
    const asked = variablesOf(config).filter(({ required }) => required);
    expect(asked.map(({ key }) => key).sort()).toEqual([
      "CONTACT_EMAIL",
      "EMAIL_FROM",
      "SMTP_URL",
      "STRIPE_SECRET_KEY",
      "STRIPE_WEBHOOK_SECRET",
      "UPSTASH_REDIS_REST_TOKEN",
      "UPSTASH_REDIS_REST_URL",
    ]);
    expect(asked.every(({ skippableLocally }) => skippableLocally)).toBe(true);
  });
});
