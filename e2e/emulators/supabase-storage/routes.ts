import { randomBytes } from "node:crypto";
import type { Answer, Exchange, Route } from "../kernel/emulator";
import { contract } from "./contract";
import { refusals } from "./refusals";
import { type Bucket, type Denial, listLevel, putObject, type StoredObject, toListed } from "./state";

export interface World {
  buckets: Map<string, Bucket>;
  /** Signed addresses by their token. */
  signed: Map<string, { bucket: string; path: string; expiresAt: number }>;
  /** Passes row-level security. */
  serviceKey: string;
}

const base = "/storage/v1";

export function storageRoutes(world: World): Route[] {
  const { list, listPages, sign, signMany, removeMany } = contract;
  return [
    at("list", list, "/:bucket", (exchange, bucket) => {
      const { prefix, limit = 100, offset = 0, sortBy, search } = list.request.parse(exchange.json());
      const entries = isDenied(world, exchange, bucket, "list") ? [] : listLevel(bucket, prefix);
      const found = entries.filter(({ name }) => name.includes(search ?? ""));
      if (sortBy?.order === "desc") found.reverse();
      return ok(found.slice(offset, offset + limit).map(({ name, object }) => toListed(name, object)));
    }),
    at("listPages", listPages, "/:bucket", (exchange, bucket) => listPage(world, exchange, bucket)),
    ...(["download", "downloadAuthenticated", "head"] as const).map((operation) =>
      at(operation, contract[operation], "/:bucket/*path", (exchange, bucket) =>
        withObject(bucket, exchange, isDenied(world, exchange, bucket, "read"), send),
      ),
    ),
    at("info", contract.info, "/:bucket/*path", (exchange, bucket) =>
      withObject(bucket, exchange, isDenied(world, exchange, bucket, "read"), (object) =>
        ok({
          ...toListed(object.path, object),
          size: object.bytes.length,
          content_type: object.type,
          etag: object.etag,
        }),
      ),
    ),
    {
      ...at("downloadPublic", contract.downloadPublic, "/:bucket/*path", (exchange, bucket) =>
        bucket.isPublic ? withObject(bucket, exchange, false, send) : refusals.noBucket(),
      ),
      public: true,
    },
    { ...at("downloadSigned", contract.downloadSigned, "/:bucket/*path", sendSigned), public: true },
    at("sign", sign, "/:bucket/*path", (exchange, bucket) =>
      withObject(bucket, exchange, isDenied(world, exchange, bucket, "read"), ({ path }) =>
        ok({ signedURL: signPath(exchange, path, sign.request.parse(exchange.json()).expiresIn) }),
      ),
    ),
    at("signMany", signMany, "/:bucket", (exchange, bucket) => {
      const { expiresIn, paths } = signMany.request.parse(exchange.json());
      const isHidden = isDenied(world, exchange, bucket, "read");
      return ok(
        paths.map((path) =>
          isHidden || !bucket.objects.has(path)
            ? { path, signedURL: null, error: "Either the object does not exist or you do not have access to it" }
            : { path, signedURL: signPath(exchange, path, expiresIn), error: null },
        ),
      );
    }),
    at("upload", contract.upload, "/:bucket/*path", (exchange, bucket) =>
      write(world, exchange, bucket, exchange.headers.get("x-upsert") === "true"),
    ),
    at("replace", contract.replace, "/:bucket/*path", (exchange, bucket) => write(world, exchange, bucket, true)),
    at("removeMany", removeMany, "/:bucket", (exchange, bucket) => {
      const { prefixes } = removeMany.request.parse(exchange.json());
      const isForbidden = isDenied(world, exchange, bucket, "write");
      const gone = prefixes.flatMap((path) => (isForbidden ? [] : (bucket.objects.get(path) ?? [])));
      for (const { path } of gone) bucket.objects.delete(path);
      return ok(gone.map((object) => toListed(object.path, object)));
    }),
    at("remove", contract.remove, "/:bucket/*path", (exchange, bucket) =>
      withObject(bucket, exchange, isDenied(world, exchange, bucket, "write"), ({ path }) => {
        bucket.objects.delete(path);
        return ok({ message: "Successfully deleted" });
      }),
    ),
  ];

  function at(
    operation: string,
    described: { method: string; path: string },
    parameters: string,
    handle: (exchange: Exchange, bucket: Bucket) => Answer | Promise<Answer>,
  ): Route {
    const path = `${base}${described.path.slice(0, described.path.indexOf("/{"))}${parameters}`;
    return {
      method: described.method,
      path,
      operation,
      handle(exchange) {
        const bucket = world.buckets.get(exchange.params.bucket ?? "");
        return bucket ? handle(exchange, bucket) : refusals.noBucket();
      },
    };
  }

  function signPath({ params }: Exchange, path: string, expiresIn: number): string {
    const token = randomBytes(24).toString("base64url");
    const bucket = params.bucket ?? "";
    world.signed.set(token, { bucket, path, expiresAt: Date.now() + expiresIn * 1000 });
    return `/object/sign/${bucket}/${path}?token=${token}`;
  }

  function sendSigned(exchange: Exchange, bucket: Bucket): Answer {
    const signature = world.signed.get(exchange.query.get("token") ?? "");
    if (signature?.bucket !== exchange.params.bucket || signature?.path !== exchange.params.path) {
      return refusals.wrongToken();
    }
    if (signature === undefined || signature.expiresAt <= Date.now()) return refusals.expired();
    return withObject(bucket, exchange, false, send);
  }
}

