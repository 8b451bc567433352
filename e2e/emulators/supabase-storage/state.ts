import { createHash, randomUUID } from "node:crypto";

/** What row-level security forbids in a bucket. Reading that is forbidden looks like a missing file. */
export type Denial = "read" | "list" | "write";

export interface BucketOptions {
  isPublic?: boolean;
  deny?: Denial[];
  maxBytes?: number;
  /** Content by path. */
  files?: Record<string, string | Uint8Array>;
}

export interface StoredObject {
  id: string;
  path: string;
  bytes: Buffer;
  type: string;
  etag: string;
  createdAt: string;
  updatedAt: string;
}

export interface Bucket {
  isPublic: boolean;
  deny: Set<Denial>;
  maxBytes: number;
  objects: Map<string, StoredObject>;
}

export function createBucket({ isPublic = false, deny = [], maxBytes = 50 * 1024 ** 2, files = {} }: BucketOptions) {
  const bucket: Bucket = { isPublic, deny: new Set(deny), maxBytes, objects: new Map() };
  for (const [path, content] of Object.entries(files)) {
    putObject(bucket, { path, bytes: Buffer.from(content), type: "text/plain;charset=UTF-8" });
  }
  return bucket;
}

export function putObject(
  bucket: Bucket,
  { path, bytes, type }: { path: string; bytes: Buffer; type: string },
): StoredObject {
  const known = bucket.objects.get(path);
  const now = new Date().toISOString();
  const stored = {
    id: known?.id ?? randomUUID(),
    path,
    bytes,
    type,
    etag: `"${createHash("md5").update(bytes).digest("hex")}"`,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
  };
  bucket.objects.set(path, stored);
  return stored;
}

/** One level of a bucket: folders first as entries without an id, as the platform lists them. */
export function listLevel(bucket: Bucket, prefix: string): { name: string; object: StoredObject | undefined }[] {
  const folder = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
  const entries = new Map<string, StoredObject | undefined>();
  for (const object of bucket.objects.values()) {
    if (!object.path.startsWith(folder)) continue;
    const [name = "", ...rest] = object.path.slice(folder.length).split("/");
    entries.set(name, rest.length > 0 ? undefined : object);
  }
  return [...entries].map(([name, object]) => ({ name, object })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** An object as lists show it. */
export function toListed(name: string, object: StoredObject | undefined) {
  if (!object) return { name, id: null, updated_at: null, created_at: null, last_accessed_at: null, metadata: null };
  return {
    name,
    id: object.id,
    updated_at: object.updatedAt,
    created_at: object.createdAt,
    last_accessed_at: object.updatedAt,
    metadata: {
      eTag: object.etag,
      size: object.bytes.length,
      mimetype: object.type,
      cacheControl: "max-age=3600",
      lastModified: object.updatedAt,
      contentLength: object.bytes.length,
      httpStatusCode: 200,
    },
  };
}
