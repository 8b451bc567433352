import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { mergeVariables, typesModuleMark, writeTypesModule } from "@/modules/environment/pure";
import { AppError } from "@/server/errors";
import { connect, loadServer } from "../connect";
import { define } from "../define";
import { writeNewFile } from "../files";
import { isJson, writeNote, writeOutput, writeResult } from "../output";
import { readVariables } from "../project-folder";
import { CommandFailed } from "../run";

interface TypesFlags {
  project?: string;
  environment: string;
  dir: string;
  out?: string;
  check?: boolean;
}

/** `env types`. */
export function addTypesCommand(group: Command): void {
  define(group, {
    usage: "types",
    description:
      "write a module that reads and checks the variables with their types, from the code and what is stored",
    examples: [
      "berth env types --project my-shop --out src/environment.ts",
      "berth env types --dir my-shop --out my-shop/src/environment.ts --check",
    ],
  })
    .option("--project <name>", "the project whose stored variables count too; without it no server is needed")
    .option("-e, --environment <name>", "the environment", "production")
    .option("--dir <dir>", "folder of the code", ".")
    .option("--out <file>", "file to write, else standard output")
    .option("--check", "write nothing; exit with 1 when the file is not up to date")
    .action(writeTypes);
}

async function writeTypes({ project, environment, dir, out, check }: TypesFlags): Promise<void> {
  const specs = await readVariables(path.resolve(dir));
  const variables = mergeVariables(specs, await readStored(project, environment));
  if (variables.length === 0) {
    throw new AppError(
      "VALIDATION",
      `The code in ${dir} reads no variable. Name a project whose variables are stored with --project.`,
    );
  }
  const module = writeTypesModule(variables);
  const names = variables.map(({ key }) => key);
  if (out === undefined)
    return isJson() ? writeResult({ variables: names, module }) : void process.stdout.write(module);
  const present = await readFile(out, "utf8").catch(() => undefined);
  const isCurrent = present === module;
  if (check && !isCurrent) {
    writeNote(
      `${out} is ${present === undefined ? "missing" : "not up to date"}. Run berth env types without --check.`,
    );
    writeOutput({ file: out, variables: names, isCurrent }, "");
    throw new CommandFailed();
  }
  if (!isCurrent) await writeModule(out, module, present);
  writeNote(`${out}: ${names.length} variables.`);
  if (!(await hasZod(dir)))
    writeNote("The module uses zod 4, which package.json does not name. Add it: npm install zod");
  writeOutput({ file: out, variables: names, isCurrent: true }, out);
}

/** Writes over its own earlier output only. Throws CONFLICT. */
async function writeModule(out: string, module: string, present: string | undefined): Promise<void> {
  if (present === undefined) return writeNewFile(out, new TextEncoder().encode(module));
  if (present.startsWith(typesModuleMark)) return writeFile(out, module);
  throw new AppError("CONFLICT", `${out} was not written by berth env types. Choose another name, or remove it first.`);
}

async function readStored(project: string | undefined, environment: string) {
  if (project === undefined) return [];
  const { client } = await connect();
  const { id } = await (await loadServer()).projectByName(client, project);
  return client.environment.list.query({ projectId: id, environment });
}

async function hasZod(dir: string): Promise<boolean> {
  const manifest = await readFile(path.join(dir, "package.json"), "utf8").catch(() => "");
  return manifest.includes('"zod"');
}
