import { describe, expect, it } from "vitest";
import { checkRemoteValues } from "./remote-values";
import type { Platform } from "./schema";

const specs = [{ key: "DATABASE_URL", rule: "sqlite-url" }];
const check = (value: string, platform: Platform = "vercel") => {
  const { problems, warnings } = checkRemoteValues({ platform, specs, values: { DATABASE_URL: value } });
  return problems.length > 0 ? "problem" : warnings.length > 0 ? "warning" : "fine";
};

describe("checkRemoteValues", () => {
  it.each([
    ["pglite:./data", "problem"],
    ["postgres://u:p@localhost:5432/db", "problem"],
    ["redis://127.0.0.1:6379", "problem"],
    ["postgres://u:p@[::1]/db", "problem"],
    ["file:./app.db", "problem"],
    ["http://localhost:3000", "warning"],
    ["https://shop.example.com", "fine"],
    ["postgres://u:p@db.example.com/shop", "fine"],
    ["libsql://shop.turso.io", "fine"],
    ["localhost is a word here", "fine"],
    ["", "fine"],
  ])("finds that %s is a %s on Vercel", (value, verdict) => {
    expect(check(value)).toBe(verdict);
  });

  it("warns of an SQLite file where the app is a running service", () => {
    expect(check("file:./app.db", "railway")).toBe("warning");
    expect(check("file:./app.db", "render")).toBe("warning");
  });

  it("finds nothing on this machine", () => {
    expect(check("pglite:./data", "local")).toBe("fine");
    expect(check("postgres://localhost/db", "local")).toBe("fine");
  });

  it("says what to do, without the value", () => {
    const values = { CACHE: "redis://:hidden@localhost" };
    const [problem] = checkRemoteValues({ platform: "render", specs, values }).problems;
    expect(problem?.key).toBe("CACHE");
    expect(problem?.message).toContain("public address");
    expect(problem?.message).not.toContain("hidden");
  });
});
