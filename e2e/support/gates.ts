import { createServer, type ServerResponse } from "node:http";

/**
 * Places where a build of a test waits until the test lets it go on, so that "in the middle of" is no matter of luck.
 * A gate answers at once unless it is held.
 */
export async function openGates() {
  const held = new Map<string, ServerResponse[]>();
  const arrivals = new Map<string, number>();
  const files = new Map<string, Uint8Array>();
  const answer = (name: string, response: ServerResponse) => response.end(files.get(name) ?? "open");

  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    arrivals.set(name, (arrivals.get(name) ?? 0) + 1);
    const waiting = held.get(name);
    if (waiting) waiting.push(response);
    else answer(name, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    /** What the gate answers with instead of a word. */
    serve: (name: string, content: Uint8Array) => files.set(name, content),
    hold: (name: string) => held.set(name, []),
    release(name: string): void {
      const waiting = held.get(name) ?? [];
      held.delete(name);
      for (const response of waiting) answer(name, response);
    },
    arrivals: (name: string) => arrivals.get(name) ?? 0,
    /** Resolves when somebody has come to the gate for the nth time. */
    async reached(name: string, times = 1, deadlineMs = 90_000): Promise<void> {
      for (const until = Date.now() + deadlineMs; (arrivals.get(name) ?? 0) < times; ) {
        if (Date.now() > until) throw new Error(`Nobody came to the gate "${name}" within ${deadlineMs / 1000} s.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
export type Gates = Awaited<ReturnType<typeof openGates>>;
