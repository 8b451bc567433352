import { z } from "zod";
import { PlatformError } from "../http/platform-error";
import type { ServicePlace } from "./app-services";
import { callRailway, type RailwayAccess, tokenHeaders } from "./request";

/** What Railway took when it was last reported; it tells itself what it does not take. */
const limitBytes = 240 * 1024 ** 2;

const Begun = z.object({ deploymentId: z.string(), logsUrl: z.string().optional() });

/** Sends the files of a service, which begins its deployment. `message` is kept with it, and finds it again. */
export async function uploadArchive(
  access: RailwayAccess,
  { projectId, environmentId, serviceId }: ServicePlace,
  { archive, message }: { archive: Uint8Array<ArrayBuffer>; message: string },
  signal: AbortSignal,
): Promise<{ deploymentId: string; logsUrl?: string | undefined }> {
  const { data } = await callRailway(access, {
    method: "POST",
    path: `/project/${encodeURIComponent(projectId)}/environment/${encodeURIComponent(environmentId)}/up`,
    query: { serviceId, message },
    headers: { "content-type": "application/gzip" },
    authorization: tokenHeaders(access),
    body: archive,
    answer: Begun,
    deadlineMs: 180_000,
    signal,
  });
  return data;
}

/** Throws TOO_LARGE for an archive that Railway would not take. */
export function checkArchive(archive: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (archive.length <= limitBytes) return archive;
  const size = (count: number) => `${Math.ceil(count / 1024 ** 2)} MB`;
  throw new PlatformError({
    platform: "railway",
    kind: "TOO_LARGE",
    message: `The project is ${size(archive.length)} packed, and Railway takes about ${size(limitBytes)}. Leave out what the build does not need.`,
  });
}
