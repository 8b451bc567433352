import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { endLaunch } from "./launcher";
import { LocalProxy } from "./proxy";

const programDir = mkdtempSync(path.join(tmpdir(), "berth-proxy-"));
const folder = path.join(programDir, "proxy");
// Without a dist folder the program is the source as it stands, never a bundle of earlier.
symlinkSync(path.resolve("src"), path.join(programDir, "src"));
const options = { folder, host: "127.0.0.1", programDir, log: pino({ level: "silent" }) };
const proxy = new LocalProxy(options);
let app: Server;
let appPort = 0;
let port = 0;

beforeAll(async () => {
  app = createServer((incoming, response) => response.end(JSON.stringify(incoming.headers)));
  app.on("upgrade", ({ headers }, socket) => {
    const caller = `${headers["x-forwarded-for"]} of ${headers["x-forwarded-host"]}`;
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello ${caller}`,
    );
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  appPort = (app.address() as AddressInfo).port;
  // A port of this test's own, so that another Berth on the machine cannot come between.
  port = await findLastingPort();
  mkdirSync(folder);
  writeFileSync(path.join(folder, "settings.json"), JSON.stringify({ port, token: "a-token-for-this-test" }));
  expect(await proxy.ensure()).toBe(port);
  await proxy.publish({ shop: { port: appPort, state: "running" }, idle: { port: null, state: "stopped" } });
}, 30_000);
afterAll(async () => {
  app.close();
  await proxy.stop();
  rmSync(programDir, { recursive: true, force: true });
});

/** A free port below those that the system lends to outgoing connections, so that it is still free after a restart. */
async function findLastingPort(): Promise<number> {
  const candidate = 20_000 + Math.floor(Math.random() * 10_000);
  const probe = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once("error", () => resolve(false)).listen(candidate, "127.0.0.1", () => resolve(true));
  });
  if (!isFree) return findLastingPort();
  await new Promise((resolve) => probe.close(resolve));
  return candidate;
}

/** On a busy machine the system gives a port free a moment after its process is gone. */
async function occupyPort(): Promise<Server> {
  const server = createServer();
  const isOurs = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
  });
  if (isOurs) return server;
  await sleep(50);
  return occupyPort();
}

function get(host: string, headers: Record<string, string> = {}, at = "/"): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path: at, headers: { ...headers, host }, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });
}

it("leads a name to its app, keeps the host, and replaces claims about where the request came from", async () => {
  const claims = {
    "x-forwarded-for": "1.2.3.4",
    "x-forwarded-proto": "https",
    "x-real-ip": "1.2.3.4",
    forwarded: "for=1.2.3.4",
  };
  const { status, body } = await get(`shop.localhost:${port}`, claims);
  expect(status).toBe(200);
  const seen = JSON.parse(body);
  expect(seen).toMatchObject({
    host: `shop.localhost:${port}`,
    "x-forwarded-host": `shop.localhost:${port}`,
    "x-forwarded-proto": "http",
    "x-forwarded-for": "127.0.0.1",
  });
  expect(seen["x-real-ip"]).toBeUndefined();
  expect(seen.forwarded).toBeUndefined();
  expect((await proxy.requestCounts()).shop).toBe(1);
});

it("answers unknown and stopped names with a page of its own", async () => {
  expect((await get(`other.localhost:${port}`)).status).toBe(404);
  expect((await get("evil.example")).status).toBe(404);
  const idle = await get(`idle.localhost:${port}`);
  expect(idle.status).toBe(503);
  expect(idle.body).toContain("berth start idle");
  await proxy.publish({ shop: { port: 1, state: "running" } });
  const down = await get(`shop.localhost:${port}`);
  expect(down.status).toBe(503);
  expect(down.body).toContain("does not answer");
  expect(down.body).toContain("berth start shop");
  await proxy.publish({ shop: { port: appPort, state: "running" } });
});

it("does not tell its figures without its token", async () => {
  expect((await get("127.0.0.1", {}, "/__berth/status")).status).toBe(404);
  expect((await get("127.0.0.1", { authorization: "Bearer wrong" }, "/__berth/status")).status).toBe(404);
});

it("passes on an upgraded connection, with the same word on who asks", async () => {
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(
        `GET /ws HTTP/1.1\r\nHost: shop.localhost:${port}\r\nX-Forwarded-For: 1.2.3.4\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      );
    });
    let seen = "";
    socket.on("error", reject).on("data", (chunk) => {
      seen += chunk.toString();
      if (seen.includes("hello")) resolve(seen);
      if (seen.includes("hello")) socket.destroy();
    });
  });
  expect(text).toContain("101");
  expect(text).toContain(`hello 127.0.0.1 of shop.localhost:${port}`);
});

it("is one process for many callers, and comes back at the same port with the same routes", async () => {
  const other = new LocalProxy(options);
  expect(await Promise.all([other.ensure(), proxy.ensure()])).toEqual([port, port]);
  await endLaunch(path.join(folder, "process.json"), 500);
  expect(await other.ensure()).toBe(port);
  expect((await get(`shop.localhost:${port}`)).status).toBe(200);
});

it("moves to another port when a stranger took its own", async () => {
  await proxy.stop();
  const stranger = await occupyPort();
  const moved = await proxy.ensure();
  expect(moved).not.toBe(port);
  stranger.close();
});
