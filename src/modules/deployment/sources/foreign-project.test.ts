import { expect, it } from "vitest";
import type { ReleaseFile } from "../local/files";
import { inspectProject, withScripts } from "./foreign-project";

const file = (path: string, content: string): ReleaseFile => ({ path, content, mode: 0o644 });

/** The scripts the project is deployed with. */
async function scriptsOf(manifest: string): Promise<unknown> {
  const files = [file("package.json", manifest), file("a.ts", "process.env.A")];
  const [first] = withScripts(files, await inspectProject(files));
  return JSON.parse(String(first?.content)).scripts;
}

it("adds the scripts a framework is usually run by, and keeps the project's own", async () => {
  expect(await scriptsOf('{"dependencies":{"next":"16.0.0"}}')).toEqual({ build: "next build", start: "next start" });
  const own = '{"scripts":{"start":"node own.js"},"dependencies":{"next":"16.0.0"}}';
  expect(await scriptsOf(own)).toEqual({ build: "next build", start: "node own.js" });
});

it("leaves a package.json that needs nothing, or that nobody can read, byte for byte", async () => {
  const complete = [file("package.json", '{ "scripts": {"start":"node a.js"} }')];
  const found = await inspectProject(complete);
  for (const files of [complete, [file("package.json", "{ broken")], [file("package.json", "[]")]]) {
    expect(withScripts(files, found)[0]?.content).toBe(files[0]?.content);
  }
});

it("keeps what tests and the pipeline read out of a deployment, and changes no generated project", async () => {
  const start = file("package.json", '{"scripts":{"start":"node a.js"}}');
  const files = [start, file("a.test.ts", "process.env.ONLY_TEST"), file("a.ts", "process.env.OWN")];
  const { variables } = (await inspectProject(files)).detected;
  expect(variables.map(({ key, places }) => [key, places])).toEqual([
    ["OWN", [{ file: "a.ts", line: 1, kind: "code" }]],
  ]);
  expect(withScripts(files, { name: "shop" })).toBe(files);
});

it("refuses a project that nothing says how to start", async () => {
  for (const files of [
    [file("package.json", "{}")],
    [file("main.py", "print()")],
    [file("package.json", "{ broken")],
  ]) {
    await expect(inspectProject(files)).rejects.toThrow(/Add a start script/);
  }
});

it("takes a project without a start script whose settings say how to start it, and adds scripts in its root folder", async () => {
  const manifest = (path: string) => ({ path, content: JSON.stringify({ name: "a" }), mode: 0o644 });
  const found = await inspectProject([manifest("package.json")], { startCommand: "node main.mjs" });
  expect(found.detected.commands.start).toBeUndefined();
  const commands = { ...found, detected: { ...found.detected, commands: { start: "node other.mjs" } } };
  const files = withScripts([manifest("package.json"), manifest("apps/web/package.json")], commands, "apps/web");
  expect(files.map(({ content }) => String(content).includes("other.mjs"))).toEqual([false, true]);
});
