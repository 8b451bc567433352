import type { Command } from "commander";
import { define } from "../define";
import { writeNote, writeOutput } from "../output";
import { findPlace, type Scope } from "../variables";

/** `env copy`. */
export function addCopyCommand(group: Command, scoped: (command: Command) => Command): void {
  scoped(
    define(group, {
      usage: "copy",
      description: "copy values to another environment; they stay on the server, and none is shown",
      examples: [
        "berth env copy --project my-shop -e staging --to production --key STRIPE_SECRET_KEY",
        "berth env copy --project my-shop --to staging --dry-run",
      ],
    }).alias("promote"),
  )
    .requiredOption("--to <environment>", "the environment that gets them")
    .option("--key <names...>", "only these variables; all of them where none is named")
    .option("--dry-run", "only say what would change")
    .option("--reason <text>", "why, for the history")
    .action(copyValues);
}

interface CopyFlags extends Scope {
  to: string;
  key?: string[];
  dryRun?: boolean;
  reason?: string;
}

async function copyValues({ to, key, dryRun = false, reason, ...scope }: CopyFlags): Promise<void> {
  const { client, projectId } = await findPlace(scope);
  const copied = await client.environment.copy.mutate({
    projectId,
    from: { environment: scope.environment },
    to: { environment: to },
    preview: dryRun,
    ...(key === undefined ? {} : { keys: key }),
    ...(reason === undefined ? {} : { reason }),
  });
  const { added, changed, unchanged } = copied;
  const counts = `${added.length} added, ${changed.length} changed, ${unchanged.length} the same`;
  writeNote(`${scope.project}, ${scope.environment} to ${to}: ${counts}.${dryRun ? " Nothing was copied." : ""}`);
  const lines = [...added.map((name) => `+ ${name}`), ...changed.map((name) => `~ ${name}`)];
  writeOutput({ ...copied, dryRun }, lines.join("\n"));
}
