import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Command } from "commander";
import { isReservedName } from "@/modules/environment/pure";
import { AppError } from "@/server/errors";
import { connect, loadServer } from "../connect";
import { define } from "../define";
import { writeError, writeNote } from "../output";
import type { Scope } from "../variables";

const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"];

/** `env run`. */
export function addRunCommand(group: Command, scoped: (command: Command) => Command): void {
  scoped(
    define(group, {
      usage: "run <command...>",
      description: "start a command with the values in its environment and nothing on disk; put -- before it",
      examples: [
        "berth env run --project my-shop -e staging -- npm run dev",
        "berth env run --project my-shop -- psql service=shop",
      ],
    }),
  )
    .option("--allow-reserved", "also set names that change how programs start, such as NODE_OPTIONS and PATH")
    .action(runWithValues);
}

async function runWithValues(words: string[], flags: Scope & { allowReserved?: boolean }): Promise<void> {
  const { client } = await connect();
  const { id } = await (await loadServer()).projectByName(client, flags.project);
  const ref = { projectId: id, environment: flags.environment, purpose: "run" as const };
  const { variables, restricted } = await client.environment.export.mutate(ref);
  const values = Object.fromEntries(variables.map(({ key, value }) => [key, value]));
  if (!flags.allowReserved) refuseReserved(Object.keys(values));
  if (restricted.length > 0) writeNote(`Not set, because they are restricted: ${restricted.join(", ")}.`);
  process.exitCode = await runCommand(words, values);
}

function refuseReserved(keys: readonly string[]): void {
  const reserved = keys.filter(isReservedName);
  if (reserved.length === 0) return;
  const names = reserved.join(", ");
  const message = `${names}: a value there changes how programs start on this machine, and could run code. Remove it, or add --allow-reserved.`;
  throw new AppError("VALIDATION", message, { details: { keys: reserved } });
}

/** Resolves with the exit code a shell would give: that of the command, or 128 and the number of the signal. */
async function runCommand([file = "", ...args]: string[], values: Record<string, string>): Promise<number> {
  const { ownEnv } = await import("@/server/env");
  let child: ChildProcess | undefined;
  const forward = (signal: NodeJS.Signals) => {
    // A terminal sends Ctrl-C to the command itself; passing it on would make two of one.
    const isFromTerminal = process.stdin.isTTY && (signal === "SIGINT" || signal === "SIGQUIT");
    if (!isFromTerminal) child?.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  try {
    const started = spawn(file, args, { env: ownEnv(values), stdio: "inherit" });
    child = started;
    return await new Promise<number>((resolve, reject) => {
      started.once("error", reject);
      started.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } catch (error) {
    return explain(file, error);
  } finally {
    for (const signal of signals) process.off(signal, forward);
  }
}

/** As `env` and shells do: 127 for a command that is not there, 126 for one that cannot be run. */
function explain(file: string, error: unknown): number {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") {
    writeError(`There is no command ${JSON.stringify(file)}.`);
    return 127;
  }
  if (code === "E2BIG")
    writeError("The values are more than a process can be given together. Store fewer or shorter ones.");
  else writeError(`${JSON.stringify(file)} cannot be run: ${error instanceof Error ? error.message : String(error)}.`);
  return 126;
}
