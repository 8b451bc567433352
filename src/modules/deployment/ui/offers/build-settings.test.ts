import { expect, it } from "vitest";
import { changedSettings, generatedCommands, textsOf } from "./build-settings";

const detected = generatedCommands("pnpm");

it("begins with what was set, else with what was found", () => {
  expect(textsOf({ buildCommand: "make" }, detected)).toEqual({
    rootDirectory: "",
    installCommand: "pnpm install --frozen-lockfile",
    buildCommand: "make",
    startCommand: "pnpm run start",
  });
});

it("saves only what differs from what was found", () => {
  const texts = textsOf({}, detected);
  expect(changedSettings(texts, detected)).toEqual({});
  const edited = { ...texts, rootDirectory: " apps/web ", buildCommand: "", startCommand: "node main.mjs" };
  expect(changedSettings(edited, detected)).toEqual({ rootDirectory: "apps/web", startCommand: "node main.mjs" });
});
