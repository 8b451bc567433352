import { createServer as createHttp } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { providerRules } from "../validation/rules";
import { testHttp } from "./http";
import { providerProbes } from "./provider-probes";
import { runTest } from "./run-test";
import { guardOf, pinAddress } from "./socket";

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  servers.push({
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that answers each piece it gets, starting with an empty one when it speaks first. */
const speaking = (answer: (text: string) => string | undefined, greeting?: string) =>
  listen(
    createServer((socket) => {
      socket.on("error", () => undefined);
      if (greeting) socket.write(greeting);
      socket.on("data", (chunk: Buffer) => {
        const said = answer(chunk.toString("latin1"));
        if (said === undefined) socket.end();
        else socket.write(said, "latin1");
      });
    }),
  );
const answering = (status: number, body = "{}", headers: Record<string, string> = {}) =>
  listen(createHttp((_, response) => response.writeHead(status, headers).end(body)));

const run = (key: string, value: string, more: { others?: Record<string, string>; allowPrivate?: boolean } = {}) => {
  const { others = {}, allowPrivate = true } = more;
  const signal = new AbortController().signal;
  return runTest({ key, value, others: new Map(Object.entries(others)), allowPrivate, signal });
};
const failed = (cause: string) => ({ outcome: "failed", cause });

describe("a test of Redis", () => {
  const redis = (text: string) => {
    if (text.includes("AUTH")) return text.includes("right") ? "+OK\r\n" : "-WRONGPASS invalid\r\n";
    if (text.includes("SELECT")) return text.includes("99") ? "-ERR DB index is out of range\r\n" : "+OK\r\n";
    return "+PONG\r\n";
  };
  it.each([
    ["", "", { outcome: "works" }],
    ["default:right@", "/1", { outcome: "works" }],
    ["default:wrong@", "", failed("wrong-credentials")],
    ["", "/99", failed("no-database")],
  ])("with %j and %j", async (user, path, outcome) => {
    expect(await run("REDIS_URL", `redis://${user}${await speaking(redis)}${path}`)).toMatchObject(outcome);
  });

  it("tells what else can be wrong", async () => {
    expect(await run("REDIS_URL", `redis://${await speaking(() => "-NOAUTH\r\n")}`)).toMatchObject(
      failed("wrong-credentials"),
    );
    expect(await run("REDIS_URL", `redis://${await speaking(() => undefined)}`)).toMatchObject(failed("tls-needed"));
    expect(await run("REDIS_URL", `redis://${await speaking(() => "HTTP/1.1 400\r\n")}`)).toMatchObject(
      failed("unexpected"),
    );
    expect(await run("REDIS_URL", `rediss://${await speaking(() => "+PONG\r\n")}`)).toMatchObject(failed("tls"));
    expect(await run("REDIS_URL", "not an address")).toMatchObject(failed("malformed"));
  });

  it("tells a port where nothing listens", async () => {
    const place = await speaking(() => "");
    for (const server of servers.splice(0)) server.close();
    expect(await run("REDIS_URL", `redis://${place}`)).toMatchObject(failed("refused"));
  });
});

describe("a test of SMTP", () => {
  const smtp = (text: string) => {
    if (/^EHLO/.test(text)) return "250-host\r\n250 AUTH PLAIN\r\n";
    if (/^AUTH/.test(text)) {
      const given = Buffer.from(text.trim().split(" ").at(-1) ?? "", "base64").toString("utf8");
      return given === "\0user\0right" ? "235 welcome\r\n" : "535 no\r\n";
    }
    return "221 bye\r\n";
  };
  it.each([
    ["user:right@", { outcome: "works" }],
    ["user:wrong@", failed("wrong-credentials")],
    ["", { outcome: "works" }],
  ])("with %j", async (user, outcome) => {
    const place = await speaking(smtp, "220 host ESMTP\r\n");
    expect(await run("SMTP_URL", `smtp://${user}${place}`)).toMatchObject(outcome);
  });

  it("takes the server apart from its port and its user", async () => {
    const [host = "", port = ""] = (await speaking(smtp, "220 host ESMTP\r\n")).split(":");
    const others = { SMTP_PORT: port, SMTP_USER: "user", SMTP_PASSWORD: "right" };
    expect(await run("SMTP_HOST", host, { others })).toMatchObject({ outcome: "works" });
    expect(await run("SMTP_HOST", host, { others: { ...others, SMTP_PASSWORD: "no" } })).toMatchObject(
      failed("wrong-credentials"),
    );
  });
});

describe("a test of MongoDB", () => {
  it("knows a server by its reply", async () => {
    const reply = Buffer.alloc(26);
    reply.writeInt32LE(26, 0);
    reply.writeInt32LE(2013, 12);
    const hello = (text: string) => (text.includes("hello") ? reply.toString("latin1") : undefined);
    expect(await run("MONGODB_URI", `mongodb://u:p@${await speaking(hello)}/app`)).toMatchObject({ outcome: "works" });
    const web = await speaking(() => "HTTP/1.1 400 Bad Request\r\n");
    expect(await run("MONGODB_URI", `mongodb://${web}/app`)).toMatchObject(failed("unexpected"));
    expect(await run("MONGODB_URI", `mongodb://${await speaking(() => undefined)}`)).toMatchObject(
      failed("tls-needed"),
    );
  });
});

describe("a test over HTTP", () => {
  it.each([
    [200, { outcome: "works" }],
    [401, failed("wrong-credentials")],
    [403, failed("no-permission")],
    [404, failed("unexpected")],
    [429, failed("busy")],
    [500, failed("unexpected")],
  ])("that is answered with %i", async (status, outcome) => {
    const secret = "sb_secret_of_mine";
    const others = { SUPABASE_URL: `http://${await answering(status, `{"said":"${secret}"}`)}` };
    const result = await run("SUPABASE_SECRET_KEY", secret, { others });
    expect(result).toMatchObject(outcome);
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  it("tells a key that may do little from one that is wrong", async () => {
    const url = `http://${await answering(401, '{"name":"restricted_api_key"}')}`;
    const guard = guardOf(true, new AbortController().signal);
    expect(await testHttp({ url, headers: {}, limitedBy: "restricted_api_key" }, guard)).toContain("knows the key");
    await expect(testHttp({ url, headers: {} }, guard)).rejects.toMatchObject({ reason: "wrong-credentials" });
  });

  it("keeps the key from where it is redirected to", async () => {
    const heard: unknown[] = [];
    const other = await listen(createHttp((request, response) => response.end(String(heard.push(request.headers)))));
    const first = await answering(302, "", { location: `http://${other}/` });
    await run("SUPABASE_SECRET_KEY", "sb_secret_of_mine", { others: { SUPABASE_URL: `http://${first}` } });
    expect(heard).toHaveLength(1);
    expect(JSON.stringify(heard)).not.toContain("sb_secret");
  });

  it("says which other variable it needs, and when there is nothing to test", async () => {
    expect(await run("SUPABASE_SECRET_KEY", "sb_secret_a")).toMatchObject({ outcome: "no-test" });
    expect(await run("APP_TITLE", "Shop")).toMatchObject({ outcome: "no-test" });
    expect(await run("REDIS_URL", "")).toMatchObject({ outcome: "no-test" });
  });

  it("asks known providers over https only, and never with the key in the address", () => {
    for (const [id, probeOf] of providerProbes) {
      expect(providerRules.has(id), id).toBe(true);
      const probe = probeOf("https://key.example", () => "https://other.example");
      if ("needs" in probe) throw new Error(`${id} finds no other variable`);
      expect(probe.url, id).toMatch(/^https:\/\//);
      if (!probe.isAddressOnly && !id.endsWith("-url")) expect(probe.url, id).not.toContain("key.example");
    }
  });
});

describe("addresses", () => {
  it.each([
    ["REDIS_URL", "redis://127.0.0.1:6379"],
    ["REDIS_URL", "redis://localhost:6379"],
    ["REDIS_URL", "redis://[::1]:6379"],
    ["DATABASE_URL", "postgres://u:p@10.0.0.1/app"],
    ["DATABASE_URL", "postgres://u:p@[::ffff:127.0.0.1]/app"],
    ["MONGODB_URI", "mongodb://192.168.1.1/app"],
    ["SMTP_URL", "smtp://172.16.0.1:587"],
    ["SUPABASE_URL", "http://127.0.0.1:54321"],
    ["SUPABASE_URL", "http://2130706433/"],
  ])("%s at %s is refused", async (key, value) => {
    expect(await run(key, value, { allowPrivate: false })).toMatchObject(failed("not-allowed"));
  });

  it.each(["169.254.169.254", "[fd00:ec2::254]", "[::ffff:169.254.169.254]", "[fe80::1]", "100.100.100.200"])(
    "%s is refused always",
    async (host) => {
      expect(await run("REDIS_URL", `redis://${host}:80`)).toMatchObject(failed("not-allowed"));
      expect(await run("SUPABASE_URL", `http://${host}/`)).toMatchObject(failed("not-allowed"));
    },
  );

  it("are resolved once, so that a name cannot change its mind", async () => {
    const guard = guardOf(true, new AbortController().signal);
    expect(await pinAddress("localhost", guard)).toMatch(/^(?:127\.0\.0\.1|::1)$/);
    await expect(pinAddress("no-such-host.invalid", guard)).rejects.toMatchObject({ reason: "not-found" });
  });

  it("are left when the caller gives up", async () => {
    const silent = await speaking(() => "");
    const signal = AbortSignal.timeout(50);
    const input = { key: "REDIS_URL", value: `redis://${silent}`, others: new Map(), allowPrivate: true, signal };
    expect(await runTest(input)).toMatchObject(failed("timeout"));
  });
});
