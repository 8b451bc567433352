import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Answer, Exchange } from "./exchange";
import type { ScenarioRule } from "./scenario";

/** A request to become a WebSocket. Authentication is the platform's affair: some accept first and then stay silent. */
export interface Upgrade {
  exchange: Exchange;
  request: IncomingMessage;
  /** True when the token is one that the emulator accepts. */
  isAuthorized: boolean;
  /**
   * Accepts. A WebSocketServer of the platform's own (`noServer: true`, for example under graphql-ws) gets its
   * "connection" event; without one the socket is returned.
   */
  accept(server?: WebSocketServer): Promise<WebSocket>;
  refuse(answer: Answer): void;
}

const plainServer = new WebSocketServer({ noServer: true });

/** An upgrade as platforms see it. */
export function openUpgrade(
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
  exchange: Exchange,
  settings: { isAuthorized: boolean; platform: string; rule: ScenarioRule | undefined },
): Upgrade {
  return {
    exchange,
    request,
    isAuthorized: settings.isAuthorized,
    accept: (server = plainServer) =>
      new Promise((resolve) => {
        const mark = (headers: string[]) => headers.push(`x-berth-emulator: ${settings.platform}`);
        server.once("headers", mark);
        server.handleUpgrade(request, socket, head, (webSocket) => {
          if (settings.rule?.cutAfterWrites !== undefined) cutAfter(webSocket, settings.rule.cutAfterWrites);
          server.emit("connection", webSocket, request);
          resolve(webSocket);
        });
      }),
    refuse: (answer) => refuseUpgrade(socket, answer, settings.platform),
  };
}

/** An HTTP answer on a socket that wanted to become a WebSocket. */
export function refuseUpgrade(socket: Duplex, { status, json, text, headers }: Answer, platform: string): void {
  const body = text ?? (json === undefined ? "" : JSON.stringify(json));
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    `x-berth-emulator: ${platform}`,
    "connection: close",
    `content-length: ${Buffer.byteLength(body)}`,
    ...(json === undefined ? [] : ["content-type: application/json"]),
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

function cutAfter(webSocket: WebSocket, writes: number): void {
  const send: unknown = webSocket.send;
  if (typeof send !== "function") return;
  let left = writes;
  Object.defineProperty(webSocket, "send", {
    value: (...args: unknown[]) => {
      left -= 1;
      if (left < 0) webSocket.terminate();
      else Reflect.apply(send, webSocket, args);
    },
  });
}
