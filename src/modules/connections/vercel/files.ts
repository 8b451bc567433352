import { createHash } from "node:crypto";
import { z } from "zod";
import type { ApiAccess } from "../http/call";
import { callVercel } from "./call";

/** A file to be uploaded, named by the hash of its content. */
export interface Blob {
  sha: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** As many as the official client sends at once. */
const uploadsAtOnce = 50;
const uploadDeadlineMs = 110_000;

/** Uploads contents by their hash; what Vercel has already is taken again without harm. */
export async function uploadFiles(access: ApiAccess, blobs: readonly Blob[], signal: AbortSignal): Promise<void> {
  const failed = new AbortController();
  const any = AbortSignal.any([signal, failed.signal]);
  const rest = [...new Map(blobs.map((blob) => [blob.sha, blob])).values()];
  const send = async () => {
    for (let blob = rest.pop(); blob; blob = rest.pop()) await uploadFile(access, blob, any);
  };
  const senders = Array.from({ length: Math.min(uploadsAtOnce, rest.length) }, () =>
    send().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  try {
    await Promise.all(senders);
  } finally {
    await Promise.allSettled(senders);
  }
}

async function uploadFile(access: ApiAccess, { sha, bytes }: Blob, signal: AbortSignal): Promise<void> {
  await callVercel(access, {
    method: "POST",
    path: "/v2/files",
    body: bytes,
    headers: { "content-type": "application/octet-stream", "x-vercel-digest": sha },
    answer: z.unknown(),
    isRepeatable: true,
    deadlineMs: uploadDeadlineMs,
    signal,
  });
}

/** The name of a content: SHA-1 in hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash("sha1").update(bytes).digest("hex");
}
