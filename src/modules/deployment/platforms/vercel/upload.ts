import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { z } from "zod";
import { vercel } from "@/modules/connections";
import { isSecretFile } from "@/server/leaks/secret-file";
import type { ReleaseFile } from "../../local/files";
import type { DeploySettings, DeployTarget } from "../../schema";
import { readManifest } from "./fit";

/** Together this small, contents are kept with the deployment and travel in the call that makes it. */
const inlineBytes = 64 * 1024;
/** A free account may upload 5,000 files a day, so larger projects go as one archive. */
const filesOneByOne = 1_000;
/** Parts of an archive: well below what one upload may take. */
const partBytes = 50 * 1024 ** 2;

const File = z.union([
  z.object({ file: z.string(), sha: z.string(), size: z.number() }),
  z.object({ file: z.string(), data: z.string(), encoding: z.enum(["utf-8", "base64"]) }),
]);

/** What the step upload leaves for the build. */
export const UploadedFiles = z.object({
  files: z.array(File),
  /** Instead of the one Vercel would choose. */
  buildCommand: z.string().optional(),
});
export type UploadedFiles = z.infer<typeof UploadedFiles>;

/** A deployment on Vercel that is used again instead of files. */
export const EarlierDeployment = z.object({ earlier: z.string() });

export interface UploadPlan {
  how: "inline" | "files" | "archive";
  files: vercel.DeploymentFile[];
  blobs: vercel.Blob[];
}

/** Which files go, and how. What is built or downloaded anyway, and files of secrets, stay here. */
export async function planUpload(all: readonly ReleaseFile[]): Promise<UploadPlan> {
  const files = all.filter(isSent).map((file) => ({ ...file, bytes: bytesOf(file.content) }));
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total <= inlineBytes) return { how: "inline", files: files.map(inlineFile), blobs: [] };
  if (files.length > filesOneByOne) return planArchive(files);
  const blobs = files.map(({ bytes }) => ({ sha: vercel.hashOf(bytes), bytes }));
  return {
    how: "files",
    blobs,
    files: files.map(({ path, bytes }, index) => ({ file: path, sha: blobs[index]?.sha ?? "", size: bytes.length })),
  };
}

/** Migrations run once, in the build of what visitors will get; Vercel has no other place for them. */
export function migratingBuild(
  files: readonly ReleaseFile[],
  { settings, target }: { settings: DeploySettings; target: DeployTarget },
): { buildCommand?: string } {
  const { scripts, runner } = readManifest(files, settings.rootDirectory);
  if (settings.buildCommand !== undefined || target !== "production") return {};
  if (scripts["db:migrate"] === undefined || scripts.build === undefined) return {};
  return { buildCommand: `${runner} db:migrate && ${runner} build` };
}

export function tellUpload({ how, files }: UploadPlan, sent: number): string {
  if (how === "inline") return `${files.length} files travel with the deployment itself.`;
  if (how === "archive")
    return `The project is sent as one archive, in ${files.length} ${files.length === 1 ? "part" : "parts"}.`;
  if (sent === files.length) return `${sent} ${sent === 1 ? "file" : "files"} sent.`;
  return `${sent} of ${files.length} files sent; Vercel has the others.`;
}

type Content = ReleaseFile & { bytes: Uint8Array<ArrayBuffer> };

/** The build unpacks an archive that lies where Vercel's own command line puts its archives. */
async function planArchive(files: readonly Content[]): Promise<UploadPlan> {
  const packed = await packFiles(files);
  const blobs: vercel.Blob[] = [];
  for (let at = 0; at < packed.length; at += partBytes) {
    const bytes = packed.subarray(at, at + partBytes);
    blobs.push({ sha: vercel.hashOf(bytes), bytes });
  }
  return {
    how: "archive",
    blobs,
    files: blobs.map(({ sha, bytes }, index) => ({
      file: `.vercel/source.tgz.part${index + 1}`,
      sha,
      size: bytes.length,
    })),
  };
}

/** The same files make the same bytes, so that a repeated upload has the same hash. */
async function packFiles(files: readonly Content[]): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  for (const { path, bytes, mode } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    archive.entry({ name: path, mode, mtime: new Date(0) }, Buffer.from(bytes));
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return new Uint8Array(gzipSync(Buffer.concat(chunks)));
}

function inlineFile({ path, bytes }: Content): vercel.DeploymentFile {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return { file: path, data: text.decode(bytes), encoding: "utf-8" };
  } catch {
    return { file: path, data: Buffer.from(bytes).toString("base64"), encoding: "base64" };
  }
}

const madeAgain = /(?:^|\/)(?:node_modules|\.git|\.vercel|\.next)\//;

function isSent({ path, content }: ReleaseFile): boolean {
  return !madeAgain.test(path) && !isSecretFile(path, content);
}

function bytesOf(content: ReleaseFile["content"]): Uint8Array<ArrayBuffer> {
  return typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
}
