import * as fs from "node:fs/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { GitHttpRequest, GitHttpResponse } from "isomorphic-git";
import type { Secret } from "@/server/crypto";
import { AppError } from "@/server/errors";
import type { GuardedFetch } from "@/server/guarded-fetch";
import { rememberSecret } from "@/server/redact";
import type { ReleaseFile } from "../local/files";
import type { RepositoryAddress } from "./address";
import { checkPack } from "./pack";

const limits = {
  /** What may come over the wire. */
  wireBytes: 80 * 1024 ** 2,
  files: 50_000,
  pack: { objects: 150_000, objectBytes: 50 * 1024 ** 2, totalBytes: 500 * 1024 ** 2 },
};

export interface ClonedRepository {
  files: ReleaseFile[];
  /** Links and submodules, which are left out. */
  leftOut: string[];
}

interface CloneOptions {
  fetch: GuardedFetch;
  /** Of the account to read a private repository with; it goes to the host of the address alone. */
  token?: Secret | undefined;
  signal: AbortSignal;
}

/**
 * The files of a repository's newest commit: one branch, depth 1, no checkout and no hook. Throws VALIDATION past the limits,
 * NOT_FOUND for a repository that is not public or not the account's, UPSTREAM when its server fails.
 */
export async function cloneRepository(address: RepositoryAddress, options: CloneOptions): Promise<ClonedRepository> {
  const dir = await mkdtemp(path.join(tmpdir(), "berth-clone-"));
  try {
    const git = await import("isomorphic-git");
    const store = { fs: guardedFiles(), dir };
    await git.clone({
      ...store,
      http: { request: gitRequest(address.url, options) },
      url: address.url,
      depth: 1,
      singleBranch: true,
      noTags: true,
      noCheckout: true,
      ...(address.ref ? { ref: address.ref } : {}),
    });
    const commit = await git.resolveRef({ ...store, ref: "HEAD" });
    return await readCommit(git, { ...store, cache: {} }, commit, address.folder, options.signal);
  } catch (error) {
    options.signal.throwIfAborted();
    throw explain(error, address, options.token !== undefined);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The disk as Git sees it: a pack is checked before it lies there to be unpacked. */
function guardedFiles() {
  const writeFile: typeof fs.writeFile = async (file, data, settings) => {
    if (String(file).endsWith(".pack") && data instanceof Uint8Array) checkPack(Buffer.from(data), limits.pack);
    await fs.writeFile(file, data, settings);
  };
  const rmdir = (folder: string, settings?: { recursive?: boolean }) =>
    settings?.recursive ? fs.rm(folder, { recursive: true, force: true }) : fs.rmdir(folder);
  const { readFile, unlink, readdir, mkdir, stat, lstat, readlink, symlink } = fs;
  return { promises: { readFile, writeFile, unlink, readdir, mkdir, rmdir, stat, lstat, readlink, symlink } };
}

/** Git's requests through the guarded fetch. A server that redirects the first one gets the others there too. */
function gitRequest(address: string, { fetch, token, signal }: CloneOptions) {
  const { origin } = new URL(address);
  const password = token && Buffer.from(`x-access-token:${token.unwrap()}`).toString("base64");
  if (password) rememberSecret(password);
  let received = 0;
  let moved: { from: string; to: string } | undefined;
  return async ({ url, method, headers, body }: GitHttpRequest): Promise<GitHttpResponse> => {
    const target = moved && url.startsWith(moved.from) ? moved.to + url.slice(moved.from.length) : url;
    const sent = body ? await collect(body) : undefined;
    const post = method === "POST";
    const response = await fetch(target, {
      method: post ? "POST" : "GET",
      headers: {
        ...headers,
        ...(password && new URL(target).origin === origin ? { authorization: `Basic ${password}` } : {}),
        ...(sent ? { "content-length": String(sent.byteLength) } : {}),
      },
      ...(sent ? { body: sent } : {}),
      signal,
    });
    const [from, to] = [baseOf(target), baseOf(response.url)];
    if (from !== to) moved = { from, to };
    const counted = async function* () {
      for await (const chunk of response.body) {
        received += chunk.byteLength;
        if (received > limits.wireBytes) throw tooLarge();
        yield chunk;
      }
    };
    const { status } = response;
    return {
      url: response.url,
      method: method ?? "GET",
      headers: response.headers,
      body: counted(),
      statusCode: status,
      statusMessage: String(status),
    };
  };
}

async function collect(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of parts) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function baseOf(url: string): string {
  return url.replace(/\/(?:info\/refs\?.*|git-upload-pack)$/, "");
}

type Git = typeof import("isomorphic-git");
type Store = { fs: ReturnType<typeof guardedFiles>; dir: string; cache: object };

async function readCommit(
  git: Git,
  store: Store,
  commit: string,
  folder: string | undefined,
  signal: AbortSignal,
): Promise<ClonedRepository> {
  const found: ClonedRepository = { files: [], leftOut: [] };
  let total = 0;
  const readFolder = async (oid: string, prefix: string, filepath?: string): Promise<void> => {
    const { tree } = await git.readTree({ ...store, oid, ...(filepath ? { filepath } : {}) });
    for (const entry of tree) {
      signal.throwIfAborted();
      const inner = `${prefix}${entry.path}`;
      if (entry.type === "tree") await readFolder(entry.oid, `${inner}/`);
      else if (entry.type !== "blob" || entry.mode === "120000") found.leftOut.push(inner);
      else {
        const { blob } = await git.readBlob({ ...store, oid: entry.oid });
        total += blob.byteLength;
        if (found.files.length >= limits.files || total > limits.pack.totalBytes) throw tooLarge();
        found.files.push({ path: inner, content: blob, mode: entry.mode === "100755" ? 0o755 : 0o644 });
      }
    }
  };
  await readFolder(commit, "", folder);
  return found;
}

function tooLarge(): AppError {
  return new AppError(
    "VALIDATION",
    `The repository is over ${limits.wireBytes / 1024 ** 2} MB packed, ${limits.pack.totalBytes / 1024 ** 2} MB unpacked or ${limits.files} files. Upload the folder of the app as a ZIP instead.`,
  );
}

function explain(error: unknown, { url, ref, folder }: RepositoryAddress, hasToken: boolean): unknown {
  if (AppError.is(error) || !(error instanceof Error) || !("code" in error)) return error;
  const status = "data" in error ? (error.data as { statusCode?: number } | undefined)?.statusCode : undefined;
  const isMissing = error.code === "HttpError" && (status === 401 || status === 403 || status === 404);
  if (isMissing) {
    const why = hasToken ? "the connected account may not read it" : "is not public";
    return new AppError("NOT_FOUND", `${url} does not exist or ${why}. Check it, or upload a ZIP instead.`, {
      cause: error,
    });
  }
  if (error.code === "NotFoundError") {
    const what = folder
      ? `the folder ${folder}${ref ? ` on ${ref}` : ""}`
      : ref
        ? `a branch or tag ${ref}`
        : "a commit";
    return new AppError("NOT_FOUND", `${url} does not have ${what}. Check the address.`, { cause: error });
  }
  return new AppError("UPSTREAM", `${url} could not be cloned: ${error.message}`, { cause: error });
}
