import { describe, expect, it } from "vitest";
import { applySettings } from "./settings";

const file = (path: string, content = "") => ({ path, content, mode: 0o644 });
const monorepo = [
  file("package.json", "{}"),
  file("apps/web/package.json", JSON.stringify({ name: "web", scripts: { build: "next build", test: "vitest" } })),
  file("apps/web/page.tsx"),
  file("apps/website/page.tsx"),
];

describe("applySettings", () => {
  it("changes nothing without settings", () => {
    expect(applySettings(monorepo, {})).toEqual(monorepo);
    expect(applySettings(monorepo, { rootDirectory: "." })).toEqual(monorepo);
  });

  it.each(["apps/web", "./apps/web/"])("takes the files of the root folder %s only", (rootDirectory) => {
    expect(applySettings(monorepo, { rootDirectory }).map(({ path }) => path)).toEqual(["package.json", "page.tsx"]);
  });

  it("keeps the commands beside the scripts of the app in the root folder, which they may call", () => {
    const settings = {
      rootDirectory: "apps/web",
      installCommand: "npm ci",
      buildCommand: "npm run build",
      startCommand: "node out.js",
    };
    const [manifest] = applySettings(monorepo, settings);
    expect(JSON.parse(String(manifest?.content))).toEqual({
      name: "web",
      scripts: {
        build: "next build",
        test: "vitest",
        "berth:install": "npm ci",
        "berth:build": "npm run build",
        "berth:start": "node out.js",
      },
    });
  });

  it("leaves a package.json alone that cannot be read", () => {
    expect(applySettings([file("package.json", "{")], { buildCommand: "make" })).toEqual([file("package.json", "{")]);
  });
});
