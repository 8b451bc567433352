import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { logLine } from "@/modules/deployment/pure";
import { berth, bundleBerth, expectRefused, program } from "./testing/run-berth";

bundleBerth();

describe.concurrent("a command that needs a server", () => {
  it("refuses an address that is none", async () => {
    for (const url of ["nonsense", "localhost:3000", "ftp://berth.example.com"]) {
      const env = { BERTH_URL: url, BERTH_TOKEN: "berth_x" };
      expectRefused(await berth(["apps"], { env }), 2, /BERTH_URL: .* is not an http or https address/);
    }
  });

  it("says that nobody is signed in where no Berth is known", async () => {
    expectRefused(await berth(["apps"]), 3, /No Berth runs on this machine/);
  });

  it("says that a Berth cannot be reached", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => void closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const env = { BERTH_URL: `http://127.0.0.1:${port}`, BERTH_TOKEN: "berth_x" };
    expectRefused(await berth(["apps"], { env }), 7, /did not answer: connect ECONNREFUSED/);
    expectRefused(await berth(["open", "--print"], { env }), 7, /Cannot reach Berth at http:\/\/127\.0\.0\.1/);
  });

  it("prints the same log whether it follows the deployment or not", async () => {
    const at = "2026-01-02T03:04:05.000Z";
    const events = [
      { seq: 1, at, kind: "step", step: "trigger-build", status: "running" },
      { seq: 2, at, kind: "log", step: "trigger-build", stream: "stdout", line: "building" },
      { seq: 3, at, kind: "end", status: "succeeded", url: "http://shop.localhost:4400" },
    ];
    const server = createServer(({ url = "" }, response) => {
      if (url.endsWith("/logs.txt")) return response.end(events.map((event) => `${logLine(event)}\n`).join(""));
      if (url.endsWith("/events"))
        return response.end(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify({ result: { data: { json: { eventCount: events.length } } } }));
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const env = { BERTH_URL: `http://127.0.0.1:${port}`, BERTH_TOKEN: "berth_x" };
    const [whole, followed] = await Promise.all([
      berth(["logs", "0192"], { env }),
      berth(["logs", "0192", "--follow"], { env }),
    ]);
    server.close();
    expect(whole.stdout).toContain(`${at} trigger-build stdout building\n`);
    expect(followed).toMatchObject({ code: 0, stdout: whole.stdout });
  });

  it.each([
    [401, "UNAUTHENTICATED", 3],
    [403, "FORBIDDEN", 4],
    [404, "NOT_FOUND", 5],
    [409, "CONFLICT", 6],
  ])("turns the answer %i %s into exit code %i and shows its sentence", async (status, code, exit) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { code, message: "The server says why. Run berth apps to see." } }));
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const env = { BERTH_URL: `http://127.0.0.1:${port}`, BERTH_TOKEN: "berth_x" };
    const result = await berth(["backup", "--out", "b"], { env });
    server.close();
    expectRefused(result, exit, new RegExp(`The server says why\\. Run node ${program} apps`));
  });
});
