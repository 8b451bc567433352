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

  it("sets the commands of the app in the root folder and keeps its other scripts", () => {
    const settings = { rootDirectory: "apps/web", buildCommand: "make", startCommand: "node out.js" };
    const [manifest] = applySettings(monorepo, settings);
    expect(JSON.parse(String(manifest?.content))).toEqual({
      name: "web",
      scripts: { build: "make", start: "node out.js", test: "vitest" },
    });
  });

  it("leaves a package.json alone that cannot be read", () => {
    expect(applySettings([file("package.json", "{")], { buildCommand: "make" })).toEqual([file("package.json", "{")]);
  });
});
