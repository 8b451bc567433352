import { randomUUID } from "node:crypto";
import { Secret } from "@/server/crypto";
import type { ApiAccess } from "../../http/call";
import type { PushedFile } from "../changes";

/** A connection to a stand-in of GitHub, of its own so that no other test counts against its pace. */
export function githubAccess(
  { address, goodToken }: { address: string; goodToken: string },
  given: Partial<Pick<ApiAccess, "teamId">> & { token?: string } = {},
): ApiAccess {
  return {
    platform: "github",
    connectionId: randomUUID(),
    address,
    token: new Secret(given.token ?? goodToken),
    teamId: given.teamId ?? null,
    fetch: globalThis.fetch,
    now: () => new Date(),
  };
}

/** Runs the work and answers what it throws. */
export async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

export function text(path: string, content: string, mode?: number): PushedFile {
  return { path, data: new TextEncoder().encode(content), ...(mode === undefined ? {} : { mode }) };
}
