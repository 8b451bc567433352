import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Answer } from "./exchange";
import type { ScenarioRule } from "./scenario";

const hugeBytes = 50 * 1024 ** 2;

/** Sends an answer the way the rule wants it. */
export async function reply(
  response: ServerResponse,
  answer: Answer,
  { rule, signal }: { rule: ScenarioRule | undefined; signal: AbortSignal },
): Promise<void> {
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (rule?.huge) return replyHuge(response, answer.status);
  if (answer.stream) return replyStream(response, { ...answer, stream: answer.stream }, { rule, signal });
  const { type, bytes } = bodyOf(answer);
  if (type && !response.hasHeader("content-type")) response.setHeader("content-type", type);
  if (rule?.truncate) {
    response.writeHead(answer.status, { "content-length": Math.max(bytes.length, 2) });
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  response.writeHead(answer.status, hasNoBody(answer.status) ? {} : { "content-length": bytes.length });
  response.end(hasNoBody(answer.status) ? undefined : bytes);
}

function bodyOf({ bytes, text, json }: Answer): { type?: string; bytes: Uint8Array } {
  if (bytes) return { type: "application/octet-stream", bytes };
  if (text !== undefined) return { type: "text/plain; charset=utf-8", bytes: Buffer.from(text) };
  if (json === undefined) return { bytes: new Uint8Array() };
  return { type: "application/json; charset=utf-8", bytes: Buffer.from(JSON.stringify(json)) };
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 304;
}

async function replyHuge(response: ServerResponse, status: number): Promise<void> {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  // A client that stops reading is what the rule is for.
  await pipeline(hugeBody(), response).catch(() => undefined);
}

function* hugeBody(): Generator<string> {
  const part = "x".repeat(1024 ** 2);
  yield '{"padding":"';
  for (let sent = 0; sent < hugeBytes; sent += part.length) yield part;
  yield '"}';
}

async function replyStream(
  response: ServerResponse,
  answer: Answer & Required<Pick<Answer, "stream">>,
  { rule, signal }: { rule: ScenarioRule | undefined; signal: AbortSignal },
): Promise<void> {
  response.writeHead(answer.status);
  response.flushHeaders();
  let left = rule?.truncate ? 1 : (rule?.cutAfterWrites ?? Number.POSITIVE_INFINITY);
  let held: string | undefined;
  const send = (text: string) => {
    if (left <= 0) response.destroy();
    else if (!response.destroyed) response.write(text);
    left -= 1;
  };
  await answer.stream((text) => {
    if (!rule?.reorder) return send(text);
    if (held === undefined) {
      held = text;
      return;
    }
    const first = held;
    held = undefined;
    send(text);
    send(first);
  }, signal);
  if (held !== undefined) send(held);
  if (left <= 0) response.destroy();
  else response.end();
}
