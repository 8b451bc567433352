import { describe, expect, it } from "vitest";
import { projectLimits } from "../detection/limits";
import { pickDropped, pickFolder, pickZip } from "./detect-files";

function fileAt(path: string, size = 1): File {
  const file = new File(["x"], path.slice(path.lastIndexOf("/") + 1));
  return Object.defineProperties(file, { webkitRelativePath: { value: path }, size: { value: size } });
}

/** What a drop holds, as a browser hands it out: a folder gives its entries in parts. */
type Tree = { [name: string]: Tree | string };

function entryOf(name: string, tree: Tree | string): FileSystemEntry {
  if (typeof tree === "string") {
    const file = (done: (file: File) => void) => done(new File([tree], name));
    return { name, isFile: true, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const parts = [...Object.entries(tree).map(([inner, value]) => [entryOf(inner, value)]), []];
  const createReader = () => ({ readEntries: (done: (part: FileSystemEntry[]) => void) => done(parts.shift() ?? []) });
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

function drop(entries: Tree): DataTransferItemList {
  const items = Object.entries(entries).map(([name, tree]) => ({ webkitGetAsEntry: () => entryOf(name, tree) }));
  return items as unknown as DataTransferItemList;
}

const pathsOf = (picked: Awaited<ReturnType<typeof pickDropped>>) =>
  picked.kind === "folder" ? picked.files.map(({ path }) => path) : picked.name;

describe("pickFolder", () => {
  it("takes the folder's name off, and leaves out packages, build output and values", () => {
    const names = [
      "package.json",
      "src/a.ts",
      "dist/a.js",
      "node_modules/x/i.js",
      ".git/HEAD",
      ".env",
      ".env.local",
      ".env.example",
    ];
    const picked = pickFolder(names.map((name) => fileAt(`shop/${name}`)));
    expect(picked).toMatchObject({ kind: "folder", name: "shop", leftOut: [".env", ".env.local"] });
    expect(pathsOf(picked)).toEqual(["package.json", "src/a.ts", "dist/a.js", ".env.example"]);
  });

  it("refuses what is empty or too large, with what to do", () => {
    expect(() => pickFolder([fileAt("shop/node_modules/x.js")])).toThrow(/Choose the folder that holds package.json/);
    const large = fileAt("shop/video.mp4", projectLimits.unpackedUploadBytes + 1);
    expect(() => pickFolder([large])).toThrow(/Choose a smaller folder/);
  });
});

describe("pickDropped", () => {
  it("reads a folder to its depths, in all its parts", async () => {
    const picked = await pickDropped(
      drop({ shop: { "a.ts": "a", src: { deep: { "b.ts": "b" } }, node_modules: { "c.js": "c" } } }),
    );
    expect(picked.name).toBe("shop");
    expect(pathsOf(picked)).toEqual(["a.ts", "src/deep/b.ts"]);
  });

  it("takes several things together, and one ZIP as it is", async () => {
    expect(pathsOf(await pickDropped(drop({ "package.json": "{}", src: { "a.ts": "a" } })))).toEqual([
      "package.json",
      "src/a.ts",
    ]);
    expect(pathsOf(await pickDropped(drop({ "shop.zip": "PK" })))).toBe("shop");
  });

  it("says what to do with anything else", async () => {
    await expect(pickDropped(drop({ "notes.txt": "x" }))).rejects.toThrow(/not a ZIP/);
    await expect(pickDropped(drop({}))).rejects.toThrow(/Drop a folder or a ZIP/);
  });
});

it("refuses a ZIP that Berth would refuse, before it is sent", () => {
  expect(() => pickZip(fileAt("shop.zip", projectLimits.uploadBytes + 1))).toThrow(/50 MB packed/);
});
