import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import type { DetectedProject } from "@/modules/scaffold";
import { AppError } from "@/server/errors";
import { define } from "../define";
import { columns, isJson, paint, writeNote, writeResult } from "../output";

export function addDetectCommand(program: Command): void {
  define(program, {
    usage: "detect <source>",
    description: "say what a project is made of and which variables it reads; needs no server and executes nothing",
    examples: ["berth detect .", "berth detect project.zip --json"],
  }).action(detect);
}

async function detect(source: string): Promise<void> {
  const project = await detectSource(source);
  if (isJson()) return writeResult(project);
  process.stdout.write(`${describe(project)}\n`);
  for (const { level, message, file } of project.notes) {
    writeNote(`${paint(level === "warning" ? "yellow" : "dim", `${level}:`)} ${file ? `${file}: ` : ""}${message}`);
  }
}

/** Reads a folder where it lies, or a ZIP. Throws NOT_FOUND, or VALIDATION past the limits. */
async function detectSource(source: string): Promise<DetectedProject> {
  const target = path.resolve(source);
  const info = await stat(target).catch(() => undefined);
  if (!info) throw new AppError("NOT_FOUND", `There is no folder or ZIP ${JSON.stringify(source)}.`);
  const scaffold = await import("@/modules/scaffold");
  if (info.isDirectory()) return scaffold.detectProject(await scaffold.listFolder(target));
  if (info.size > scaffold.projectLimits.zipBytes) throw scaffold.zipTooLarge();
  return scaffold.detectProject(scaffold.listZip(await readFile(target)));
}

function describe(project: DetectedProject): string {
  const fields: [label: string, value: string, field: keyof DetectedProject["evidence"]][] = [
    ["Framework", project.framework, "framework"],
    ["Package manager", project.packageManager, "packageManager"],
    ["Database", project.database, "database"],
    ["Sign-in", project.auth, "auth"],
    ["AI provider", project.aiProvider, "aiProvider"],
    ["AI", project.aiTemplate, "aiTemplate"],
    ["Extras", project.extras.join(", ") || "none", "extras"],
  ];
  const stack = fields.map(([label, value, field]) => [label, value, evidenceOf(project, field)]);
  const commands = [
    ["Build", project.commands.build ?? "none", ""],
    ["Start", project.commands.start ?? "none", ""],
  ];
  return [columns([...stack, ...commands]), ...packagesOf(project), ...variablesOf(project)].join("\n");
}

function evidenceOf({ evidence }: DetectedProject, field: keyof DetectedProject["evidence"]): string {
  const found = evidence[field] ?? [];
  return found
    .slice(0, 3)
    .map(({ file, line, seen }) => `${file}${line === undefined ? "" : `:${line}`} (${seen})`)
    .join(", ");
}

function packagesOf({ packages }: DetectedProject): string[] {
  if (packages.length === 0) return [];
  const rows = packages.map((each) => [`  ${each.path}`, each.framework, each.database, `${each.variables.length}`]);
  return ["", columns([["Package", "Framework", "Database", "Variables"], ...rows])];
}

function variablesOf({ variables }: DetectedProject): string[] {
  if (variables.length === 0) return ["", "No environment variables found."];
  const rows = variables.map((variable) => [
    variable.key,
    variable.required ? "required" : "optional",
    variable.sensitive ? "secret" : variable.public ? "public" : "",
    variable.provider ?? "",
    placesOf(variable.places),
  ]);
  return ["", columns([["VARIABLE", "", "", "PROVIDER", "READ IN"], ...rows])];
}

function placesOf(places: DetectedProject["variables"][number]["places"]): string {
  const shown = places.slice(0, 2).map(({ file, line }) => `${file}:${line}`);
  return places.length > 2 ? `${shown.join(", ")} and ${places.length - 2} more` : shown.join(", ");
}
