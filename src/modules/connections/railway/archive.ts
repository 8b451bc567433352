import { createGzip } from "node:zlib";
import { pack } from "tar-stream";

/** A file of a project as it is sent. */
export interface ArchivedFile {
  path: string;
  content: string | Uint8Array;
  mode: number;
}

/** A gzip tar of the files, named `./path` as Railway unpacks them. The same files give the same bytes. */
export async function packArchive(files: readonly ArchivedFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  const gzip = archive.pipe(createGzip());
  const chunks: Buffer[] = [];
  const read = (async () => {
    for await (const chunk of gzip) chunks.push(chunk as Buffer);
  })();
  for (const { path, content, mode } of [...files].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const bytes = typeof content === "string" ? Buffer.from(content) : Buffer.from(content);
    await new Promise<void>((resolve, reject) => {
      archive.entry({ name: `./${path}`, mode, mtime: new Date(0), size: bytes.length }, bytes, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  }
  archive.finalize();
  await read;
  return new Uint8Array(Buffer.concat(chunks));
}
