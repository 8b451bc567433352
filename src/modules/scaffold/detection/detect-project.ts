import { commandsOf } from "./commands";
import type { DetectedPackage, DetectedProject, DetectedVariable, Note, StackField } from "./detected";
import { detectFramework } from "./framework";
import { type Manifest, readManifest } from "./manifest";
import { detectPackageManager, noteLockfiles } from "./package-manager";
import { type ProjectFile, ProjectFiles } from "./project-files";
import { readRecord } from "./record";
import { type CodeClues, detectAi, detectDatabase, detectExtras, detectSignIn } from "./stack";
import { type Collected, collectReads } from "./variables/collect";
import { mergeVariables } from "./variables/merge";
import { findPackages } from "./workspaces";

export interface Given {
  files: readonly ProjectFile[];
  /** What was left out while the files were listed. */
  notes?: readonly Note[];
  signal?: AbortSignal | undefined;
}

/** Says what a project is made of and which variables it reads, from its files alone; nothing in it is executed. */
export async function detectProject(given: Given): Promise<DetectedProject> {
  const files = new ProjectFiles(given.files, given.notes);
  const rootManifest = await readManifest(files, "");
  const config = await readRecord(files);
  const folders = new Set(await findPackages(files, rootManifest));
  const collected = await collectReads(files, given.signal);
  const others = [];
  for (const folder of folders) others.push(await detectPackage(files, folder, folders, collected));
  const root = await detectPackage(files, "", folders, collected);
  noteLockfiles(files, { name: root.found.packageManager, evidence: root.found.evidence.packageManager ?? [] });

  const packages = others.map(({ found }) => found);
  const app = chooseApp(root.found, packages);
  noteUnknown(files, app);
  const manifests = [root, ...others].flatMap(({ manifest }) => manifest ?? []);
  return {
    ...withWorkspace(app, [root.found, ...packages]),
    commands: fromRoot(root.found, app),
    path: "",
    appPath: app.path,
    ...(config ? { config } : {}),
    variables: mergeVariables(collected.reads, manifests),
    packages,
    notes: files.notes(),
    fileCount: files.paths.length,
  };
}

async function detectPackage(
  files: ProjectFiles,
  folder: string,
  folders: ReadonlySet<string>,
  collected: Collected,
): Promise<{ found: DetectedPackage; manifest: Manifest | undefined }> {
  const manifest = await readManifest(files, folder);
  const isOwn = (file: string) => ownerOf(file, folders) === folder;
  const framework = await detectFramework(files, folder, manifest);
  const manager = detectPackageManager(files, folder, manifest);
  const clues = mergeClues(collected, isOwn);
  const database = await detectDatabase(files, folder, manifest);
  const signIn = detectSignIn(manifest, clues);
  const { provider, template } = detectAi(manifest, clues);
  const extras = detectExtras(files, folder, manifest);
  const found: DetectedPackage = {
    path: folder,
    ...(manifest?.name ? { name: manifest.name } : {}),
    framework: framework?.name ?? "none",
    packageManager: manager.name,
    database: database.name,
    auth: signIn.name,
    aiProvider: provider.name,
    aiTemplate: template.name,
    extras: extras.names,
    commands: commandsOf(manifest, framework),
    evidence: {
      framework: framework ? [framework.evidence] : [],
      packageManager: manager.evidence,
      database: database.evidence,
      auth: signIn.evidence,
      aiProvider: provider.evidence,
      aiTemplate: template.evidence,
      extras: extras.evidence,
    },
    variables: ownVariables(collected, isOwn, manifest),
  };
  return { found, manifest };
}

function ownVariables(
  { reads }: Collected,
  isOwn: (file: string) => boolean,
  manifest: Manifest | undefined,
): DetectedVariable[] {
  return mergeVariables(
    reads.filter(({ file }) => isOwn(file)),
    manifest ? [manifest] : [],
  );
}

/** The deepest package a file lies in; the project's own root otherwise. */
function ownerOf(file: string, folders: ReadonlySet<string>): string {
  for (let end = file.lastIndexOf("/"); end > 0; end = file.lastIndexOf("/", end - 1)) {
    if (folders.has(file.slice(0, end))) return file.slice(0, end);
  }
  return "";
}

function mergeClues({ clues }: Collected, isOwn: (file: string) => boolean): CodeClues {
  const merged: CodeClues = { ai: {} };
  for (const [file, found] of clues) {
    if (!isOwn(file)) continue;
    merged.supabaseSignIn ??= found.supabaseSignIn;
    merged.ai = { ...found.ai, ...merged.ai };
  }
  return merged;
}

/** The project itself when it is an app; of a monorepo the package that looks most like one. */
function chooseApp(root: DetectedPackage, packages: readonly DetectedPackage[]): DetectedPackage {
  if (root.framework !== "none" || packages.length === 0) return root;
  const rank = ({ framework, path, commands }: DetectedPackage) =>
    (framework === "none" ? 0 : 8) +
    (/(?:^|\/)web$/.test(path) ? 4 : 0) +
    (/^apps?\//.test(path) ? 2 : 0) +
    (/(?:^|\/)(?:docs|storybook)$/.test(path) || !commands.start ? 0 : 1);
  return packages.reduce((best, each) => (rank(each) > rank(best) ? each : best), packages[0] ?? root);
}

const shared = ["packageManager", "database", "auth", "aiProvider", "aiTemplate"] as const satisfies StackField[];

/** The app with what it gets from the other packages: its database is often a package of its own. */
function withWorkspace(app: DetectedPackage, all: readonly DetectedPackage[]): DetectedPackage {
  const whole: DetectedPackage = { ...app, evidence: { ...app.evidence } };
  for (const field of shared) {
    const from = whole[field] === "none" ? all.find((each) => each[field] !== "none") : undefined;
    if (!from) continue;
    whole[field] = from[field];
    whole.evidence[field] = from.evidence[field] ?? [];
  }
  whole.extras = [...new Set([app, ...all].flatMap(({ extras }) => extras))];
  const clues = [app, ...all.filter((each) => each !== app)].flatMap(({ evidence }) => evidence.extras ?? []);
  whole.evidence.extras = clues;
  return whole;
}

/** The commands as they are run in the project's own folder, whose scripts come first. */
function fromRoot(root: DetectedPackage, app: DetectedPackage): DetectedPackage["commands"] {
  if (app.path === "") return root.commands;
  const entered = Object.entries(app.commands).map(([name, command]) => [
    name,
    `cd ${shellQuoted(app.path)} && ${command}`,
  ]);
  return { ...Object.fromEntries(entered), ...root.commands };
}

function shellQuoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function noteUnknown(files: ProjectFiles, app: DetectedPackage): void {
  if (app.framework !== "none" || app.commands.start) return;
  files.note(
    "warning",
    "No framework was recognised and package.json has no start script, so Berth does not know how to run this. Add a start script that serves on the port in PORT.",
  );
}
