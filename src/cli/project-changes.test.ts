import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileChange } from "@/modules/scaffold/pure";
import { openProject, type ProjectFolder } from "./project-changes";

let outside: string;
let root: string;

beforeEach(() => {
  outside = mkdtempSync(path.join(tmpdir(), "berth-changes-"));
  root = path.join(outside, "project");
  mkdirSync(path.join(root, "src"), { recursive: true });
  writeFileSync(path.join(root, "a.txt"), "a\n");
  writeFileSync(path.join(root, "src", "b.txt"), "b\n");
});
afterEach(() => rmSync(outside, { recursive: true, force: true }));

const text = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Reads every file and makes the changes; `undefined` removes. */
async function change(project: ProjectFolder, files: Record<string, string | undefined>, mode = 0o644): Promise<void> {
  const changes: FileChange[] = [];
  for (const [file, after] of Object.entries(files)) {
    const before = (await project.read(file))?.text;
    const sides = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
    changes.push({ path: file, status: "changed", ...sides, mode });
  }
  project.write(changes);
}

describe("openProject", () => {
  it("adds, changes and removes files, and leaves nothing else behind", async () => {
    await change(await openProject(root), { "a.txt": "A\n", "src/b.txt": undefined, "new/deep/c.sh": "c\n" }, 0o755);
    expect([text("a.txt"), text("new/deep/c.sh")]).toEqual(["A\n", "c\n"]);
    expect(statSync(path.join(root, "new/deep/c.sh")).mode & 0o777).toBe(0o755);
    expect(readdirSync(root).sort()).toEqual(["a.txt", "new"]);
    expect(readdirSync(path.join(root, "new/deep"))).toEqual(["c.sh"]);
  });

  it("makes no change at all when one fails", async () => {
    const project = await openProject(root);
    const aside = path.join(root, "src", `b.txt.berth-${process.pid}.old`);
    mkdirSync(aside);
    await expect(change(project, { "a.txt": "A\n", "new/c.txt": "c\n", "src/b.txt": "B\n" })).rejects.toThrow();
    rmSync(aside, { recursive: true });
    expect([text("a.txt"), text("src/b.txt")]).toEqual(["a\n", "b\n"]);
    expect(readdirSync(root).sort()).toEqual(["a.txt", "src"]);
    expect(readdirSync(path.join(root, "src"))).toEqual(["b.txt"]);
  });

  it("does not write over what changed since it was read", async () => {
    const project = await openProject(root);
    await project.read("a.txt");
    await project.read("c.txt");
    writeFileSync(path.join(root, "a.txt"), "edited\n");
    const added: FileChange = { path: "c.txt", status: "added", after: "c\n", mode: 0o644 };
    const changed: FileChange = { path: "a.txt", status: "changed", before: "a\n", after: "A\n", mode: 0o644 };
    expect(() => project.write([added, changed])).toThrow(/a\.txt changed while you decided/);
    writeFileSync(path.join(root, "c.txt"), "theirs\n");
    expect(() => project.write([added])).toThrow(/c\.txt changed while you decided/);
    expect([text("a.txt"), text("c.txt")]).toEqual(["edited\n", "theirs\n"]);
  });

  it.skipIf(process.platform === "win32")(
    "keeps the mode of a file, and writes through a link inside the project",
    async () => {
      chmodSync(path.join(root, "a.txt"), 0o750);
      symlinkSync("a.txt", path.join(root, "link.txt"));
      await change(await openProject(root), { "link.txt": "A\n" });
      expect([text("a.txt"), readdirSync(root).sort()]).toEqual(["A\n", ["a.txt", "link.txt", "src"]]);
      expect(statSync(path.join(root, "a.txt")).mode & 0o777).toBe(0o750);
    },
  );

  it.skipIf(process.platform === "win32")("refuses what a link leads out of the project, or to nothing", async () => {
    writeFileSync(path.join(outside, "secret"), "secret");
    mkdirSync(path.join(outside, "project-other"));
    symlinkSync(path.join(outside, "secret"), path.join(root, "file"));
    symlinkSync(outside, path.join(root, "folder"));
    symlinkSync(path.join(outside, "project-other"), path.join(root, "beside"));
    symlinkSync("nowhere", path.join(root, "dangling"));
    const project = await openProject(root);
    for (const file of ["file", "folder/secret", "folder/new.txt", "beside/new.txt", "dangling", "dangling/x"]) {
      await expect(project.read(file), file).rejects.toMatchObject({ code: "VALIDATION" });
    }
  });

  it("reads no text from bytes that are none, and refuses a folder in place of a file", async () => {
    writeFileSync(path.join(root, "bytes"), Buffer.from([0xff, 0xfe, 0x00]));
    const project = await openProject(root);
    expect(await project.read("bytes")).toEqual({ text: undefined });
    expect(await project.read("none")).toBeUndefined();
    await expect(project.read("src")).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(openProject(path.join(root, "none"))).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(existsSync(path.join(root, "none"))).toBe(false);
  });
});
