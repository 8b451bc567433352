import { randomUUID } from "node:crypto";
import path from "node:path";
import { type Command, Option } from "commander";
import { Platform } from "@/modules/deployment/schema";
import type { ScaffoldConfig } from "@/modules/scaffold/schema";
import { AppError } from "@/server/errors";
import { readConfig } from "../config-options";
import { loadServer } from "../connect";
import { define } from "../define";
import { parseAppName, parseTimeout } from "../deploy-options";
import { writeNote, writeOutput } from "../output";
import { readRecord, zipFolder } from "../project-folder";
import type { Client, Server } from "../server";
import { readDotenv } from "../variables";

interface DeployFlags {
  config?: string;
  dir?: string;
  project?: string;
  platform: Platform;
  prod?: boolean;
  environment: string;
  envFile?: string;
  name?: string;
  timeout: number;
  wait: boolean;
}

export function addDeployCommand(program: Command): void {
  define(program, {
    usage: "deploy",
    description: "deploy a configuration, a folder or a project, and follow it to its end",
    examples: [
      'berth deploy --config \'{"name":"my-shop","database":"drizzle-postgres"}\' --platform local',
      "berth deploy --dir my-shop --platform local --env-file my-shop/.env",
      "berth deploy --project my-shop --platform local --json",
    ],
  })
    .addOption(new Option("--config <file|json>", "configuration of the app").conflicts(["dir", "project"]))
    .addOption(new Option("--dir <dir>", "folder of a project").conflicts("project"))
    .option("--project <name>", "a project that Berth knows")
    .addOption(new Option("--platform <name>", "where to").choices(Platform.options).default("local"))
    .option("--prod", "to production on platforms that tell it from previews")
    .option("-e, --environment <name>", "whose variables to use", "production")
    .option("--env-file <file>", "store the variables of this file first, or of standard input for -")
    .option("--name <name>", "name of the app (default: the project's)", parseAppName)
    .option("--timeout <seconds>", "give up after this long", parseTimeout, 300)
    .option("--no-wait", "start it and return its id at once")
    .action(deploy);
}

async function deploy(flags: DeployFlags): Promise<void> {
  const source = await readSource(flags);
  const values = flags.envFile === undefined ? undefined : await readDotenv(flags.envFile, "env-file");
  const { connect } = await loadServer();
  const { server, client } = await connect();
  const project = await ensureProject(client, flags, source.config, source.dir);
  const sourceId = source.dir === undefined ? undefined : await upload(server, source.dir);
  if (values && Object.keys(values).length > 0) {
    const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
    await client.environment.set.mutate({ projectId: project.id, environment: flags.environment, variables });
  }
  const { id } = await client.deployment.start.mutate({
    projectId: project.id,
    platform: flags.platform,
    environment: flags.environment,
    timeoutSeconds: flags.timeout,
    idempotencyKey: randomUUID(),
    ...(flags.name === undefined ? {} : { name: flags.name }),
    ...(sourceId === undefined ? {} : { sourceId }),
  });
  writeNote(`Deployment ${id} of ${project.name} to ${flags.platform}`);
  if (!flags.wait) {
    writeNote(`It goes on by itself. To follow it: berth logs ${id} --follow`);
    return writeOutput({ type: "result", id, status: "queued", url: null }, id);
  }
  const { watchToEnd } = await import("../watch");
  await watchToEnd(id);
}

/** Everything that can be wrong with the input is found before anything is created. */
async function readSource({ config, dir, project }: DeployFlags): Promise<{ config?: ScaffoldConfig; dir?: string }> {
  if (config !== undefined) return { config: await readConfig({ config }) };
  if (dir !== undefined) {
    const folder = path.resolve(dir);
    const record = await readRecord(folder);
    return { dir: folder, ...(record.config ? { config: record.config } : {}) };
  }
  if (project !== undefined) return {};
  throw new AppError("VALIDATION", "Say what to deploy: --config FILE|JSON, --dir DIR or --project NAME.");
}

async function ensureProject(client: Client, flags: DeployFlags, config: ScaffoldConfig | undefined, dir?: string) {
  if (flags.project !== undefined) return (await loadServer()).projectByName(client, flags.project);
  return client.project.ensure.mutate({ name: config?.name ?? path.basename(dir ?? ""), config });
}

async function upload(server: Server, dir: string): Promise<string> {
  const { call } = await loadServer();
  const { zip, files } = await zipFolder(dir);
  writeNote(`Uploading ${files} files (${Math.ceil(zip.byteLength / 1024)} kB)`);
  const headers = { "content-type": "application/zip" };
  const answer = await call(server, "/api/sources", { method: "POST", headers, body: zip });
  return ((await answer.json()) as { id: string }).id;
}
