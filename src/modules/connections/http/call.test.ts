import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { pipeline } from "node:stream/promises";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { Secret } from "@/server/crypto";
import { type ApiAccess, type ApiCall, callApi } from "./call";
import { describeFault } from "./connection-faults";
import { PlatformError } from "./platform-error";

const token = "tok-4f8a/secret";
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A platform that answers as told, one listener a request; the last one answers the rest. */
async function platform(...answers: RequestListener[]) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    answer?.(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { requests, server, address: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` };
}

/** An address at which nothing answers any more. */
async function closedAddress(): Promise<string> {
  const { address, server } = await platform(silent);
  server.close();
  await once(server, "close");
  return address;
}

const Thing = z.object({ id: z.string(), owner: z.object({ name: z.string() }) });
const thing = { id: "a", owner: { name: "b" }, unknown: { field: true } };

function access(address: string, over: Partial<ApiAccess> = {}): ApiAccess {
  const known = { platform: "render", connectionId: "c", teamId: null, fetch, now: () => new Date() } as const;
  return { ...known, address, token: new Secret(token), ...over };
}

function get(over: Partial<ApiCall<unknown>> = {}): ApiCall<unknown> {
  return { method: "GET", path: "/things/a", answer: Thing, signal: new AbortController().signal, ...over };
}

const post = (over: Partial<ApiCall<unknown>> = {}) => get({ method: "POST", json: { name: "a" }, ...over });

async function failureOf(calling: Promise<unknown>): Promise<PlatformError> {
  const error = await calling.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!PlatformError.is(error)) throw new Error("The call did not fail as a platform's call does.", { cause: error });
  return error;
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
const text =
  (status: number, body: string, type = "text/html"): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { "content-type": type }).end(body);
const cut: RequestListener = (request) => request.socket.destroy();
const silent: RequestListener = () => undefined;

describe("a call that succeeds", () => {
  it("sends the token, the query and the body, and tolerates unknown fields", async () => {
    const { requests, address } = await platform(json(201, thing));
    const { status, data } = await callApi(access(address), post({ query: { teamId: "t 1", none: undefined } }));
    expect({ status, data }).toEqual({ status: 201, data: { id: "a", owner: { name: "b" } } });
    expect(requests[0]?.url).toBe("/things/a?teamId=t+1");
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
    });
  });

  it("takes an empty answer where none is expected, and text where text is", async () => {
    const { address } = await platform(
      (_request, response) => response.writeHead(204).end(),
      text(200, "fine", "text/plain"),
    );
    expect((await callApi(access(address), get({ method: "DELETE", answer: z.undefined() }))).data).toBeUndefined();
    expect((await callApi(access(address), get({ answer: z.string() }))).data).toBe("fine");
  });

  it("sends bytes with the content type of the call", async () => {
    const { requests, address } = await platform(json(200, thing));
    const body = new TextEncoder().encode("bytes");
    await callApi(access(address), get({ method: "POST", body, headers: { "content-type": "application/gzip" } }));
    expect(requests[0]?.headers).toMatchObject({ "content-type": "application/gzip", "content-length": "5" });
  });
});

describe("an answer that is not as documented", () => {
  const { owner: _owner, ...withoutOwner } = thing;
  it.each([
    ["a missing field", json(200, withoutOwner), "owner", "owner"],
    ["a missing field within another", json(200, { ...thing, owner: {} }), "owner.name", "owner.name"],
    ["nothing", text(200, "", "application/json"), "body", "is empty"],
    ["a web page", text(200, "<!DOCTYPE html><title>Sign in</title>"), "body", "is a web page, not JSON"],
    ["half a document", text(200, '{"id":"a","own', "application/json"), "body", "is not whole JSON"],
    ["another kind of document", json(200, ["a"]), "body", "is not as documented"],
  ])("names what is wrong with %s", async (_name, answer, field, words) => {
    const { requests, address } = await platform(answer);
    const error = await failureOf(callApi(access(address), get()));
    expect(error).toMatchObject({ kind: "UPSTREAM", field, status: 200 });
    expect(error.message).toContain(words);
    expect(requests).toHaveLength(1);
  });

  it("leaves open whether a change was made when its answer cannot be read", async () => {
    const { address } = await platform(text(200, '{"id":'));
    expect(await failureOf(callApi(access(address), post()))).toMatchObject({ kind: "UNCERTAIN", field: "body" });
  });

  it("is not read beyond 10 MiB", async () => {
    const part = "x".repeat(1024 ** 2);
    let sent = 0;
    function* parts() {
      for (; sent < 50; sent += 1) yield part;
    }
    const { address } = await platform((_request, response) => void pipeline(parts(), response).catch(() => undefined));
    const error = await failureOf(callApi(access(address), get()));
    expect(error.message).toContain("larger than 10 MiB");
    expect(sent).toBeLessThan(50);
  });

  it("is asked for again when the connection broke in the middle of it", async () => {
    const half = (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { "content-length": 100 });
      response.write('{"id":', () => response.destroy());
    };
    const { requests, address } = await platform(half, json(200, thing));
    await callApi(access(address), get());
    expect(requests).toHaveLength(2);
  });
});

describe("a refusal", () => {
  it.each([
    [400, "VALIDATION"],
    [401, "AUTH_INVALID"],
    [402, "PAYMENT_REQUIRED"],
    [403, "AUTH_SCOPE"],
    [404, "NOT_FOUND"],
    [409, "CONFLICT"],
    [413, "TOO_LARGE"],
  ] as const)("with %i is %s, and is not repeated", async (status, kind) => {
    const { requests, address } = await platform(json(status, {}));
    expect(await failureOf(callApi(access(address), get()))).toMatchObject({ kind, status });
    expect(requests).toHaveLength(1);
  });

  it("takes the platform's own reading, without the token in it", async () => {
    const { address } = await platform(json(409, { message: `${token} took ${encodeURIComponent(token)}` }));
    const call = post({
      classify: ({ json: said }) => ({
        kind: "NAME_TAKEN",
        code: "conflict",
        message: z.object({ message: z.string() }).parse(said).message,
      }),
    });
    const error = await failureOf(callApi(access(address), call));
    expect(error).toMatchObject({ kind: "NAME_TAKEN", code: "conflict", message: "[redacted] took [redacted]" });
  });

  it("that is a web page does not pass for the platform's", async () => {
    const { address } = await platform(text(404, "<html>Not here</html>"));
    const error = await failureOf(callApi(access(address), get({ classify: () => ({ kind: "NOT_FOUND" }) })));
    expect(error).toMatchObject({ kind: "UPSTREAM", status: 404 });
    expect(error.message).toContain("RENDER_API_URL");
  });

  it("that sends on is not followed, and says what to do", async () => {
    const elsewhere = await platform(json(200, thing));
    const { requests, address } = await platform((_request, response) =>
      response.writeHead(308, { location: `${elsewhere.address}/things/a` }).end("<html>Moved</html>"),
    );
    const error = await failureOf(callApi(access(address), get()));
    expect(error).toMatchObject({ kind: "UPSTREAM", code: "REDIRECTED", status: 308 });
    expect(error.message).toContain(`on to ${elsewhere.address}`);
    expect(error.message).toContain("set RENDER_API_URL to the final address");
    expect([requests.length, elsewhere.requests.length]).toEqual([1, 0]);
  });
});

describe("a call that may be repeated", () => {
  it("waits as long as it is asked to, in seconds or until a date", async () => {
    const now = new Date("2030-01-01T00:00:00Z");
    const { requests, address } = await platform(
      json(429, {}, { "retry-after": "0" }),
      json(503, {}, { "retry-after": now.toUTCString() }),
      json(200, thing),
    );
    await callApi(access(address, { now: () => now }), post());
    expect(requests).toHaveLength(3);
  });

  it("is left to its caller when the wait is long", async () => {
    const now = new Date("2030-01-01T00:00:00Z");
    const { requests, address } = await platform(json(429, {}, { "retry-after": "Tue, 01 Jan 2030 00:10:00 GMT" }));
    const error = await failureOf(callApi(access(address, { now: () => now }), get()));
    expect(error).toMatchObject({ kind: "RATE_LIMITED", retryAfterSeconds: 600 });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["a read", get(), 2],
    ["an upload by its content's hash", post({ isRepeatable: true }), 2],
    ["a change", post(), 1],
  ] as const)("after a server error: %s", async (_name, call, times) => {
    const { requests, address } = await platform(json(500, {}, { "retry-after": "0" }), json(200, thing));
    await callApi(access(address), call).catch(() => undefined);
    expect(requests).toHaveLength(times);
  });

  it("does not send a change again whose answer was lost", async () => {
    const { requests, address } = await platform(cut, json(200, thing));
    const error = await failureOf(callApi(access(address), post()));
    expect(error).toMatchObject({ kind: "UNCERTAIN" });
    expect(error.message).toContain("broke before POST /things/a was answered");
    expect(requests).toHaveLength(1);
  });

  it("sends a change again that never arrived", async () => {
    const { address, requests } = await platform(json(200, thing));
    const closed = await closedAddress();
    let tries = 0;
    const flaky: typeof fetch = (url, init) => {
      tries += 1;
      return fetch(tries === 1 ? closed : url, init);
    };
    await callApi(access(address, { fetch: flaky }), post());
    expect([tries, requests.length]).toEqual([2, 1]);
  });
});

describe("a deadline", () => {
  it.each([
    ["a read", get({ deadlineMs: 50 }), "UPSTREAM"],
    ["a change", post({ deadlineMs: 50 }), "UNCERTAIN"],
  ] as const)("is told as such for %s, and was wait enough", async (_name, call, kind) => {
    const { requests, address } = await platform(silent);
    const error = await failureOf(callApi(access(address), call));
    expect(error).toMatchObject({ kind, code: "DEADLINE" });
    expect(error.message).toContain(`Render did not answer ${call.method} /things/a within 0.05 s`);
    expect(requests).toHaveLength(1);
  });

  it("holds for a body that does not end", async () => {
    const { address } = await platform((_request, response) => response.writeHead(200).write("{"));
    expect(await failureOf(callApi(access(address), get({ deadlineMs: 50 })))).toMatchObject({ code: "DEADLINE" });
  });
});

describe("the caller's signal", () => {
  it("ends a request at once, with the caller's reason", async () => {
    const controller = new AbortController();
    const { requests, address } = await platform(() => controller.abort(new Error("cancelled")));
    await expect(callApi(access(address), post({ signal: controller.signal }))).rejects.toThrow("cancelled");
    await expect(callApi(access(address), post({ signal: controller.signal }))).rejects.toThrow("cancelled");
    expect(requests).toHaveLength(1);
  });

  it("ends the wait before a repetition", async () => {
    const controller = new AbortController();
    const { address } = await platform((_request, response) => {
      response.once("close", () => controller.abort(new Error("cancelled")));
      response.writeHead(429, { "retry-after": "15", connection: "close" }).end();
    });
    const started = Date.now();
    await expect(callApi(access(address), get({ signal: controller.signal }))).rejects.toThrow("cancelled");
    expect(Date.now() - started).toBeLessThan(14_000);
  });
});

describe("a wrong address or token", () => {
  it("is not sent when nothing answers there", async () => {
    const address = await closedAddress();
    const cause = await fetch(address).catch((error: unknown) => error);
    const error = describeFault(access(address), post(), { cause, isLate: false });
    expect(error).toMatchObject({ kind: "NOT_SENT", code: "ECONNREFUSED" });
    expect(error.message).toBe(`Nothing answers at ${new URL(address).host}.`);
  });

  it("says when the other side does not speak HTTPS, or not HTTP", async () => {
    const { address } = await platform(json(200, thing));
    const secure = await failureOf(callApi(access(address.replace("http:", "https:")), get()));
    expect(secure).toMatchObject({ kind: "NOT_SENT" });
    expect(secure.message).toContain("does not speak HTTPS. Check whether RENDER_API_URL should begin with http://");
    const server = createSocketServer((socket) => socket.once("data", () => socket.write("SSH-2.0-OpenSSH\r\n")));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    closing.push(() => server.close());
    const bound = server.address();
    const port = typeof bound === "object" ? bound?.port : 0;
    const plain = await failureOf(callApi(access(`http://127.0.0.1:${port}`), post()));
    expect(plain.message).toContain("does not speak HTTP.");
  });

  it("says what to do about a certificate that is not trusted", async () => {
    const cause = Object.assign(new Error("self-signed certificate"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    const untrusted: typeof fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
    const error = await failureOf(callApi(access("https://api.example.com", { fetch: untrusted }), get()));
    expect(error).toMatchObject({ kind: "NOT_SENT", code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(error.message).toContain("NODE_EXTRA_CA_CERTS");
  });

  it.each(["two\nlines", "with space", ""])("refuses the token %j without showing it", async (value) => {
    const { requests, address } = await platform(json(200, thing));
    const error = await failureOf(callApi(access(address, { token: new Secret(value) }), get()));
    expect(error.kind).toBe("AUTH_INVALID");
    if (value !== "") expect(`${error.message}${String(error.cause)}`).not.toContain(value);
    expect(requests).toHaveLength(0);
  });
});
