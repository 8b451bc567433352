import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { type Emulator, type Host, startEmulator } from "./emulator";

let emulator: Emulator | undefined;
afterEach(async () => {
  await emulator?.close();
});

async function startHost(): Promise<Host> {
  let host: Host | undefined;
  emulator = await startEmulator({
    platform: "boxes",
    contract: { look: { method: "GET", path: "/look", answers: {} } },
    routes: [
      {
        ...{ method: "GET", path: "/look", operation: "look", public: true },
        handle(exchange) {
          host = exchange.host;
          return { status: 204 };
        },
      },
    ],
    tokenOf: () => undefined,
    unauthorized: () => ({ status: 401 }),
    state: () => ({}),
  });
  await fetch(`${emulator.address}/look`);
  if (!host) throw new Error("The route was not reached.");
  return host;
}

/** As a browser asks: the name as Host, the connection to this machine. */
function visit(url: string, path = "/"): Promise<{ status: number | undefined; type: string; text: string }> {
  const { host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, headers: { host } }, async (response) => {
      let text = "";
      for await (const chunk of response) text += String(chunk);
      resolve({ status: response.statusCode, type: response.headers["content-type"] ?? "", text });
    })
      .once("error", reject)
      .end();
  });
}

describe("a deployed address", () => {
  it("answers with what it stands for, and with its health", async () => {
    const host = await startHost();
    const { url } = host.serveDeployed({ name: "my-app", deploymentId: "dpl_<1>" });
    expect(url).toMatch(/^http:\/\/my-app\.boxes\.localhost:\d+$/);
    const page = await visit(url);
    expect(page).toMatchObject({ status: 200, type: "text/html; charset=utf-8" });
    expect(page.text).toContain("<h1>my-app</h1>");
    expect(page.text).toContain("Deployment dpl_&#60;1&#62;, emulated");
    expect(JSON.parse((await visit(url, "/api/health")).text)).toEqual({ status: "ok" });
  });

  it("is another app's than its neighbour's, and ends", async () => {
    const host = await startHost();
    const first = host.serveDeployed({ name: "first", deploymentId: "1" });
    const second = host.serveDeployed({ name: "second", deploymentId: "2", gate: { status: 503, text: "paused" } });
    expect(await visit(second.url, "/api/health")).toMatchObject({ status: 503, text: "paused" });
    expect((await visit(first.url)).text).toContain("first");
    host.stopDeployed("first");
    expect((await visit(first.url)).status).toBe(404);
  });
});
