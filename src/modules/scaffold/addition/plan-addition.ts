import { AppError } from "@/server/errors";
import { catalogVersion } from "../catalog/versions";
import { commandOf } from "../command";
import { installCommand, lockfileName, runCommand } from "../engine/package-manager";
import { generateProject } from "../engine/project";
import type { GeneratedFile, ScaffoldConfig, VariableSpec } from "../schema";
import { variablesOf } from "../variables";
import { type AddedChoice, chooseAddition, type WantedChoices } from "./choose-addition";
import { asksSamePackages } from "./merge-manifest";
import { type FileChange, type FileConflict, type ProjectFile, planFile } from "./plan-file";
import { readProjectRecord } from "./record";
import { readForm } from "./text-form";

export interface AdditionRequest {
  wanted: WantedChoices;
  /** A file of the project, or undefined where there is none. */
  readFile: (path: string) => Promise<ProjectFile | undefined>;
}

/** What adding to a project would do; nothing is written. */
export interface AdditionPlan {
  config: ScaffoldConfig;
  command: string;
  /** Of the project, and of this Berth. Unless they are the same, what was generated then is not known. */
  catalog: { recorded: string; current: string };
  added: AddedChoice[];
  changes: FileChange[];
  conflicts: FileConflict[];
  /** What a person should know: a file that is left, a step that is theirs. */
  notes: string[];
  /** Variables that the project did not read before. */
  variables: VariableSpec[];
  /** The command that installs what was added, where packages were. */
  install: string | undefined;
  /** Further commands, after the install. */
  steps: string[];
}

const recordFile = "berth.json";
const manifestFile = "package.json";
const migrations = "drizzle/";
const journal = "drizzle/meta/_journal.json";

type Project = ReadonlyMap<string, GeneratedFile>;

/**
 * Compares three states of every file: generated from the recorded configuration, generated with the addition, and as it
 * lies in the project. Throws NOT_FOUND, VALIDATION or PRECONDITION for a project or a choice that cannot be added to.
 */
export async function planAddition({ wanted, readFile }: AdditionRequest): Promise<AdditionPlan> {
  const recordText = await requireText(recordFile, readFile);
  const record = readProjectRecord(recordText);
  const { config, added } = chooseAddition(record.config, wanted);
  const [base, theirs] = [projectOf(record.config), projectOf(config)];
  const touched = added.length === 0 ? [] : touchedPaths(base, theirs);
  const ours = new Map<string, ProjectFile | undefined>();
  for (const path of [...new Set([...touched, manifestFile])]) ours.set(path, await readFile(path));
  const packages = planPackages(config, { base, theirs }, ours);
  const tables = planMigrations(config, touched, ours, base);
  const isLeft = (path: string): boolean =>
    path === recordFile ||
    (path === lockfileName(config) && !packages.hasLockfile) ||
    (tables.areOwn && path.startsWith(migrations));
  const plans = touched
    .filter((path) => !isLeft(path))
    .flatMap((path) => planFile({ path, base: base.get(path), theirs: theirs.get(path), ours: ours.get(path) }) ?? []);
  const known = new Set(variablesOf(record.config).map(({ key }) => key));
  return {
    config,
    command: commandOf(config),
    catalog: { recorded: record.catalogVersion, current: catalogVersion },
    added,
    changes: [
      ...(added.length === 0 ? [] : planRecord(recordText, theirs)),
      ...plans.flatMap((plan) => ("change" in plan ? [plan.change] : [])),
    ],
    conflicts: plans.flatMap((plan) => ("conflict" in plan ? [plan.conflict] : [])),
    notes: [...plans.flatMap((plan) => ("note" in plan ? [plan.note] : [])), ...packages.notes, ...tables.notes],
    variables: variablesOf(config).filter(({ key }) => !known.has(key)),
    install: packages.install,
    steps: tables.areOwn ? [runCommand(config, "db:generate")] : [],
  };
}

async function requireText(path: string, readFile: AdditionRequest["readFile"]): Promise<string> {
  const file = await readFile(path);
  if (file === undefined) {
    throw new AppError(
      "NOT_FOUND",
      `There is no ${path} here, which says how berth new made the project. Run this in the folder of such a project, or name it with --dir.`,
    );
  }
  if (file.text === undefined) throw new AppError("VALIDATION", `${path} is not UTF-8 text. Save it as UTF-8.`);
  return file.text;
}

function projectOf(config: ScaffoldConfig): Project {
  return new Map(generateProject(config).map((file) => [file.path, file]));
}

function touchedPaths(base: Project, theirs: Project): string[] {
  const paths = [...new Set([...base.keys(), ...theirs.keys()])].sort();
  return paths.filter((path) => base.get(path)?.content !== theirs.get(path)?.content);
}

/** Berth's own file: rewritten, with what others may have put beside its three entries. */
function planRecord(before: string, theirs: Project): FileChange[] {
  const { text, restore } = readForm(before);
  const generated = theirs.get(recordFile);
  if (generated === undefined) return [];
  const { config: _config, catalogVersion: _version, command: _command, ...others } = JSON.parse(text);
  const isPlain = Object.keys(others).length === 0;
  const content = isPlain
    ? generated.content
    : `${JSON.stringify({ ...JSON.parse(generated.content), ...others }, null, 2)}\n`;
  return [{ path: recordFile, status: "changed", before, after: restore(content), mode: generated.mode }];
}

interface PackagePlan {
  /** Whether the lockfile of the addition fits the project. */
  hasLockfile: boolean;
  install: string | undefined;
  notes: string[];
}

/** The generated lockfile fits only where neither it nor the packages of package.json were changed. */
function planPackages(
  config: ScaffoldConfig,
  { base, theirs }: { base: Project; theirs: Project },
  ours: ReadonlyMap<string, ProjectFile | undefined>,
): PackagePlan {
  const lockfile = lockfileName(config);
  const [before, after] = [base.get(manifestFile)?.content ?? "{}", theirs.get(manifestFile)?.content ?? "{}"];
  if (asksSamePackages(manifestFile, before, after)) return { hasLockfile: true, install: undefined, notes: [] };
  const manifest = readForm(ours.get(manifestFile)?.text ?? "{}").text;
  const lock = readForm(ours.get(lockfile)?.text ?? "").text;
  const isUntouched = lock === base.get(lockfile)?.content && asksSamePackages(manifestFile, before, manifest);
  if (isUntouched) return { hasLockfile: true, install: installCommand(config), notes: [] };
  const install = `${config.packageManager} install`;
  const notes = [
    `${lockfile} is not the generated one any more and stays as it is; \`${install}\` brings it up to date.`,
  ];
  return { hasLockfile: false, install, notes };
}

/** Numbered migrations follow each other: those of the addition cannot come after ones of the project's own. */
function planMigrations(
  config: ScaffoldConfig,
  touched: readonly string[],
  ours: ReadonlyMap<string, ProjectFile | undefined>,
  base: Project,
): { areOwn: boolean; notes: string[] } {
  const generated = base.get(journal)?.content;
  const present = readForm(ours.get(journal)?.text ?? "").text;
  if (generated === undefined || !touched.includes(journal) || present === generated)
    return { areOwn: false, notes: [] };
  const generate = runCommand(config, "db:generate");
  return {
    areOwn: true,
    notes: [
      `The project has migrations of its own, so those of the addition are left out. Its tables are in src/db/schema.ts: \`${generate}\` writes their migration.`,
    ],
  };
}
