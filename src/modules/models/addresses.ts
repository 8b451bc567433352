import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { AppError } from "@/server/errors";
import { isMetadataAddress } from "@/server/guarded-fetch";

/** An answer is text of a few kilobytes; what is larger is not an answer. */
const maxAnswerBytes = 8 * 1024 * 1024;

type Fetch = typeof globalThis.fetch;

/** Throws VALIDATION for an address of a cloud's metadata service, however it is spelled. */
export function refuseMetadata(address: string): void {
  const host = hostOf(address);
  if (isMetadataAddress(host) || host === "metadata.google.internal") throw metadataRefused(host);
}

/**
 * A fetch for the addresses people enter: this machine and the local network are theirs to use, but no name may lead to a
 * metadata service, no answer may send the key elsewhere, and none may fill the memory.
 */
export function guardFetch(fetch: Fetch, find: (host: string) => Promise<string[]> = findAddresses): Fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    refuseMetadata(address);
    const host = hostOf(address);
    // A name that is not found is for fetch to report.
    const found = isIP(host) ? [] : await find(host).catch(() => []);
    if (found.some(isMetadataAddress)) throw metadataRefused(host);
    const response = await fetch(input, { ...init, redirect: "manual" });
    if (response.status >= 300 && response.status < 400) throw redirected(address, response.headers.get("location"));
    return limited(response);
  };
}

async function findAddresses(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function hostOf(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

function limited(response: Response): Response {
  if (!response.body) return response;
  let received = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      received += chunk.byteLength;
      if (received > maxAnswerBytes) controller.error(new AppError("UPSTREAM", "The answer is over 8 MB."));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(count), { status, statusText, headers });
}

function metadataRefused(host: string): AppError {
  return new AppError(
    "VALIDATION",
    `${host} is where a cloud keeps this machine's own credentials, so Berth does not call it. Enter the address of a model server.`,
    { details: [{ path: "address", message: "This address is not allowed." }] },
  );
}

function redirected(address: string, location: string | null): AppError {
  const origin = location && URL.canParse(location, address) ? new URL(location, address).origin : "another place";
  return new AppError(
    "UPSTREAM",
    `${new URL(address).origin} sends requests on to ${origin}. Enter the address it leads to.`,
  );
}
