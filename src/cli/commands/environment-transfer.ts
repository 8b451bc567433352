import { randomUUID } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { type Command, Option } from "commander";
import { type FormatId, formatIds, writeFormat } from "@/modules/environment/pure";
import { AppError } from "@/server/errors";
import { connect, loadServer } from "../connect";
import { define } from "../define";
import { asFormat, readValues } from "../environment-files";
import { writeNewFile } from "../files";
import { columns, isJson, writeNote, writeOutput, writeResult } from "../output";
import { CommandFailed } from "../run";
import type { Client } from "../server";
import type { Scope } from "../variables";

const formatOption = (about: string) =>
  new Option("--format <name>", `${about}: ${formatIds.join(", ")}`).argParser(asFormat);

/** `env push`, `env pull` and `env diff`. */
export function addTransferCommands(group: Command, scoped: (command: Command) => Command): void {
  scoped(
    define(group, {
      usage: "push [file]",
      description: "store the values of a file; says before what it adds and changes, and creates a missing project",
      examples: [
        "berth env push --project my-shop",
        "berth env push secrets.yaml --project my-shop -e staging --dry-run",
      ],
    }).alias("import"),
  )
    .addOption(formatOption("format of the file, else what it looks like"))
    .option("--dry-run", "only say what would change")
    .option("--prune", "also remove what the file does not hold")
    .option("--public", "store new values as readable: they are shown in lists")
    .option("--reason <text>", "why, for the history")
    .action(pushValues);
  scoped(
    define(group, {
      usage: "pull",
      description: "print the values of an environment, or write them into a file; recorded in the audit log",
      examples: ["berth env pull --project my-shop --out .env.local", "berth env pull --project my-shop --format json"],
    }).alias("export"),
  )
    .addOption(formatOption("format to write").default("dotenv"))
    .option("--out <file>", "file to write, readable by you alone; it must not exist")
    .option("--force", "write over the file")
    .action(pullValues);
  scoped(
    define(group, {
      usage: "diff",
      description: "compare an environment with another one or with a file, without showing a value",
      examples: [
        "berth env diff --project my-shop -e staging --with production",
        "berth env diff --project my-shop --file .env",
      ],
    }).alias("compare"),
  )
    .addOption(new Option("--with <environment>", "the other environment").conflicts("file"))
    .option("--file <file>", "a file of values, or - for standard input")
    .addOption(formatOption("format of the file, else what it looks like"))
    .option("--all", "list what is the same too")
    .option("--exit-code", "exit with 1 when something differs")
    .action(diffValues);
}

interface PushFlags extends Scope {
  format?: FormatId;
  dryRun?: boolean;
  prune?: boolean;
  public?: boolean;
  reason?: string;
}

async function pushValues(file: string | undefined, flags: PushFlags): Promise<void> {
  const { format, values } = await readValues(file ?? ".env", "file", flags.format);
  if (Object.keys(values).length === 0) throw new AppError("VALIDATION", `${file ?? ".env"} holds no variable.`);
  const { client } = await connect();
  const { projectByName } = await loadServer();
  const { id } = flags.dryRun
    ? await projectByName(client, flags.project)
    : await client.project.ensure.mutate({ name: flags.project });
  const ref = { projectId: id, environment: flags.environment };
  const preview = await client.environment.import.mutate({ ...ref, values });
  const keysOf = (status: string) => preview.variables.filter((each) => each.status === status).map(({ key }) => key);
  const planned = { added: keysOf("added"), changed: keysOf("changed"), removed: flags.prune ? preview.absent : [] };
  refuseInvalid(preview);
  showPlan(preview, planned.removed);
  const result = { format, ...planned, unchanged: keysOf("unchanged"), dryRun: Boolean(flags.dryRun) };
  if (flags.dryRun) return writeOutput({ ...result, snapshotId: preview.snapshotId }, "");

  const visible = flags.public ? { sensitive: false } : {};
  const entry = (key: string) => [key, { value: values[key] ?? "", ...(planned.added.includes(key) ? visible : {}) }];
  const given = { ...ref, ...(flags.reason === undefined ? {} : { reason: flags.reason }) };
  let snapshotId = preview.snapshotId;
  const touched = [...planned.added, ...planned.changed];
  if (touched.length + planned.removed.length > 0) {
    const variables = Object.fromEntries(touched.map(entry));
    const save = { ...given, expectedSnapshotId: snapshotId, variables, unset: planned.removed, cause: "import" };
    snapshotId = (await client.environment.set.mutate(save)).snapshotId;
  }
  writeNote(`${flags.project}, ${flags.environment}: ${counts(planned)}.`);
  writeOutput({ ...result, snapshotId }, "");
}

type Preview = Awaited<ReturnType<Client["environment"]["import"]["mutate"]>>;

