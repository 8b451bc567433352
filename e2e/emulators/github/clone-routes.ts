import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import type { Answer, Exchange, Route } from "../kernel/emulator";
import type { GitObject } from "./objects";
import type { Session } from "./session";
import { headOf, type StoredRepository } from "./state";

/** Git over HTTP, as much of it as a clone of depth 1 needs. */
export function cloneRoutes(session: Session): Route[] {
  const withRepository = (exchange: Exchange, work: (repository: StoredRepository) => Answer): Answer => {
    const { owner = "", repo = "" } = exchange.params;
    const repository = session.visible(session.accountOf(exchange.token), owner, repo.replace(/\.git$/, ""));
    if (repository) return work(repository);
    // Git asks again with credentials; with some that do not help, the repository is not there.
    return exchange.token === undefined
      ? { status: 401, headers: { "www-authenticate": 'Basic realm="GitHub"' }, text: "Repository not found." }
      : { status: 404, text: "Repository not found." };
  };
  return [
    {
      method: "GET",
      path: "/:owner/:repo/info/refs",
      operation: "advertiseRefs",
      public: true,
      handle: (exchange) => withRepository(exchange, (repository) => ({ status: 200, text: advertise(repository) })),
    },
    {
      method: "POST",
      path: "/:owner/:repo/git-upload-pack",
      operation: "uploadPack",
      public: true,
      handle: (exchange) =>
        withRepository(exchange, (repository) => ({ status: 200, bytes: sendPack(repository, exchange.body) })),
    },
  ];
}

function advertise(repository: StoredRepository): string {
  const head = headOf(repository) ?? "0".repeat(40);
  const able = `shallow side-band-64k ofs-delta symref=HEAD:refs/heads/${repository.defaultBranch} agent=emulator`;
  const refs = [...repository.refs].map(([name, sha]) => line(`${sha} ${name}\n`));
  return `${line("# service=git-upload-pack\n")}0000${line(`${head} HEAD\0${able}\n`)}${refs.join("")}0000`;
}

function sendPack(repository: StoredRepository, request: Buffer): Buffer {
  const wanted = /want ([0-9a-f]{40})/.exec(request.toString("latin1"))?.[1] ?? "";
  const isShallow = request.includes("deepen 1");
  const pack = packOf(repository.objects.reachable(wanted));
  const parts: Uint8Array[] = [Buffer.from(`${isShallow ? line(`shallow ${wanted}`) : ""}0000${line("NAK\n")}`)];
  for (let at = 0; at < pack.length; at += 60_000) {
    const chunk = pack.subarray(at, at + 60_000);
    parts.push(Buffer.from(`${(chunk.length + 5).toString(16).padStart(4, "0")}\x01`, "latin1"), chunk);
  }
  return Buffer.concat([...parts, Buffer.from("0000")]);
}

const kinds: Record<GitObject["type"], number> = { commit: 1, tree: 2, blob: 3 };

function packOf(objects: GitObject[]): Buffer {
  const head = Buffer.alloc(12);
  head.write("PACK");
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(objects.length, 8);
  const body = Buffer.concat([
    head,
    ...objects.flatMap(({ type, bytes }) => [sizeOf(kinds[type], bytes.length), deflateSync(bytes)]),
  ]);
  return Buffer.concat([body, createHash("sha1").update(body).digest()]);
}

/** Kind and size of an object, seven bits a byte after the first four. */
function sizeOf(kind: number, size: number): Buffer {
  const bytes = [];
  let rest = Math.floor(size / 16);
  let byte = (kind << 4) | (size & 15);
  while (rest > 0) {
    bytes.push(byte | 128);
    byte = rest & 127;
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, byte]);
}

function line(text: string): string {
  return `${(text.length + 4).toString(16).padStart(4, "0")}${text}`;
}
