import { createServer, connect as openSocket, type Socket } from "node:net";

/** A wire to Berth that can be cut: forwards bytes to a port and resets every connection on demand. */
export async function openCutter(targetPort: number) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = openSocket(targetPort, "127.0.0.1");
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://localhost:${port}`,
    /** Number of connections that were torn. */
    cut(): number {
      const count = sockets.size / 2;
      for (const socket of sockets) socket.resetAndDestroy();
      return count;
    },
    close(): void {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
