import { spawn } from "node:child_process";
import { afterEach, expect, it } from "vitest";
import { awaitHealthy } from "./health";
import { findFreePort } from "./port";
import { type ProcessIdentity, readStartTime, signalGroup } from "./process-identity";

const started: ProcessIdentity[] = [];
afterEach(() => {
  for (const identity of started.splice(0)) signalGroup(identity, "SIGKILL");
});

/** A process group of its own that answers every request with what the expression makes of it. */
async function run(port: number, answer: string): Promise<ProcessIdentity> {
  const script = `require("http").createServer((request, response) => { const [status, body] = (${answer})(request);
    response.writeHead(status, {}).end(JSON.stringify(body)); }).listen(${port}, "127.0.0.1")`;
  const child = spawn(process.execPath, ["-e", port === 0 ? "setInterval(() => {}, 1000)" : script], {
    detached: true,
    stdio: "ignore",
  });
  await new Promise((resolve) => child.once("spawn", resolve));
  const identity = { pid: child.pid ?? 0, startedAt: readStartTime(child.pid ?? 0) ?? "" };
  started.push(identity);
  return identity;
}

function check(port: number, identity: ProcessIdentity, deadlineMs = 10_000) {
  return awaitHealthy({
    port,
    host: "shop.localhost:4400",
    identity,
    deadlineMs,
    signal: new AbortController().signal,
  });
}

it("finds the app healthy, with the features that are off, at its own host name", async () => {
  const port = await findFreePort();
  const off = '[{ feature: "Sign-in at " + request.headers.host, missing: ["KEY"] }]';
  const identity = await run(port, `(request) => [200, { featuresOff: ${off} }]`);
  expect(await check(port, identity)).toMatchObject({
    kind: "healthy",
    app: { path: "/api/health", featuresOff: [{ feature: "Sign-in at shop.localhost:4400", missing: ["KEY"] }] },
  });
});

it("takes the first page of an app that has no health address", async () => {
  const port = await findFreePort();
  const identity = await run(port, "(request) => [request.url === '/' ? 200 : 404, {}]");
  expect(await check(port, identity)).toMatchObject({ kind: "healthy", app: { path: "/" } });
});

it("does not wait for variables that are missing, but for a service that does not answer yet", async () => {
  const [one, two] = [await findFreePort(), await findFreePort()];
  const missing = await run(one, "() => [503, { missing: ['DATABASE_URL'], checks: [] }]");
  expect(await check(one, missing)).toEqual({ kind: "missing-variables", names: ["DATABASE_URL"] });
  const waiting = await run(
    two,
    "() => [503, { missing: ['MAIL_KEY'], checks: [{ label: 'Database', status: 'failed' }] }]",
  );
  expect(await check(two, waiting, 1000)).toEqual({ kind: "never-green", lastAnswer: "/api/health answered 503" });
});

it.runIf(process.platform === "linux")("does not believe a stranger that answers on the port", async () => {
  const port = await findFreePort();
  await run(port, "() => [200, {}]");
  const app = await run(0, "");
  expect(await check(port, app, 1000)).toEqual({
    kind: "never-green",
    lastAnswer: "another program answers on its port",
  });
});

it("says at once that the app has exited, and that nothing listens", async () => {
  const port = await findFreePort();
  expect(await check(port, { pid: 999_999_999, startedAt: "x" })).toEqual({ kind: "exited" });
  expect(await check(port, await run(0, ""), 500)).toEqual({
    kind: "never-green",
    lastAnswer: "nothing listened on its port",
  });
});
