import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "@/server/crypto";
import { createGuardedFetch } from "@/server/guarded-fetch";
import { GitServer } from "../testing/git-server";
import { cloneRepository } from "./clone";
import { checkPack } from "./pack";

const server = new GitServer();
beforeAll(() =>
  server.start({
    "package.json": '{"name":"shop"}',
    "apps/web/page.ts": "export const a = 1;\n",
    "AGENTS.md": "# Rules\n",
    "CLAUDE.md": "-> AGENTS.md",
  }),
);
afterAll(() => server.stop());

const fetch = createGuardedFetch({ protocols: ["http:"], isAllowed: (address) => address === "127.0.0.1" });
const clone = (url: string, more: { ref?: string; folder?: string } = {}, signal = AbortSignal.timeout(20_000)) =>
  cloneRepository({ url, name: "shop", ...more }, { fetch, signal });

describe("cloneRepository", () => {
  it("takes the files of the newest commit and leaves links out", async () => {
    const { files, leftOut } = await clone(server.url());
    expect(files.map((file) => [file.path, Buffer.from(file.content).toString(), file.mode])).toEqual([
      ["AGENTS.md", "# Rules\n", 0o644],
      ["apps/web/page.ts", "export const a = 1;\n", 0o644],
      ["package.json", '{"name":"shop"}', 0o644],
    ]);
    expect(leftOut).toEqual(["CLAUDE.md"]);
  });

  it("takes one folder of it", async () => {
    const { files } = await clone(server.url(), { ref: "main", folder: "apps/web" });
    expect(files.map((file) => file.path)).toEqual(["page.ts"]);
  });

  it("follows a repository that moved", async () => {
    expect((await clone(server.url("moved"))).files).toHaveLength(3);
  });

  it("sends a token to the host of the address alone, and never in an address", async () => {
    const sent: { url: string; authorization: string | undefined }[] = [];
    const watched: typeof fetch = async (url, request) => {
      sent.push({ url, authorization: request.headers?.authorization });
      const response = await fetch(url, request);
      // As if the server had sent Git to another host.
      return { ...response, url: response.url.replace("127.0.0.1", "localhost") };
    };
    const token = new Secret("ghp_private0123456789abcdef");
    await cloneRepository(
      { url: server.url(), name: "shop" },
      { fetch: watched, token, signal: AbortSignal.timeout(20_000) },
    ).catch(() => undefined);
    const basic = `Basic ${Buffer.from("x-access-token:ghp_private0123456789abcdef").toString("base64")}`;
    expect(sent.map(({ url, authorization }) => [new URL(url).hostname, authorization])).toEqual([
      ["127.0.0.1", basic],
      ["localhost", undefined],
    ]);
    expect(sent.some(({ url }) => url.includes("ghp_private"))).toBe(false);
  });

  it("says what is missing", async () => {
    await expect(clone(server.url("owner/other.git"))).rejects.toThrow(/does not exist or is not public/);
    await expect(clone(server.url(), { ref: "dev" })).rejects.toThrow(/does not have a branch or tag dev/);
    await expect(clone(server.url(), { folder: "nowhere" })).rejects.toThrow(/does not have the folder nowhere/);
  });

  it("refuses a pack that would outgrow its limits, and cleans up after itself", async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("berth-clone-"));
    const before = left();
    const good = server.pack;
    server.pack = packOf([{ size: 60 * 1024 ** 2, data: deflateSync(Buffer.alloc(1000)) }]);
    await expect(clone(server.url())).rejects.toThrow(/one of its files is too large/);
    server.pack = good;
    expect(left()).toEqual(before);
  });

  it("stops when it is told to", async () => {
    await expect(clone(server.url(), {}, AbortSignal.abort())).rejects.toThrow(/abort/i);
  });

  it("reaches no private address with the fetch that is used", async () => {
    const options = { fetch: createGuardedFetch(), signal: AbortSignal.timeout(5000) };
    const address = { url: "https://127.0.0.1/owner/shop.git", name: "shop" };
    await expect(cloneRepository(address, options)).rejects.toThrow(/private network/);
  });
});

/** A pack of blobs with stated sizes that need not be true. */
function packOf(objects: readonly { size: number; data: Buffer }[]): Buffer {
  const head = Buffer.alloc(12);
  head.write("PACK");
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(objects.length, 8);
  const body = objects.flatMap(({ size, data }) => {
    const header = [(3 << 4) | (size & 15)];
    for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
      header[header.length - 1] = (header.at(-1) ?? 0) | 128;
      header.push(rest & 127);
    }
    return [Buffer.from(header), data];
  });
  const pack = Buffer.concat([head, ...body]);
  return Buffer.concat([pack, createHash("sha1").update(pack).digest()]);
}

describe("checkPack", () => {
  const limits = { objects: 3, objectBytes: 1000, totalBytes: 1500 };
  const blob = (length: number, size = length) => ({ size, data: deflateSync(Buffer.alloc(length)) });

  it("takes a pack that keeps its word", () => {
    expect(() => checkPack(packOf([blob(700), blob(0), blob(800)]), limits)).not.toThrow();
  });

  it.each([
    ["an object that is larger than it says", [blob(900, 10)], /damaged/],
    ["an object that is smaller than it says", [blob(10, 900)], /damaged/],
    ["too many objects", [blob(1), blob(1), blob(1), blob(1)], /more than 3 objects/],
    ["an object beyond the limit", [blob(1001)], /too large/],
    ["objects beyond the limit together", [blob(800), blob(800)], /too large together/],
  ])("refuses %s", (_what, objects, message) => {
    expect(() => checkPack(packOf(objects), limits)).toThrow(message);
  });

  it("refuses what is cut short or no pack", () => {
    const whole = packOf([blob(700)]);
    expect(() => checkPack(whole.subarray(0, 14), limits)).toThrow(/damaged/);
    expect(() => checkPack(Buffer.alloc(100), limits)).toThrow(/damaged/);
  });
});
