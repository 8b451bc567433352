import type { Command } from "commander";
import { connect, loadServer } from "../connect";
import { define, defineGroup } from "../define";
import { writeNewFile } from "../files";
import { ago, writeNote, writeOutput, writeTable } from "../output";
import { CommandFailed } from "../run";

export function addAuditCommands(program: Command): void {
  const group = defineGroup(program, "audit", "what was done, by whom, and that nothing of it was changed");
  define(group, {
    usage: "list",
    description: "list entries, newest first",
    examples: ["berth audit list --action environment", "berth audit list --limit 200 --json"],
  })
    .option("--action <name>", "only this action, or what begins with it")
    .option("--text <words>", "only entries that hold these words")
    .option("--limit <number>", "how many, 200 at most", Number, 50)
    .action(listEntries);
  define(group, {
    usage: "verify",
    description: "check that no entry was changed or removed; exits with 1 when one was",
    examples: ["berth audit verify", "berth audit verify --head 120:9f2c…"],
  })
    .option("--head <seq:hash>", "a head an earlier check printed, which has to be in the log still")
    .action(verify);
  define(group, {
    usage: "export",
    description: "write the log into a file",
    examples: ["berth audit export --out audit.csv", "berth audit export --out audit.jsonl --format jsonl"],
  })
    .requiredOption("--out <file>", "file to write; it must not exist")
    .option("--format <name>", "csv or jsonl", "csv")
    .action(exportEntries);
}

interface ListFlags {
  action?: string;
  text?: string;
  limit: number;
}

async function listEntries(flags: ListFlags): Promise<void> {
  const { client } = await connect();
  const { entries } = await client.audit.list.query(flags);
  const rows = entries.map((entry) => [
    ago(entry.at),
    entry.actorName ?? entry.actorId ?? "Berth",
    entry.action,
    `${entry.targetKind} ${entry.targetId}`,
  ]);
  writeTable(entries, ["WHEN", "WHO", "WHAT", "TO"], rows, "Nothing was recorded that fits.");
}

async function verify({ head }: { head?: string }): Promise<void> {
  const { client } = await connect();
  const check = await client.audit.verify.mutate(head === undefined ? {} : { head });
  if (!check.ok) {
    writeNote(`The audit log was tampered with. ${check.broken?.problem ?? ""}`);
    writeOutput(check, "broken");
    throw new CommandFailed();
  }
  writeNote(`${check.checked} entries checked: none was changed or removed.`);
  if (check.head) writeNote("Keep the head somewhere else. With --head a later check shows that the end was not cut.");
  writeOutput(check, check.head ? `${check.head.seq}:${check.head.hash}` : "");
}

async function exportEntries({ out, format }: { out: string; format: string }): Promise<void> {
  const { call, findServer } = await loadServer();
  const answer = await call(await findServer(), `/api/audit?format=${encodeURIComponent(format)}`, { method: "GET" });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  await writeNewFile(out, bytes, 0o600);
  writeOutput({ file: out, bytes: bytes.byteLength }, out);
}
