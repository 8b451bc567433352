import { describe, expect, it } from "vitest";
import { isSecretFile, withoutSecretFiles } from "./secret-file";

describe("isSecretFile", () => {
  it.each([
    ".env",
    ".ENV",
    "apps/web/.env.local",
    ".env.production",
    ".env.example.local",
    ".envrc",
    ".dev.vars",
    "docker/prod.env",
    "server.pem",
    "home/id_rsa",
    "id_ed25519",
    "a.p12",
    ".pypirc",
    ".netrc",
    ".git-credentials",
    ".aws/credentials",
  ])("keeps %s here", (path) => expect(isSecretFile(path)).toBe(true));

  it.each([
    ".env.example",
    "apps/web/.env.sample",
    ".env.local.template",
    ".env.dist",
    "example.env",
    "src/env.ts",
    "src/.environment",
    "id_rsa.pub",
    ".npmrc",
    "package.json",
    "keys.json",
    "src/aws/credentials.ts",
  ])("lets %s go", (path) => expect(isSecretFile(path)).toBe(false));

  it("looks into files that may hold a secret or not", () => {
    const key = `-----BEGIN ${"PRIVATE KEY"}-----`;
    expect(isSecretFile("ca.pem", "-----BEGIN CERTIFICATE-----")).toBe(false);
    expect(isSecretFile("ca.pem", Buffer.from(key))).toBe(true);
    expect(isSecretFile("server.key", key)).toBe(true);
    expect(isSecretFile("translations.key", "hello")).toBe(false);
    expect(isSecretFile(".npmrc", "//packages.example.com/:_authToken=abc123")).toBe(true);
    expect(isSecretFile(".npmrc", `//packages.example.com/:_authToken=\${NPM_TOKEN}`)).toBe(false);
    expect(isSecretFile(".npmrc", "save-exact=true")).toBe(false);
    expect(isSecretFile("gcp.json", JSON.stringify({ type: "service_account", private_key: key }))).toBe(true);
    expect(isSecretFile("docs.json", JSON.stringify({ type: "service_account" }))).toBe(false);
  });
});

describe("withoutSecretFiles", () => {
  it("takes them out and names them", () => {
    const files = [".env", "a.ts", "b/.env.local", ".env.example"].map((path) => ({ path, content: "" }));
    const { files: kept, leftOut } = withoutSecretFiles(files);
    expect(kept.map(({ path }) => path)).toEqual(["a.ts", ".env.example"]);
    expect(leftOut).toEqual([".env", "b/.env.local"]);
  });
});
