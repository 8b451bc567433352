import { afterEach, describe, expect, it } from "vitest";
import { type SupabaseStorageOptions, startSupabaseStorage } from "./supabase-storage";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(options: SupabaseStorageOptions) {
  const emulator = await startSupabaseStorage(options);
  closing.push(async () => {
    await emulator.close();
    expect(emulator.violations).toEqual([]);
  });
  const call = (method: string, path: string, over: { json?: unknown; body?: BodyInit; headers?: HeadersInit } = {}) =>
    fetch(`${emulator.address}/storage/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${emulator.goodToken}`,
        ...(over.json === undefined ? {} : { "content-type": "application/json" }),
        ...over.headers,
      },
      body: over.json === undefined ? (over.body ?? null) : JSON.stringify(over.json),
    });
  const list = async (prefix: string, over = {}) =>
    (await (await call("POST", "/object/list/files", { json: { prefix, ...over } })).json()) as { name: string }[];
  return { emulator, call, list };
}

const files = { "a.txt": "first", "docs/b.md": "second", "docs/deep/c.md": "third" };

describe("the stand-in of Supabase Storage", () => {
  it("lists one level, with folders as entries without an id", async () => {
    const { list } = await start({ buckets: { files: { files } } });
    expect(await list("")).toEqual([
      expect.objectContaining({ name: "a.txt", metadata: expect.objectContaining({ size: 5 }) }),
      expect.objectContaining({ name: "docs", id: null, metadata: null }),
    ]);
    expect((await list("docs")).map(({ name }) => name)).toEqual(["b.md", "deep"]);
    expect((await list("docs", { limit: 1, offset: 1 })).map(({ name }) => name)).toEqual(["deep"]);
  });

  it("lists everything in pages", async () => {
    const { call } = await start({ buckets: { files: { files } } });
    const names: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const answer = await call("POST", "/object/list-v2/files", { json: { limit: 2, ...(cursor ? { cursor } : {}) } });
      const page = (await answer.json()) as { hasNext: boolean; nextCursor?: string; objects: { name: string }[] };
      names.push(...page.objects.map(({ name }) => name));
      cursor = page.nextCursor;
      more = page.hasNext;
    }
    expect(names).toEqual(Object.keys(files));
  });

  it("gives files, their size and their etag", async () => {
    const { call } = await start({ buckets: { files: { files } } });
    const answer = await call("GET", "/object/authenticated/files/docs/b.md");
    expect(await answer.text()).toBe("second");
    const head = await call("HEAD", "/object/files/docs/b.md");
    expect([head.headers.get("etag"), head.headers.get("content-length")]).toEqual([answer.headers.get("etag"), "6"]);
    expect(await (await call("GET", "/object/info/files/docs/b.md")).json()).toMatchObject({ size: 6 });
  });

  it("refuses with status 400 and the meant status in the body", async () => {
    const { emulator, call } = await start({ buckets: { files: { files, maxBytes: 10 } } });
    const refusalOf = async (answer: Promise<Response>) => {
      const { status, ...rest } = await answer;
      expect((await answer).status, String(status ?? rest)).toBe(400);
      const { statusCode, code } = (await (await answer).json()) as { statusCode: string; code: string };
      return `${statusCode} ${code}`;
    };
    expect(await refusalOf(call("GET", "/object/files/none"))).toBe("404 NoSuchKey");
    expect(await refusalOf(call("GET", "/object/none/a.txt"))).toBe("404 NoSuchBucket");
    expect(await refusalOf(call("POST", "/object/files/a.txt", { body: "x" }))).toBe("409 ResourceAlreadyExists");
    expect(await refusalOf(call("POST", "/object/files/b.txt", { body: "x".repeat(11) }))).toBe("413 EntityTooLarge");
    const wrong = call("GET", "/object/files/a.txt", { headers: { authorization: `Bearer ${emulator.badToken}` } });
    expect(await refusalOf(wrong)).toBe("400 InvalidJWT");
  });

  it("hides what row-level security forbids: reads as missing, lists as empty, writes as refused", async () => {
    const { emulator, call, list } = await start({ buckets: { files: { files, deny: ["read", "list", "write"] } } });
    expect(await list("")).toEqual([]);
    expect(await (await call("GET", "/object/files/a.txt")).json()).toMatchObject({ code: "NoSuchKey" });
    expect(await (await call("POST", "/object/files/b", { body: "x" })).json()).toMatchObject({ code: "AccessDenied" });
    const headers = { authorization: `Bearer ${emulator.serviceKey}` };
    expect(await (await call("GET", "/object/files/a.txt", { headers })).text()).toBe("first");
  });

  it("signs addresses that need no token and end", async () => {
    const { emulator, call } = await start({ buckets: { files: { files } } });
    const signed = await call("POST", "/object/sign/files/a.txt", { json: { expiresIn: 60 } });
    const { signedURL } = (await signed.json()) as { signedURL: string };
    const fetchSigned = (path: string) => fetch(`${emulator.address}/storage/v1${path}`);
    expect(await (await fetchSigned(signedURL)).text()).toBe("first");
    expect((await fetchSigned(signedURL.replace("a.txt", "docs/b.md"))).status).toBe(400);
    const many = await call("POST", "/object/sign/files", { json: { expiresIn: 60, paths: ["a.txt", "none"] } });
    expect(await many.json()).toEqual([
      { path: "a.txt", error: null, signedURL: expect.stringContaining("?token=") },
      { path: "none", error: expect.stringContaining("does not exist"), signedURL: null },
    ]);
  });

  it("takes files as bytes or as a form, replaces them when asked, and removes them", async () => {
    const { emulator, call } = await start({ buckets: { files: {} } });
    await call("POST", "/object/files/x", { body: "one", headers: { "content-type": "text/plain" } });
    const form = new FormData();
    form.append("", new File(["two"], "x"));
    expect((await call("POST", "/object/files/x", { body: form, headers: { "x-upsert": "true" } })).status).toBe(200);
    expect(emulator.read("files", "x")?.toString()).toBe("two");
    const removed = await call("DELETE", "/object/files", { json: { prefixes: ["x", "y"] } });
    expect(await removed.json()).toEqual([expect.objectContaining({ name: "x" })]);
    expect(emulator.read("files", "x")).toBeUndefined();
  });

  it("serves public buckets without a token", async () => {
    const { emulator } = await start({ buckets: { files: { files, isPublic: true }, hidden: { files } } });
    const read = (bucket: string) => fetch(`${emulator.address}/storage/v1/object/public/${bucket}/a.txt`);
    expect(await (await read("files")).text()).toBe("first");
    expect(await (await read("hidden")).json()).toMatchObject({ code: "NoSuchBucket" });
  });
});
