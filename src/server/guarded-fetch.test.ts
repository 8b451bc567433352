import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGuardedFetch, isPublicAddress } from "./guarded-fetch";

describe("isPublicAddress", () => {
  it.each([
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "",
    "localhost",
    "1.2.3",
  ])("refuses %s", (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(["1.1.1.1", "8.8.8.8", "140.82.121.4", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])(
    "takes %s",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});

describe("createGuardedFetch", () => {
  const guarded = createGuardedFetch();
  const signal = AbortSignal.timeout(10_000);

  it.each([
    ["plain http", "http://example.com/", /https/],
    ["a file", "file:///etc/passwd", /https/],
    ["something that is no address", "not an address", /not an address/],
    ["a name and a password", "https://user:secret@example.com/", /user name or a password/],
    ["loopback", "https://127.0.0.1/", /private network/],
    ["loopback written as a number", "https://2130706433/", /private network/],
    ["loopback written in hexadecimal", "https://0x7f.1/", /private network/],
    ["loopback in IPv6", "https://[::1]/", /private network/],
    ["loopback inside IPv6", "https://[::ffff:127.0.0.1]/", /private network/],
    ["the metadata service", "https://169.254.169.254/latest/meta-data/", /private network/],
    ["a name that leads to loopback", "https://localhost/", /private network/],
  ])("refuses %s", async (_what, url, message) => {
    await expect(guarded(url, { signal })).rejects.toThrow(message);
  });

  it("never shows a password that stood in an address", async () => {
    await expect(guarded("https://user:secret@example.com/", { signal })).rejects.not.toThrow(/secret/);
  });
});

describe("redirects", () => {
  let server: Server;
  let origin: string;
  const signal = AbortSignal.timeout(10_000);
  beforeAll(async () => {
    server = createServer((request, response) => {
      const to = new URL(request.url ?? "/", "http://localhost").searchParams.get("to");
      if (request.url === "/loop") response.writeHead(302, { location: "/loop" }).end();
      else if (to) response.writeHead(302, { location: to }).end();
      else if (request.url === "/silent") return;
      else if (request.url === "/who") response.end(request.headers.authorization ?? "nobody");
      else response.end("hello");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const onlyLoopback4 = createGuardedFetch({ protocols: ["http:"], isAllowed: (address) => address === "127.0.0.1" });
  const leadingTo = (to: string) => `${origin}/?to=${encodeURIComponent(to)}`;

  it("follows one, and says where it ended", async () => {
    const { status, url, body } = await onlyLoopback4(leadingTo("/there"), { signal });
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    expect([status, url, Buffer.concat(chunks).toString()]).toEqual([200, `${origin}/there`, "hello"]);
  });

  it("keeps a token from every other host", async () => {
    const asked = async (to: string) => {
      const allowed = createGuardedFetch({ protocols: ["http:"], isAllowed: () => true });
      const { body } = await allowed(leadingTo(to), { signal, headers: { Authorization: "Basic token" } });
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };
    expect(await asked("/who")).toBe("Basic token");
    expect(await asked(`${origin.replace("127.0.0.1", "localhost")}/who`)).toBe("nobody");
  });

  it("checks the address and the protocol of every hop", async () => {
    await expect(onlyLoopback4(leadingTo("http://10.0.0.1/"), { signal })).rejects.toThrow(/10\.0\.0\.1 is an address/);
    await expect(onlyLoopback4(leadingTo("http://[::1]/"), { signal })).rejects.toThrow(/private network/);
    await expect(onlyLoopback4(leadingTo("ftp://example.com/"), { signal })).rejects.toThrow(/https/);
  });

  it("ends a loop, and does not send a body on", async () => {
    await expect(onlyLoopback4(`${origin}/loop`, { signal })).rejects.toThrow(/more than 5 times/);
    const post = { method: "POST", body: new Uint8Array(1), signal } as const;
    await expect(onlyLoopback4(leadingTo("/"), post)).rejects.toThrow(/redirects what was sent/);
  });

  it("stops when it is told to", async () => {
    await expect(onlyLoopback4(`${origin}/silent`, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/abort/i);
  });
});
