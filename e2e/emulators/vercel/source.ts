import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";
import { z } from "zod";

const longestList = 15_000;

const GivenFile = z.union([
  z.strictObject({ file: z.string(), data: z.string(), encoding: z.enum(["base64", "utf-8"]).optional() }),
  z.strictObject({ file: z.string(), sha: z.string(), size: z.number().optional() }),
]);

export type Source =
  | { outcome: "read"; files: Map<string, Buffer> }
  | { outcome: "missing"; shas: string[] }
  | { outcome: "invalid"; message: string };

/** The files of a deployment as its build will see them. */
export async function readSource(given: unknown, blobs: ReadonlyMap<string, Buffer>): Promise<Source> {
  const list = Array.isArray(given) ? given : [];
  if (list.length > longestList) {
    return {
      outcome: "invalid",
      message: `Invalid request: \`files\` should NOT have more than ${longestList} items.`,
    };
  }
  const files = new Map<string, Buffer>();
  const missing = new Set<string>();
  for (const item of list) {
    const parsed = GivenFile.safeParse(item);
    if (!parsed.success)
      return { outcome: "invalid", message: "Invalid request: `files` has an item that is no file." };
    const { file } = parsed.data;
    const problem = pathProblem(file, files);
    if (problem) return { outcome: "invalid", message: problem };
    if ("data" in parsed.data) {
      files.set(file, Buffer.from(parsed.data.data, parsed.data.encoding === "base64" ? "base64" : "utf8"));
      continue;
    }
    const { sha, size } = parsed.data;
    const bytes = blobs.get(sha);
    if (!bytes) missing.add(sha);
    else if (size !== undefined && size !== bytes.length) {
      return { outcome: "invalid", message: `Invalid request: the size of \`${file}\` is not that of its content.` };
    } else files.set(file, bytes);
  }
  if (missing.size > 0) return { outcome: "missing", shas: [...missing] };
  return { outcome: "read", files: await unpacked(files) };
}

function pathProblem(file: string, files: ReadonlyMap<string, Buffer>): string | undefined {
  if (file === "" || file.startsWith("/") || file.split("/").some((part) => part === ".." || part === ".")) {
    return `Invalid request: the path \`${file}\` is not inside of the project.`;
  }
  return files.has(file) ? `Two or more files have conflicting paths: \`${file}\`.` : undefined;
}

const partPattern = /^\.vercel\/source\.tgz\.part(\d+)$/;

/** Parts of an archive are put together and unpacked before the build, as for the command line's archives. */
async function unpacked(files: Map<string, Buffer>): Promise<Map<string, Buffer>> {
  const parts = [...files.keys()]
    .map((name) => ({ name, number: Number(partPattern.exec(name)?.[1]) }))
    .filter(({ number }) => number > 0)
    .sort((a, b) => a.number - b.number);
  if (parts.length === 0) return files;
  const packed = Buffer.concat(parts.map(({ name }) => files.get(name) ?? Buffer.alloc(0)));
  const found = new Map([...files].filter(([name]) => !partPattern.test(name)));
  const reader = extract();
  reader.end(gunzipSync(packed));
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (entry.header.type === "file") found.set(entry.header.name.replace(/^\.\//, ""), Buffer.concat(chunks));
  }
  return found;
}

/** A short fingerprint for addresses. */
export function fingerprint(text: string): string {
  return createHash("sha1").update(text).digest("hex").slice(0, 9);
}
