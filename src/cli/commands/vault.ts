import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { AppError } from "@/server/errors";
import { connect, loadServer } from "../connect";
import { define, defineGroup } from "../define";
import { asPasted } from "../name";
import { ago, columns, isJson, writeNote, writeOutput } from "../output";
import { CommandFailed } from "../run";

type Client = Awaited<ReturnType<typeof connect>>["client"];
type VaultStatus = Awaited<ReturnType<Client["environment"]["vault"]["status"]["query"]>>;
type RotationState = NonNullable<VaultStatus["rotation"]>;

export function addVaultCommands(program: Command): void {
  const group = defineGroup(program, "vault", "the keys that stored values are encrypted with");
  define(group, {
    usage: "status",
    description: "which key wraps how much, which may be removed, and what should be rotated",
    examples: ["berth vault status"],
  }).action(showStatus);
  define(group, {
    usage: "rotate",
    description: "wrap every key with the active master key, or give a project a new data key",
    examples: ["berth vault rotate", "berth vault rotate --new-key", "berth vault rotate --project my-shop"],
  })
    .option("--project <name>", "encrypt the values of this project again, with a new key")
    .option("--new-key", "make a new master key first; only where Berth keeps the keys itself")
    .option("--no-wait", "return once it has started")
    .action(rotate);
}

async function showStatus(): Promise<void> {
  const { client } = await connect();
  const status = await client.environment.vault.status.query();
  const keys = status.masterKeys.map((key) => [
    key.id,
    key.isActive ? "active" : "older",
    counted(key.wraps, "key"),
    fate(key),
  ]);
  const projects = status.projects.map((each) => [
    each.projectName,
    `key ${ago(each.createdAt)}`,
    counted(each.values, "value"),
    stateOf(each),
  ]);
  const tables = [
    columns([["MASTER KEY", "STATE", "WRAPS", "NOTE"], ...keys]),
    projects.length > 0 ? columns([["PROJECT", "MADE", "SEALS", "NOTE"], ...projects]) : "",
  ];
  writeOutput(status, tables.filter(Boolean).join("\n\n"));
}

function fate(key: VaultStatus["masterKeys"][number]): string {
  if (!key.isPresent) return "missing: put it back into ENCRYPTION_KEYS";
  if (key.isRemovable) return "may be removed from ENCRYPTION_KEYS; older backups still need it";
  return !key.isActive ? "still needed: berth vault rotate" : "";
}

function stateOf({ projectName, behind, advice, rotation }: VaultStatus["projects"][number]): string {
  if (rotation?.finishedAt === null) return `rotating: ${counted(behind, "value")} left`;
  const command = asPasted(`berth vault rotate --project ${projectName}`);
  if (behind > 0) return `${counted(behind, "value")} under an older key: ${command}`;
  return advice ? `${advice} ${command}` : "";
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

interface RotateFlags {
  project?: string;
  newKey?: boolean;
  wait: boolean;
}

async function rotate({ project, newKey, wait }: RotateFlags): Promise<void> {
  if (project !== undefined && newKey)
    throw new AppError(
      "VALIDATION",
      "--new-key makes a master key; a project has a key of its own. Give one of the two.",
    );
  const { client } = await connect();
  const projectId = project === undefined ? undefined : (await (await loadServer()).projectByName(client, project)).id;
  const { runId } = await client.environment.vault.rotate.mutate(
    projectId === undefined ? { scope: "master", newKey: newKey ?? false } : { scope: "project", projectId },
  );
  if (!wait) {
    writeNote("Under way. See how far it is: berth vault status");
    return writeOutput({ runId, status: "queued" }, runId);
  }
  const rotation = await follow(client, projectId);
  writeOutput(rotation, "");
  if (rotation.status !== "succeeded") {
    writeNote(rotation.message ?? `The rotation ended: ${rotation.status.replace("_", " ")}.`);
    throw new CommandFailed(rotation.status === "failed" ? 1 : 8);
  }
  writeNote(
    projectId === undefined ? "Every key is wrapped by the active master key." : "Every value has the new key.",
  );
}

/** Says how much is left until the rotation has ended. It goes on when this command is stopped. */
async function follow(client: Client, projectId?: string): Promise<RotationState> {
  process.once("SIGINT", () => {
    writeNote("\nThe rotation goes on without this command. See how far it is: berth vault status");
    process.exit(8);
  });
  for (let said = ""; ; await sleep(500)) {
    const { rotation, left } = progress(await client.environment.vault.status.query(), projectId);
    if (rotation?.finishedAt) return rotation;
    if (left !== said && !isJson()) writeNote(left);
    said = left;
  }
}

function progress(status: VaultStatus, projectId?: string): { rotation: RotationState | null; left: string } {
  const project = status.projects.find((each) => each.projectId === projectId);
  if (project)
    return {
      rotation: project.rotation,
      left: `${project.behind.toLocaleString("en")} of ${counted(project.values, "value")} left`,
    };
  const wraps = status.masterKeys.filter(({ isActive }) => !isActive).reduce((sum, key) => sum + key.wraps, 0);
  return { rotation: status.rotation, left: `${counted(wraps, "key")} left` };
}
