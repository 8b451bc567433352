import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../config";
import { generateProject } from "./project";
import { zipProject } from "./zip";

const files = generateProject(parseConfig({ name: "shop", auth: "nextauth", aiTemplate: "chatbot" }));

describe("zipProject", () => {
  it("gives the same bytes for the same files, in any order and at any hour", () => {
    const zip = zipProject(files, "shop");
    expect(zipProject([...files].reverse(), "shop")).toEqual(zip);
    // DOS date and time of the first entry: 1 January 1980, midnight.
    expect([...zip.slice(10, 14)]).toEqual([0, 0, 33, 0]);
  });

  it("holds every file under one folder", () => {
    const entries = unzipSync(zipProject(files, "shop"));
    expect(Object.keys(entries)).toEqual(files.map(({ path }) => `shop/${path}`));
    for (const { path, content } of files) expect(strFromU8(entries[`shop/${path}`] ?? new Uint8Array())).toBe(content);
  });

  it("keeps the modes", () => {
    const zip = zipProject([{ path: "run.sh", content: "#!/bin/sh\n", mode: 0o755 }], "shop");
    const start = strFromU8(zip, true).indexOf("PK\x01\x02");
    const external = new DataView(zip.buffer, zip.byteOffset + start).getUint32(38, true);
    expect((external >>> 16).toString(8)).toBe("100755");
  });
});
