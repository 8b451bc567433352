import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface AccountAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: unknown;
}

/** A server that answers `GET /user` as GitHub does, by the token it is asked with. */
export interface AccountServer {
  address: string;
  /** What each token is answered; others are refused. "silence" never answers, "cut" breaks the connection. */
  tokens: Map<string, AccountAnswer | "silence" | "cut">;
  asked: { path: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

/** The answer to a token of this account with these scopes. */
export function accountAnswer(login: string, scopes = "repo, workflow"): AccountAnswer {
  const id = [...login].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_000;
  return { headers: { "x-oauth-scopes": scopes }, body: { id, login } };
}

export async function startAccountServer(): Promise<AccountServer> {
  const tokens: AccountServer["tokens"] = new Map();
  const asked: AccountServer["asked"] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    asked.push({ path: request.url ?? "", authorization });
    const answer = tokens.get(authorization?.replace("Bearer ", "") ?? "") ?? {
      status: 401,
      body: { message: "Bad credentials" },
    };
    if (answer === "silence") return;
    if (answer === "cut") return void request.socket.destroy();
    const { status = 200, headers = {}, body } = answer;
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokens,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
