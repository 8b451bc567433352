import { expect, it } from "vitest";
import { settingsOf, withRuntime } from "./settings";

const file = (path: string, content = "") => ({ path, content, mode: 0o644 });
const manifest = (scripts: object) => JSON.stringify({ scripts });

it("leaves to Railway what neither the person nor the files say", () => {
  expect(settingsOf([file("package.json", "{ broken")], {})).toEqual({
    rootDirectory: null,
    buildCommand: null,
    startCommand: null,
    healthcheckPath: null,
    preDeployCommand: [],
  });
});

it("checks the health of apps that Berth generated", () => {
  const settings = settingsOf([file("package.json", "{}"), file("berth.json", "{}")], {});
  expect(settings).toMatchObject({ healthcheckPath: "/api/health", healthcheckTimeout: 300 });
});

it.each([
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["package-lock.json", "npm"],
])("runs migrations with the package manager of %s", (lockfile, manager) => {
  const files = [file("package.json", manifest({ "db:migrate": "x" })), file(lockfile)];
  expect(settingsOf(files, {}).preDeployCommand).toEqual([`${manager} run db:migrate`]);
});

it("reads the files of the folder that is deployed, and takes the person's commands", () => {
  const files = [
    file("package.json", manifest({ "db:migrate": "not this one" })),
    file("apps/web/package.json", manifest({ build: "b" })),
    file("apps/web-admin/package.json", manifest({ "db:migrate": "nor this" })),
  ];
  const settings = { rootDirectory: "apps/web", buildCommand: "make", startCommand: "serve" };
  expect(settingsOf(files, settings)).toMatchObject({
    rootDirectory: "/apps/web",
    buildCommand: "make",
    startCommand: "serve",
    preDeployCommand: [],
  });
});

it("lets an app listen to the outside, unless it is told where to", () => {
  expect(withRuntime({ A: "1" }, {})).toEqual({ HOST: "0.0.0.0", A: "1" });
  expect(withRuntime({ HOST: "::" }, { installCommand: "npm i" })).toEqual({
    HOST: "::",
    RAILPACK_INSTALL_CMD: "npm i",
    NIXPACKS_INSTALL_CMD: "npm i",
  });
});
