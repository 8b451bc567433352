import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import nextConfig from "../../../../next.config";
import { readProjectZip, zipLimits } from "./project-zip";

const unix = 3;

function zip(entries: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, strToU8(text)])));
}

function paths(bytes: Uint8Array): string[] {
  return readProjectZip(bytes).map((file) => file.path);
}

describe("readProjectZip", () => {
  it("reads files in order, drops the folder around them and what is made again anyway", () => {
    const bytes = zip({
      "shop/package.json": "{}",
      "shop/a/b.ts": "b",
      "shop/node_modules/x/index.js": "x",
      "shop/.git/config": "c",
    });
    expect(paths(bytes)).toEqual(["a/b.ts", "package.json"]);
    expect(new TextDecoder().decode(Buffer.from(readProjectZip(bytes)[0]?.content ?? ""))).toBe("b");
  });

  it("keeps the executable bit and nothing else of the mode", () => {
    const bytes = zipSync({
      "run.sh": [strToU8("#!/bin/sh"), { os: unix, attrs: 0o106755 * 2 ** 16 }],
      "a.txt": strToU8("a"),
    });
    expect(readProjectZip(bytes).map(({ mode }) => mode)).toEqual([0o644, 0o755]);
  });

  it.each([
    ["a way out", "../evil.sh"],
    ["a way out in the middle", "a/../../evil.sh"],
    ["an absolute path", "/etc/cron.d/evil"],
    ["a Windows drive", "C:/evil.txt"],
    ["a backslash", "a\\..\\..\\evil"],
    ["an empty part", "a//b"],
    ["a control character", "a\nb"],
    ["a NUL byte", "a\0b"],
  ])("refuses %s", (_what, name) => {
    expect(() => readProjectZip(zip({ "package.json": "{}", [name]: "x" }))).toThrow(/not one inside a project/);
  });

  it("leaves links out and refuses devices", () => {
    const withEntry = (kind: number) =>
      zipSync({
        entry: [strToU8("/etc/passwd"), { os: unix, attrs: kind * 2 ** 16 }],
        "a.txt": strToU8("a"),
      });
    expect(paths(withEntry(0o120777))).toEqual(["a.txt"]);
    expect(() => readProjectZip(withEntry(0o020644))).toThrow(/is a device/);
  });

  it("refuses names that meet on a disk that ignores case, and a file that is a folder too", () => {
    expect(() => readProjectZip(zip({ "a.txt": "1", "A.txt": "2" }))).toThrow(/twice/);
    expect(() => readProjectZip(zip({ a: "1", "a/b": "2" }))).toThrow(/file and a folder/);
  });

  it("refuses a bomb by its stated size, and one that lies about it", () => {
    const bomb = zip({ "zeros.txt": "0".repeat(1024 ** 2), "a.txt": "a" });
    expect(() => readProjectZip(bomb)).toThrow(/beyond what is allowed/);
    const lying = Buffer.from(zip({ "zeros.txt": "0".repeat(20_000), "a.txt": "a" }));
    const at = lying.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    lying.writeUInt32LE(100, at + 24);
    expect(() => readProjectZip(lying)).toThrow(/damaged/);
  });

  it("refuses too many files, an empty archive, something else, and one cut short", () => {
    const entries = Array.from({ length: 50_001 }, (_, index) => [`f${index}`, new Uint8Array()]);
    const many = zipSync(Object.fromEntries(entries), { level: 0 });
    expect(() => readProjectZip(many)).toThrow(/more than 50000 files/);
    expect(() => readProjectZip(zipSync({}))).toThrow(/no file/);
    expect(() => readProjectZip(strToU8("this is not a ZIP"))).toThrow(/not a ZIP/);
    const whole = zip({ "a.txt": "a".repeat(5000), "b.txt": "b" });
    expect(() => readProjectZip(whole.subarray(200))).toThrow(/damaged|not a ZIP/);
  });

  it("survives any damaged byte without anything but a clear refusal", () => {
    const whole = zip({ "package.json": '{"name":"shop"}', "src/index.ts": "export {}" });
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = Uint8Array.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      try {
        readProjectZip(damaged);
      } catch (error) {
        expect(error).toMatchObject({ code: "VALIDATION" });
      }
    }
  });
});

it("is told about larger ZIPs than it takes, where Next would cut them off", () => {
  const limit = nextConfig.experimental?.proxyClientMaxBodySize;
  expect(Number.parseInt(String(limit), 10) * 1024 ** 2).toBeGreaterThan(zipLimits.zipBytes);
});
