import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandsOf, deferAddress } from "./commands";

const file = (path: string, content = "") => ({ path, content, mode: 0o644 });
const manifest = (scripts: Record<string, string>) => file("package.json", JSON.stringify({ scripts }));

describe("how a project is built on Render", () => {
  it.each([
    ["package-lock.json", "npm ci --include=dev && npm run build", "npm run start"],
    ["pnpm-lock.yaml", "pnpm install --frozen-lockfile --prod=false && pnpm run build", "pnpm run start"],
    ["yarn.lock", "yarn install --production=false && yarn run build", "yarn run start"],
    ["README.md", "npm install --include=dev && npm run build", "npm run start"],
  ])("follows its lockfile: %s", (lockfile, buildCommand, startCommand) => {
    const files = [file(lockfile), manifest({ build: "x", start: "y" })];
    expect(commandsOf(files, {})).toMatchObject({ buildCommand, startCommand, preDeployCommand: "", rootDir: "" });
  });

  it("migrates before the start where the project can, and asks for the health of generated apps", () => {
    const files = [
      file("berth.json", "{}"),
      file("package-lock.json"),
      manifest({ "db:migrate": "drizzle-kit migrate" }),
    ];
    expect(commandsOf(files, {})).toMatchObject({
      buildCommand: "npm ci --include=dev",
      preDeployCommand: "npm run db:migrate",
      healthCheckPath: "/api/health",
    });
  });

  it("takes what the settings of the project say first", () => {
    const files = [manifest({ build: "root" }), file("apps/web/pnpm-lock.yaml"), file("apps/web/package.json", "{")];
    const settings = { rootDirectory: "./apps/web/", buildCommand: "make", startCommand: "./run" };
    expect(commandsOf(files, settings)).toMatchObject({
      rootDir: "apps/web",
      buildCommand: "pnpm install --frozen-lockfile --prod=false && make",
      startCommand: "./run",
    });
  });
});

describe("an address that is not certain yet", () => {
  const planned = "https://shop.onrender.com";
  const commands = {
    rootDir: "",
    buildCommand: 'printf "%s %s" "$AUTH_URL" "$CALLBACK"',
    startCommand: "run",
    preDeployCommand: "",
    healthCheckPath: "",
  };
  const values = { AUTH_URL: planned, CALLBACK: `${planned}/a"b\`c$d\\e}`, OTHER: `${planned}munity` };

  it("is left to the platform, and everything else is set", () => {
    const addressed = deferAddress(values, planned, commands);
    expect(addressed.values).toEqual({ OTHER: `${planned}munity` });
    expect(addressed.commands.preDeployCommand).toBe("");
    expect(addressed.commands.startCommand).toMatch(/^export AUTH_URL=.* && run$/);
  });

  it("reaches the command in a shell, letter by letter, and gives way to a variable that is set", () => {
    const { buildCommand } = deferAddress(values, planned, commands).commands;
    const run = (env: Record<string, string>) =>
      execFileSync("/bin/sh", ["-c", buildCommand], {
        env: { PATH: "/bin:/usr/bin", NODE_ENV: "test", ...env },
      }).toString();
    const given = { RENDER_EXTERNAL_URL: "https://shop-x7k2.onrender.com" };
    expect(run(given)).toBe(`https://shop-x7k2.onrender.com https://shop-x7k2.onrender.com/a"b\`c$d\\e}`);
    expect(run({ ...given, AUTH_URL: "https://own.example" })).toMatch(/^https:\/\/own\.example /);
  });
});
