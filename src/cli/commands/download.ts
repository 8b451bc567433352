import path from "node:path";
import type { Command } from "commander";
import { connect, loadServer } from "../connect";
import { define } from "../define";
import { requireNewFile, writeNewFile } from "../files";
import { writeNote, writeOutput } from "../output";

export function addDownloadCommand(program: Command): void {
  const id = "0190f6c2-6f6e-7c3a-9d55-0a1b2c3d4e5f";
  define(program, {
    usage: "download <id>",
    description: "save the files of a deployment as a ZIP, whatever became of it",
    examples: [`berth download ${id}`, `berth download ${id} --out shop.zip`],
  })
    .option("--out <file>", "file to write; it must not exist (default: ./NAME.zip)")
    .action(download);
}

async function download(id: string, { out }: { out?: string }): Promise<void> {
  const { server, client } = await connect();
  const { name } = await client.deployment.get.query({ id });
  const file = path.resolve(out ?? `${name}.zip`);
  await requireNewFile(file);
  const answer = await (await loadServer()).call(server, `/api/deployments/${encodeURIComponent(id)}/source.zip`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  await writeNewFile(file, bytes, 0o644);
  writeNote(`Saved ${bytes.byteLength.toLocaleString("en")} bytes.`);
  writeOutput({ file, bytes: bytes.byteLength }, file);
}