function ok(json: unknown): Answer {
  return { status: 200, json };
}

function isDenied({ serviceKey }: World, { token }: Exchange, bucket: Bucket, denial: Denial): boolean {
  return token !== serviceKey && bucket.deny.has(denial);
}

function withObject(
  bucket: Bucket,
  { params }: Exchange,
  isHidden: boolean,
  handle: (object: StoredObject) => Answer,
): Answer {
  const object = isHidden ? undefined : bucket.objects.get(params.path ?? "");
  return object ? handle(object) : refusals.noKey();
}

function send({ bytes, type, etag, updatedAt }: StoredObject): Answer {
  const headers = { "content-type": type, etag, "last-modified": new Date(updatedAt).toUTCString() };
  return { status: 200, bytes, headers };
}

function listPage(world: World, exchange: Exchange, bucket: Bucket): Answer {
  const { prefix = "", limit = 1000, cursor, with_delimiter } = contract.listPages.request.parse(exchange.json() ?? {});
  if (isDenied(world, exchange, bucket, "list")) return ok({ hasNext: false, folders: [], objects: [] });
  const entries = with_delimiter
    ? listLevel(bucket, prefix).map((entry) => ({ ...entry, name: `${prefix}${entry.name}` }))
    : [...bucket.objects.values()]
        .filter(({ path }) => path.startsWith(prefix))
        .map((object) => ({ name: object.path, object }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
  const after = cursor === undefined ? "" : Buffer.from(cursor, "base64url").toString();
  const left = entries.filter(({ name }) => name > after);
  const page = left.slice(0, limit);
  const last = page.at(-1)?.name ?? "";
  return ok({
    hasNext: left.length > page.length,
    ...(left.length > page.length ? { nextCursor: Buffer.from(last).toString("base64url") } : {}),
    folders: page.filter(({ object }) => !object).map(({ name }) => ({ key: `${name}/`, name: `${name}/` })),
    objects: page.flatMap(({ name, object }) => (object ? [{ ...toListed(name, object), key: name }] : [])),
  });
}

async function write(world: World, exchange: Exchange, bucket: Bucket, isUpsert: boolean): Promise<Answer> {
  const { params, headers, body } = exchange;
  const path = params.path ?? "";
  if (isDenied(world, exchange, bucket, "write")) return refusals.denied();
  if (/(^|\/)\.\.?(\/|$)/.test(path)) return refusals.invalid(`Invalid key: ${path}`);
  const type = headers.get("content-type") ?? "application/octet-stream";
  const content = type.startsWith("multipart/") ? await fileOf(body, type) : { bytes: body, type };
  if (!content) return refusals.invalid("No file in the form");
  if (content.bytes.length > bucket.maxBytes) return refusals.tooLarge();
  if (bucket.objects.has(path) && !isUpsert) return refusals.duplicate();
  const { id } = putObject(bucket, { path, ...content });
  return ok({ Key: `${params.bucket}/${path}`, Id: id });
}

/** The official client sends a Blob as a form. */
async function fileOf(body: Buffer, type: string): Promise<{ bytes: Buffer; type: string } | undefined> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  for (const value of form.values()) {
    if (value instanceof File) return { bytes: Buffer.from(await value.arrayBuffer()), type: value.type };
  }
  return undefined;
}
