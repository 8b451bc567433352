import { readFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { isReady } from "./ready.mjs";

/** The Berth that runs on this data folder and answers, or undefined. */
export async function runningBerth(home) {
  const found = readAddress(home);
  return found && (await answering(found));
}

/** This Berth, if it is ready. */
export async function answering(berth) {
  return (await isReady(berth.url)) ? berth : undefined;
}

function readAddress(home) {
  try {
    const { url, token } = JSON.parse(readFileSync(path.join(home, "cli.json"), "utf8"));
    return { home, url, token };
  } catch {
    return undefined;
  }
}

/** Calls a tRPC query. */
export async function query(berth, procedure, input) {
  const search = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  return result(procedure, await fetch(`${berth.url}/api/trpc/${procedure}${search}`, { headers: bearer(berth) }));
}

/** Calls a tRPC mutation. */
export async function mutate(berth, procedure, input) {
  const headers = { ...bearer(berth), "content-type": "application/json" };
  const body = JSON.stringify({ json: input ?? null });
  return result(procedure, await fetch(`${berth.url}/api/trpc/${procedure}`, { method: "POST", headers, body }));
}

/** Headers of a program that acts for the owner. */
export function bearer(berth) {
  return { authorization: `Bearer ${berth.token}` };
}

async function result(procedure, response) {
  const text = await response.text();
  try {
    const answer = JSON.parse(text);
    if (response.ok) return answer.result.data.json;
    throw new Error(`${procedure} answered ${response.status}: ${answer.error?.json?.message ?? text}`);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new Error(`${procedure} answered ${response.status}: ${text.slice(0, 500)}`);
    throw error;
  }
}

/** The events of a deployment after a number, as one connection delivers them; ends when the server ends it. */
async function* deploymentEvents(berth, id, { after = 0, signal, url = berth.url } = {}) {
  const response = await fetch(`${url}/api/deployments/${id}/events?after=${after}`, {
    headers: { ...bearer(berth), accept: "text/event-stream" },
    signal,
  });
  if (!response.ok) throw new Error(`The events of ${id} answered ${response.status}: ${await response.text()}`);
  let rest = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    rest += chunk;
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block.split("\n").filter((line) => line.startsWith("data:"));
      if (data.length > 0) yield JSON.parse(data.map((line) => line.slice(5).trim()).join("\n"));
    }
  }
}

const isEnd = (event) => event.kind === "end";

/** Follows a deployment to its `end` event (or the first one `until` accepts) through any number of lost connections. */
export async function followDeployment(berth, id, options = {}) {
  const { after = 0, onEvent = () => {}, until = isEnd, deadlineMs = 600_000, url } = options;
  const deadline = Date.now() + deadlineMs;
  const events = [];
  while (Date.now() < deadline) {
    const last = events.at(-1)?.seq ?? after;
    try {
      const signal = AbortSignal.timeout(deadline - Date.now());
      for await (const event of deploymentEvents(berth, id, { after: last, url, signal })) {
        events.push(event);
        onEvent(event);
        if (until(event)) return events;
      }
    } catch (error) {
      if (/answered 4\d\d/.test(error.message)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Deployment ${id} did not end within ${deadlineMs / 1000} s.`);
}

/** Asks a live app. Node does not resolve `*.localhost`, so it connects to the loopback with the app's Host header. */
export function askApp(address, { method = "GET", body, headers = {}, timeoutMs = 15_000 } = {}) {
  const url = new URL(address);
  const host = url.hostname.endsWith("localhost") ? "127.0.0.1" : url.hostname;
  return new Promise((resolve, reject) => {
    const call = request({
      host,
      port: url.port || 80,
      path: url.pathname + url.search,
      method,
      headers: { host: url.host, ...(body ? { "content-type": "application/json" } : {}), ...headers },
      timeout: timeoutMs,
    });
    call.on("response", (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: Buffer.concat(parts).toString("utf8"),
        }),
      );
      response.on("error", reject);
    });
    call.on("timeout", () => call.destroy(new Error(`${address} did not answer within ${timeoutMs / 1000} s.`)));
    call.on("error", reject);
    call.end(body ? JSON.stringify(body) : undefined);
  });
}
