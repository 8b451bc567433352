import type { Command } from "commander";
import { AppError } from "@/server/errors";
import { connect, loadServer } from "../connect";
import { define } from "../define";
import { ago, writeNote, writeOutput, writeTable } from "../output";
import type { Client } from "../server";
import type { Scope } from "../variables";

/** `env history` and `env restore`. */
export function addHistoryCommands(group: Command, scoped: (command: Command) => Command): void {
  scoped(
    define(group, {
      usage: "history",
      description: "list what was saved, newest first: who, when, and which names changed",
      examples: ["berth env history --project my-shop", "berth env history --project my-shop --key DATABASE_URL"],
    }),
  )
    .option("--key <name>", "only what changed this variable")
    .option("--limit <number>", "how many, 100 at most", Number, 20)
    .action(listHistory);
  scoped(
    define(group, {
      usage: "restore <number>",
      description: "bring an environment back to an earlier save, as a new one; the number is that of env history",
      examples: ["berth env restore 12 --project my-shop", "berth env restore 12 --project my-shop --key DATABASE_URL"],
    }),
  )
    .option("--key <names...>", "only these variables")
    .option("--reason <text>", "why, for the history")
    .action(restoreValues);
}

async function listHistory(flags: Scope & { key?: string; limit: number }): Promise<void> {
  const { client } = await connect();
  const { id } = await (await loadServer()).projectByName(client, flags.project);
  const asked = { limit: flags.limit, ...(flags.key === undefined ? {} : { key: flags.key }) };
  const { entries } = await client.environment.history.query({
    projectId: id,
    environment: flags.environment,
    ...asked,
  });
  const rows = entries.map((entry) => [
    String(entry.seq),
    ago(entry.at),
    entry.authorName,
    entry.reason ?? entry.cause,
    changesOf(entry),
  ]);
  writeTable(entries, ["NUMBER", "WHEN", "WHO", "WHY", "CHANGES"], rows, "Nothing was saved yet.");
}

async function restoreValues(snapshot: string, flags: Scope & { key?: string[]; reason?: string }): Promise<void> {
  const { client } = await connect();
  const { id: projectId } = await (await loadServer()).projectByName(client, flags.project);
  const snapshotId = /^\d+$/.test(snapshot)
    ? await findSnapshot(client, projectId, flags.environment, +snapshot)
    : snapshot;
  const saved = await client.environment.restore.mutate({
    projectId,
    snapshotId,
    ...(flags.key === undefined ? {} : { keys: flags.key }),
    ...(flags.reason === undefined ? {} : { reason: flags.reason }),
  });
  const { added, changed, removed } = saved;
  const what = `${added.length} came back, ${changed.length} changed, ${removed.length} removed`;
  writeNote(`${flags.project}, ${flags.environment}: as it was at ${snapshot}. ${what}.`);
  writeOutput(saved, "");
}

/** The id of a save by its number. Throws NOT_FOUND. */
async function findSnapshot(client: Client, projectId: string, environment: string, seq: number): Promise<string> {
  const page = await client.environment.history.query({ projectId, environment, before: seq + 1, limit: 1 });
  const found = page.entries.find((entry) => entry.seq === seq);
  if (found) return found.snapshotId;
  throw new AppError("NOT_FOUND", `${environment} has no save ${seq}. berth env history lists them.`);
}

function changesOf({ added, changed, removed }: { added: string[]; changed: string[]; removed: string[] }): string {
  const names = [
    ...added.map((key) => `+${key}`),
    ...changed.map((key) => `~${key}`),
    ...removed.map((key) => `-${key}`),
  ];
  return names.length > 6 ? `${names.slice(0, 6).join(" ")} and ${names.length - 6} more` : names.join(" ");
}