function refuseInvalid({ variables }: Preview): void {
  const invalid = variables.filter(({ status }) => status === "invalid");
  if (invalid.length === 0) return;
  const lines = invalid.slice(0, 5).map(({ key, message }) => `${key}: ${message}`);
  throw new AppError("VALIDATION", `Nothing was stored. ${lines.join(" ")}`, { details: { variables: invalid } });
}

/** One line a name, as in a diff; values are never shown. */
function showPlan({ variables }: Preview, removed: readonly string[]): void {
  const marks = { added: "+", changed: "~", unchanged: "", invalid: "" };
  for (const { key, status, message = "" } of variables) {
    if (marks[status] !== "" || message !== "") writeNote(`${marks[status] || " "} ${key}${message && `  ${message}`}`);
  }
  for (const key of removed) writeNote(`- ${key}`);
}

function counts({ added, changed, removed }: { added: string[]; changed: string[]; removed: string[] }): string {
  if (added.length + changed.length + removed.length === 0) return "nothing to change";
  return `${added.length} added, ${changed.length} changed, ${removed.length} removed`;
}

async function pullValues(flags: Scope & { format: FormatId; out?: string; force?: boolean }): Promise<void> {
  const { client } = await connect();
  const { id } = await (await loadServer()).projectByName(client, flags.project);
  const ref = { projectId: id, environment: flags.environment };
  const { variables, restricted } = await client.environment.export.mutate(ref);
  const written = await writeFormat(variables, flags.format, { name: `${flags.project}-${flags.environment}` });
  if (!written.ok) {
    const lines = written.refusals.slice(0, 5).map(({ key, reason }) => `${key}: ${reason}`);
    const message = `Nothing was written as ${flags.format}. ${lines.join(" ")}`;
    throw new AppError("VALIDATION", message, { details: { refusals: written.refusals } });
  }
  if (restricted.length > 0) writeNote(`Left out, because they are restricted: ${restricted.join(", ")}.`);
  if (flags.out !== undefined) {
    await writePrivate(flags.out, written.text, flags.force === true);
    writeNote(`${flags.out}: ${variables.length} variables of ${flags.project}, ${flags.environment}.`);
    return writeOutput({ file: flags.out, format: flags.format, count: variables.length, restricted }, flags.out);
  }
  if (!isJson()) process.stdout.write(written.text);
  else writeResult({ format: flags.format, text: written.text, count: variables.length, restricted });
}

/** Readable by its owner alone; a file that is written over is whole at every moment. */
async function writePrivate(file: string, text: string, isForced: boolean): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  if (!isForced) return writeNewFile(file, bytes, 0o600);
  const staged = `${file}.${randomUUID()}`;
  try {
    await writeNewFile(staged, bytes, 0o600);
    await rename(staged, file);
  } finally {
    await rm(staged, { force: true });
  }
}

interface DiffFlags extends Scope {
  with?: string;
  file?: string;
  format?: FormatId;
  all?: boolean;
  exitCode?: boolean;
}

interface Compared {
  key: string;
  status: "same" | "different" | "missing" | "extra";
  problem?: string | undefined;
}

async function diffValues(flags: DiffFlags): Promise<void> {
  const other = flags.with ?? flags.file;
  if (other === undefined)
    throw new AppError("VALIDATION", "Say what to compare with: --with ENVIRONMENT or --file FILE.");
  const variables = await compareWith(flags);
  const differing = variables.filter(({ status }) => status !== "same");
  const words = {
    same: "the same",
    different: "different",
    missing: `only in ${flags.environment}`,
    extra: `only in ${other}`,
  };
  const rows = (flags.all ? variables : differing).map(({ key, status, problem = "" }) => [
    key,
    words[status],
    problem,
  ]);
  const same = `${variables.length - differing.length} the same, ${differing.length} not.`;
  if (isJson()) writeResult({ from: flags.environment, to: other, variables });
  else if (rows.length > 0) process.stdout.write(`${columns(rows)}\n`);
  writeNote(same);
  if (flags.exitCode && differing.length > 0) throw new CommandFailed();
}

async function compareWith(flags: DiffFlags): Promise<Compared[]> {
  const read = flags.file === undefined ? undefined : await readValues(flags.file, "file", flags.format);
  const { client } = await connect();
  const { id: projectId } = await (await loadServer()).projectByName(client, flags.project);
  if (read === undefined) {
    const [from, to] = [{ environment: flags.environment }, { environment: flags.with ?? "" }];
    return (await client.environment.compare.query({ projectId, from, to })).variables;
  }
  const ref = { projectId, environment: flags.environment };
  const preview = await client.environment.import.mutate({ ...ref, values: read.values });
  const statuses = { added: "extra", changed: "different", unchanged: "same", invalid: "different" } as const;
  const inFile = preview.variables.map(({ key, status, message }) => {
    return { key, status: statuses[status], ...(status === "invalid" ? { problem: message } : {}) };
  });
  const absent = preview.absent.map((key) => ({ key, status: "missing" as const }));
  return [...inFile, ...absent].sort((one, next) => (one.key < next.key ? -1 : 1));
}
