import { lookup } from "node:dns/promises";
import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { isMetadataAddress, isPublicAddress } from "@/server/guarded-fetch";
import { networkFailure, notAllowed, timedOut } from "./failure";

/** Where a test may connect to, and until when. */
export interface Guard {
  isAllowed(address: string): boolean;
  signal: AbortSignal;
}

/** Only the public internet, or also this machine and its network; a metadata service never. */
export function guardOf(allowPrivate: boolean, signal: AbortSignal): Guard {
  return { signal, isAllowed: allowPrivate ? (address) => !isMetadataAddress(address) : isPublicAddress };
}

/** The address to connect to. A name is resolved once, here, so that it cannot lead elsewhere after the check. */
export async function pinAddress(name: string, guard: Guard): Promise<string> {
  const host = name.replace(/^\[|\]$/g, "");
  const found = isIP(host)
    ? [host]
    : await lookup(host, { all: true }).then(
        (all) => all.map(({ address }) => address),
        (error: unknown) => {
          throw networkFailure(error, host);
        },
      );
  const [first] = found;
  if (first === undefined || found.some((address) => !guard.isAllowed(address))) throw notAllowed(host);
  return first;
}

export interface Endpoint {
  host: string;
  port: number;
  isTls: boolean;
}

/** A connection to a checked address; its end is the caller's. */
export async function openSocket({ host, port, isTls }: Endpoint, guard: Guard): Promise<Socket> {
  const address = await pinAddress(host, guard);
  guard.signal.throwIfAborted();
  const servername = isIP(address) && address === host ? undefined : host;
  const socket = isTls
    ? connectTls({ host: address, port, ...(servername ? { servername } : {}) })
    : connect({ host: address, port });
  const abort = () => socket.destroy(timedOut(host));
  guard.signal.addEventListener("abort", abort, { once: true });
  socket.once("close", () => guard.signal.removeEventListener("abort", abort));
  return new Promise((done, fail) => {
    socket.once(isTls ? "secureConnect" : "connect", () => done(socket));
    socket.once("error", (error) => fail(networkFailure(error, host)));
  });
}

const maxReplyBytes = 65_536;

/** Sends a request and collects the answer until it is whole; undefined when the other side hangs up first. */
export function exchange(
  socket: Socket,
  request: Uint8Array | string,
  isWhole: (reply: Buffer) => boolean,
): Promise<Buffer | undefined> {
  return new Promise((done, fail) => {
    let reply = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      reply = Buffer.concat([reply, chunk]);
      if (isWhole(reply) || reply.length > maxReplyBytes) finish(() => done(reply));
    };
    const onError = (error: Error) => finish(() => fail(error));
    const onClose = () => finish(() => done(undefined));
    const finish = (settle: () => void) => {
      socket.off("data", onData).off("error", onError).off("close", onClose).off("end", onClose);
      settle();
    };
    socket.on("data", onData).on("error", onError).on("close", onClose).on("end", onClose);
    socket.write(request);
  });
}
