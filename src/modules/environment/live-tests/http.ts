import { createGuardedFetch } from "@/server/guarded-fetch";
import { malformed, networkFailure, TestFailure } from "./failure";
import type { Probe } from "./provider-probes";
import type { Guard } from "./socket";

const maxReadBytes = 16_384;

/** Sends one request and judges its answer; the answer itself goes no further. */
export async function testHttp(probe: Probe, guard: Guard): Promise<string> {
  if (!URL.canParse(probe.url)) throw malformed("This is not an address.");
  const { host, protocol, username } = new URL(probe.url);
  if (username !== "" || !/^https?:$/.test(protocol)) throw malformed("Only an http or https address can be tested.");
  const fetch = createGuardedFetch({ isAllowed: guard.isAllowed, protocols: ["https:", "http:"] });
  try {
    const response = await fetch(probe.url, { headers: probe.headers, signal: guard.signal });
    const text = await readSome(response.body);
    return judge(probe, host, { status: response.status, text });
  } catch (error) {
    throw networkFailure(error, host);
  }
}

function judge(probe: Probe, host: string, { status, text }: { status: number; text: string }): string {
  const { refused = [401, 403], limitedBy, isAddressOnly = false } = probe;
  if (isAddressOnly) {
    if (status < 500) return `${host} answers.`;
    throw new TestFailure("unexpected", `${host} answers with an error of its own (${status}).`);
  }
  if (status >= 200 && status < 300) return `${host} takes the key.`;
  if (limitedBy !== undefined && text.includes(limitedBy))
    return `${host} knows the key, which may do only some things, not say whose it is.`;
  if (refused.includes(status)) {
    throw status === 403
      ? new TestFailure("no-permission", `${host} refuses the key, or the key may not ask for this.`)
      : new TestFailure("wrong-credentials", `${host} does not take the key. It may be wrong or revoked.`);
  }
  if (status === 429) throw new TestFailure("busy", `${host} takes no more requests for now. Try again in a while.`);
  if (status === 404)
    throw new TestFailure("unexpected", `${host} does not know what was asked for. Check the address.`);
  throw new TestFailure("unexpected", `${host} answers with ${status}, which says nothing about the key.`);
}

async function readSome(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (size >= maxReadBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxReadBytes).toString("utf8");
}
