import { type Command, InvalidArgumentError } from "commander";
import { connect, loadServer } from "../connect";
import { define, defineGroup } from "../define";
import { writeNewFile } from "../files";
import { ago, writeNote, writeOutput, writeTable } from "../output";
import { CommandFailed } from "../run";

export function addAuditCommands(program: Command): void {
  const group = defineGroup(program, "audit", "what was done, by whom, and that nothing of it was changed");
  const list = define(group, {
    usage: "list",
    description: "list entries, newest first",
    examples: ["berth audit list --action environment", "berth audit list --project my-shop --from 2026-01-31 --json"],
  });
  narrowed(list).option("--limit <number>", "how many, 200 at most", limit, 50).action(listEntries);
  define(group, {
    usage: "verify",
    description: "check that no entry was changed or removed; exits with 1 when one was",
    examples: ["berth audit verify", "berth audit verify --head 120:9f2c…"],
  })
    .option("--head <seq:hash>", "a head an earlier check printed, which has to be in the log still")
    .action(verify);
  const exporting = define(group, {
    usage: "export",
    description: "write the log into a file",
    examples: [
      "berth audit export --out audit.csv",
      "berth audit export --out audit.jsonl --format jsonl --text STRIPE",
    ],
  });
  narrowed(exporting)
    .requiredOption("--out <file>", "file to write; it must not exist")
    .option("--format <name>", "csv or jsonl", "csv")
    .action(exportEntries);
}

interface FilterFlags {
  action?: string;
  project?: string;
  text?: string;
  from?: string;
  to?: string;
}

function narrowed(command: Command): Command {
  return command
    .option("--action <name>", "only this action, or what begins with it")
    .option("--project <name>", "only what was done to this project")
    .option("--text <words>", "only entries that hold these words")
    .option("--from <time>", "only from this day or time on", (text) => moment(text, "00:00:00"))
    .option("--to <time>", "only up to this day or time", (text) => moment(text, "23:59:59.999"));
}

async function filterOf({ action, project, text, from, to }: FilterFlags) {
  if (project === undefined) return { action, text, from, to };
  const { client } = await connect();
  return { action, text, from, to, targetId: (await (await loadServer()).projectByName(client, project)).id };
}

/** A day is meant as it is on this machine. */
function moment(text: string, time: string): string {
  const at = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T${time}` : text);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  throw new InvalidArgumentError("Give a day such as 2026-01-31, or a time such as 2026-01-31T12:00:00Z.");
}

function limit(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 200) return count;
  throw new InvalidArgumentError("Give a number from 1 to 200.");
}

async function listEntries(flags: FilterFlags & { limit: number }): Promise<void> {
  const { client } = await connect();
  const { entries } = await client.audit.list.query({ ...(await filterOf(flags)), limit: flags.limit });
  const rows = entries.map((entry) => [
    ago(entry.at),
    entry.actorName ?? entry.actorId ?? "Berth",
    entry.action,
    `${entry.targetKind} ${entry.targetName ?? entry.targetId}`,
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

async function exportEntries(flags: FilterFlags & { out: string; format: string }): Promise<void> {
  const { out, format } = flags;
  const { call, findServer } = await loadServer();
  const filter = Object.entries({ format, ...(await filterOf(flags)) }).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(filter as [string, string][]);
  const answer = await call(await findServer(), `/api/audit?${query}`, { method: "GET" });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  await writeNewFile(out, bytes, 0o600);
  writeOutput({ file: out, bytes: bytes.byteLength }, out);
}
