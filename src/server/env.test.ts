import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { childEnv, parseEnv } from "./env";
import { redactKnown } from "./redact";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const shared = {
  DATABASE_URL: "postgres://berth:secret@db.internal/berth",
  AUTH_SECRET: "0123456789abcdef0123456789abcdef",
  ENCRYPTION_KEYS: `k1:${key(1)}`,
};

describe("parseEnv", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "berth-env-"));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it("makes the embedded default's secrets once, readable by the owner only", () => {
    const first = parseEnv({ BERTH_HOME: home });
    const second = parseEnv({ BERTH_HOME: home, PORT: "" });
    expect(first.authSecret).toBe(second.authSecret);
    expect(first.encryptionKeys).toBe(second.encryptionKeys);
    expect(first).toMatchObject({ port: 3000, host: "127.0.0.1", role: "all", logRetentionDays: 30 });
    expect(statSync(path.join(home, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path.join(home, "secrets.json"), "utf8")).authSecret).toBe(first.authSecret);
  });

  it("says what to do when the stored secrets are damaged, and keeps them", () => {
    writeFileSync(path.join(home, "secrets.json"), "{");
    expect(() => parseEnv({ BERTH_HOME: home })).toThrow(/secrets.json is not readable.*restore it from a copy/);
    expect(readFileSync(path.join(home, "secrets.json"), "utf8")).toBe("{");
  });

  it("takes both halves of the app at GitHub, or none", () => {
    const app = { GITHUB_CLIENT_ID: "Iv1.app", GITHUB_CLIENT_SECRET: "needle-secret-0123456789" };
    const { githubApp } = parseEnv({ ...shared, ...app });
    expect(githubApp?.clientId).toBe("Iv1.app");
    expect(githubApp?.clientSecret.unwrap()).toBe(app.GITHUB_CLIENT_SECRET);
    expect(redactKnown(`secret ${app.GITHUB_CLIENT_SECRET}`)).not.toContain("needle");
    expect(parseEnv(shared).githubApp).toBeUndefined();
    for (const name of ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"])
      expect(() => parseEnv({ ...shared, ...app, [name]: "" })).toThrow(`${name} is missing`);
  });

  it.each([
    [{ ...shared, AUTH_SECRET: undefined }, "AUTH_SECRET is required when DATABASE_URL is set"],
    [{ ...shared, ENCRYPTION_KEYS: "" }, "ENCRYPTION_KEYS is required when DATABASE_URL is set"],
    [{ ...shared, AUTH_SECRET: "short" }, "AUTH_SECRET is not valid: must have at least 32 characters"],
    [{ ...shared, ENCRYPTION_KEYS: "k1:abc" }, "ENCRYPTION_KEYS is not valid"],
    [{ ...shared, DATABASE_URL: "mysql://x/y" }, "DATABASE_URL is not valid: must begin with postgres://"],
    [{ PORT: "http" }, "PORT is not valid: must be a port number"],
    [{ PORT: "70000" }, "PORT is not valid"],
    [{ BERTH_ROLE: "worker" }, "BERTH_ROLE=worker needs DATABASE_URL"],
    [{ BERTH_ROLE: "boss" }, "BERTH_ROLE is not valid: must be all, web or worker"],
    [{ BERTH_PUBLIC_URL: "javascript:alert(1)" }, "BERTH_PUBLIC_URL is not valid"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL is not valid"],
    [{ BERTH_LOG_RETENTION_DAYS: "0" }, "BERTH_LOG_RETENTION_DAYS is not valid"],
  ])("refuses %j in one sentence", (variables, message) => {
    expect(() => parseEnv({ BERTH_HOME: home, ...variables })).toThrow(message);
  });

  it("takes a shared database with its secrets, and trims addresses", () => {
    const env = parseEnv({
      ...shared,
      BERTH_HOME: home,
      BERTH_ROLE: "web",
      BERTH_PUBLIC_URL: "https://berth.example.com/",
    });
    expect(env).toMatchObject({
      role: "web",
      publicUrl: "https://berth.example.com",
      vercelApiUrl: "https://api.vercel.com",
    });
  });
});

describe("childEnv", () => {
  it("passes on the path and what is asked for, and none of our secrets", () => {
    const given = childEnv({ HOME: "/tmp/app", FOO: "bar" });
    expect(given).toMatchObject({ HOME: "/tmp/app", FOO: "bar" });
    expect(given.PATH).toBeTruthy();
    for (const name of ["AUTH_SECRET", "ENCRYPTION_KEYS", "DATABASE_URL", "NODE_ENV", "NODE_OPTIONS"]) {
      expect(given).not.toHaveProperty(name);
    }
  });
});
