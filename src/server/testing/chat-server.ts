import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface ChatRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** What the server does with a request: says a text as the model, answers with a status, or never answers. */
type ChatAnswer =
  | { say: string }
  | { status: number; json?: unknown; text?: string; headers?: Record<string, string> }
  | "silence";

export interface ChatServer {
  /** The base address, ending in /v1. */
  address: string;
  requests: ChatRequest[];
  /** Answers every later request. */
  answer: (request: ChatRequest) => ChatAnswer;
  close(): Promise<void>;
}

/** A real HTTP server with the chat completions of OpenAI, on a free port of this machine. */
export async function startChatServer(): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const body = (await text(incoming)) || "{}";
    const request = { path: incoming.url ?? "", headers: incoming.headers, body: JSON.parse(body) };
    requests.push(request);
    respond(response, started.answer(request), request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const started: ChatServer = {
    address: `http://127.0.0.1:${port}/v1`,
    requests,
    answer: () => ({ say: "ready" }),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return started;
}

function respond(response: ServerResponse, answer: ChatAnswer, { body }: ChatRequest): void {
  if (answer === "silence") return;
  if ("say" in answer) {
    send(response, 200, JSON.stringify(completion(String(body.model), answer.say)));
    return;
  }
  send(response, answer.status, answer.text ?? JSON.stringify(answer.json ?? {}), {
    ...(answer.text !== undefined && { "content-type": "text/html" }),
    ...answer.headers,
  });
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

function completion(model: string, content: string) {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_700_000_000,
    model,
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}
