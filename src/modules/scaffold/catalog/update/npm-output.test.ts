import { expect, it } from "vitest";
import { reasonOf } from "./npm-output";

it("names what a lockfile lacks", () => {
  const output = `npm install ended with 1.
npm error code EUSAGE
npm error
npm error \`npm ci\` can only install packages when your package.json and package-lock.json are in sync.
npm error Missing: @next/swc-darwin-arm64@16.4.6 from lock file
npm error Missing: @next/swc-darwin-arm64@16.4.6 from lock file
npm error Missing: @next/swc-darwin-x64@ from lock file
npm error
npm error Clean install a project`;
  expect(reasonOf(output)).toBe("The lockfile would lack @next/swc-darwin-arm64@16.4.6, @next/swc-darwin-x64.");
});

it("says what npm says, without its boilerplate", () => {
  const output = `npm warn Unknown user config
npm error code ETARGET
npm error notarget No matching version found for left-pad@9.
npm error notarget In most cases you or one of your dependencies are requesting
npm error notarget a package version that doesn't exist.
npm error A complete log of this run can be found in: /somewhere`;
  expect(reasonOf(output)).toBe("No matching version found for left-pad@9.");
});

it("falls back to the last line", () => {
  expect(reasonOf("npm install did not end within 600 s.\n")).toBe("npm install did not end within 600 s.");
  expect(reasonOf("")).toBe("");
});
