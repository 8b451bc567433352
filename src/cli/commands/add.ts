import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { type Command, Option } from "commander";
import {
  type AdditionPlan,
  type ConflictChoice,
  conflictChoices,
  type FileChange,
  planAddition,
  settleConflicts,
  type WantedChoices,
} from "@/modules/scaffold/pure";
import { AiProvider, AiTemplate, AuthOption, AuthProvider, DatabaseOption, Extra } from "@/modules/scaffold/schema";
import { AppError } from "@/server/errors";
import { describeAddition, describeNext, summarize } from "../addition-view";
import { ask, isInteractive } from "../ask";
import { define } from "../define";
import { isJson, writeNote, writeResult } from "../output";
import { patchOf, viewPatches } from "../patch-view";
import { openProject } from "../project-changes";
import { CommandFailed } from "../run";

interface AddFlags {
  database?: string;
  auth?: string;
  authProviders?: string;
  aiTemplate?: string;
  aiProvider?: string;
  conflict?: ConflictChoice;
  dryRun?: boolean;
  yes?: boolean;
  dir: string;
}

/** `berth add`: a choice for a project that Berth made, merged with what its people changed; without a server. */
export function addAddCommand(program: Command): void {
  const oneOf = (values: readonly string[]) => values.filter((value) => value !== "none").join(", ");
  define(program, {
    usage: "add [extras...]",
    description: `add to a project that berth new made: shows the diff first, and keeps your edits. Extras: ${Extra.options.join(", ")}`,
    examples: [
      "berth add redis vitest",
      "berth add --ai-template rag --ai-provider openai",
      "berth add email --dry-run",
    ],
  })
    .option("--database <name>", `${oneOf(DatabaseOption.options)}; for a project without one`)
    .option("--auth <name>", `${oneOf(AuthOption.options)}; for a project without one`)
    .option("--auth-providers <names>", `any of ${AuthProvider.options.join(", ")}; comma-separated`)
    .option("--ai-template <name>", `${oneOf(AiTemplate.options)}; for a project without one`)
    .option("--ai-provider <name>", oneOf(AiProvider.options))
    .option("--dir <dir>", "folder of the project", ".")
    .addOption(
      new Option(
        "--conflict <how>",
        "where you and the addition changed the same lines: yours, Berth's, or both marked",
      ).choices(conflictChoices),
    )
    .option("--dry-run", "show what would change, and write nothing")
    .option("-y, --yes", "write without being asked")
    .action(addToProject);
}

async function addToProject(extras: string[], flags: AddFlags): Promise<void> {
  const wanted = wantedOf(extras, flags);
  const project = await openProject(flags.dir);
  const plan = await planAddition({ wanted, readFile: project.read });
  if (plan.added.length === 0) return reportNothing(project.root, plan);
  // While nobody has chosen, a clash is shown with both sides.
  const shown = settleConflicts(plan, flags.conflict ?? "markers");
  if (!isJson()) {
    process.stdout.write(`${viewPatches(shown)}\n`);
    writeNote(describeAddition(plan));
  }
  if (flags.dryRun === true) return report(project.root, plan, shown, false);
  const hint = await uncommittedHint(project.root);
  if (hint !== undefined) writeNote(hint);
  const choice = await consent(plan, flags);
  const changes = settleConflicts(plan, choice);
  project.write(changes);
  report(project.root, plan, changes, true);
}

function wantedOf(
  extras: string[],
  { database, auth, authProviders, aiTemplate, aiProvider }: AddFlags,
): WantedChoices {
  const list = (text: string): string[] => text.split(",").flatMap((item) => item.trim() || []);
  const named = extras.flatMap(list);
  const given = Object.entries({ database, auth, aiTemplate, aiProvider }).filter(([, value]) => value !== undefined);
  if (given.length === 0 && named.length === 0 && authProviders === undefined) {
    throw new AppError(
      "VALIDATION",
      `Say what to add, such as: berth add ${Extra.options[0]}. berth add --help lists it all.`,
    );
  }
  return {
    ...Object.fromEntries(given),
    extras: named,
    ...(authProviders === undefined ? {} : { authProviders: list(authProviders) }),
  };
}

/** How conflicts are settled, once somebody agreed. Throws VALIDATION or CONFLICT where nobody can be asked. */
async function consent({ conflicts, added }: AdditionPlan, { yes, conflict }: AddFlags): Promise<ConflictChoice> {
  const clashes = conflicts.length > 0 && conflict === undefined;
  if (yes !== true && !isInteractive()) {
    throw new AppError(
      "VALIDATION",
      "Nothing was written. Add -y to write this without being asked, or --dry-run to look.",
    );
  }
  if (clashes && !isInteractive()) {
    const files = conflicts.map(({ path: file, places }) => `${file} (${places.join(", ")})`).join(", ");
    throw new AppError(
      "CONFLICT",
      `Nothing was written: you and the addition changed the same in ${files}. Add --conflict keep for your lines, theirs for Berth's, or markers for both between conflict markers.`,
      { details: { conflicts: conflicts.map(({ path: file, places }) => ({ path: file, places })) } },
    );
  }
  const choice = clashes ? await askChoice() : (conflict ?? "keep");
  if (yes === true) return choice;
  const answer = await ask(`Add ${added.map(({ value }) => value).join(", ")}? (y/N)`);
  if (/^y(es)?$/i.test(answer)) return choice;
  writeNote("Nothing was written.");
  throw new CommandFailed(8);
}

async function askChoice(): Promise<ConflictChoice> {
  for (;;) {
    const answer = await ask(
      "Where both changed the same lines: keep yours, take theirs, or write both with markers?",
      "keep",
    );
    const choice = conflictChoices.find((candidate) => candidate === answer);
    if (choice !== undefined) return choice;
    writeNote(`Answer ${conflictChoices.join(", ")}, or press Ctrl-C.`);
  }
}

/** Git is asked, never needed: with uncommitted changes its diff would mix them with the addition. */
async function uncommittedHint(root: string): Promise<string | undefined> {
  const args = ["-c", "core.fsmonitor=false", "status", "--porcelain", "--", "."];
  const result = await promisify(execFile)("git", args, { cwd: root, timeout: 5_000 }).catch(() => undefined);
  if (result === undefined || result.stdout.trim() === "") return undefined;
  return "This folder has uncommitted changes. Commit them first if `git diff` shall show the addition alone.";
}

function reportNothing(root: string, plan: AdditionPlan): void {
  if (isJson()) report(root, plan, [], false);
  else writeNote(`${plan.config.name} has all of that. Nothing to add.`);
}

function report(root: string, plan: AdditionPlan, changes: readonly FileChange[], isWritten: boolean): void {
  const { config, command, catalog, added, conflicts, notes, variables, install, steps } = plan;
  if (!isJson()) {
    writeNote(isWritten ? describeNext(plan, path.relative(process.cwd(), root)) : "\nNothing was written.");
    return;
  }
  const files = changes.map((change) => ({ path: change.path, status: change.status, patch: patchOf(change) }));
  writeResult({
    ...{ path: root, written: isWritten, added, config, command, catalog, counts: summarize(plan), files },
    conflicts: conflicts.map(({ path: file, places }) => ({ path: file, places })),
    ...{ notes, variables, install, steps },
  });
}
