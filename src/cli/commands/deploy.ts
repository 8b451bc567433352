import { randomUUID } from "node:crypto";
import path from "node:path";
import { type Command, Option } from "commander";
import { Platform } from "@/modules/deployment/schema";
import type { ScaffoldConfig } from "@/modules/scaffold/schema";
import { AppError } from "@/server/errors";
import { readConfig } from "../config-options";
import { loadServer } from "../connect";
import { define } from "../define";
import { agreeToCost, databaseMakers } from "../deploy-cost";
import { parseAppName, parseConnection, parseFingerprint, parsePlatforms, parseTimeout } from "../deploy-options";
import { isJson, writeNote, writeOutput, writeResult } from "../output";
import { readRecord, zipFolder } from "../project-folder";
import type { Client, Server } from "../server";
import { readDotenv } from "../variables";

interface DeployFlags {
  config?: string;
  dir?: string;
  project?: string;
  platform: Platform[];
  connection: Map<Platform | "any", string>;
  prod?: boolean;
  newest?: boolean;
  environment: string;
  envFile?: string;
  name?: string;
  timeout: number;
  createDatabase?: boolean;
  yes?: boolean;
  allowSecret?: string[];
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
      "berth deploy --project my-shop --platform vercel --connection work --prod",
      "berth deploy --project my-shop --platform vercel,railway",
      "berth deploy --project my-shop --platform railway --create-database --yes",
    ],
  })
    .addOption(new Option("--config <file|json>", "configuration of the app").conflicts(["dir", "project"]))
    .addOption(new Option("--dir <dir>", "folder of a project").conflicts("project"))
    .option("--project <name>", "a project that Berth knows")
    .option("--platform <names>", `where to: ${Platform.options.join(", ")}, or several of them`, parsePlatforms, [
      "local",
    ])
    .option("--connection <name>", "the account, as NAME or PLATFORM=NAME", parseConnection, new Map())
    .option("--prod", "to production; without it, later deployments of an app are previews where there are any")
    .option("--newest", "in place of the app's deployments that still wait")
    .option("-e, --environment <name>", "whose variables to use", "production")
    .option("--env-file <file>", "store the variables of this file first, or of standard input for -")
    .option("--name <name>", "name of the app (default: the project's)", parseAppName)
    .option("--timeout <seconds>", "give up after this long", parseTimeout, 300)
    .option("--allow-secret <fingerprint>", "let a finding of the secret scan go out; for owners", parseFingerprint)
    .option("--create-database", "have Railway or Render make a PostgreSQL beside the app, which they bill")
    .option("-y, --yes", "do not ask before what costs")
    .option("--no-wait", "start it and return its id at once")
    .action(deploy);
}

async function deploy(flags: DeployFlags, command: Command): Promise<void> {
  const source = await readSource(flags);
  const makers = flags.createDatabase ? databaseMakers(flags.platform) : [];
  const values = flags.envFile === undefined ? undefined : await readDotenv(flags.envFile, "env-file");
  const { connect } = await loadServer();
  const { server, client } = await connect();
  await agreeToCost(client, {
    project: flags.project ?? source.config?.name ?? path.basename(source.dir ?? ""),
    name: flags.name,
    platforms: flags.platform,
    makers,
    isAgreed: flags.yes,
  });
  const project = await ensureProject(client, flags, source.config, source.dir);
  const sourceId = source.dir === undefined ? undefined : await upload(server, source.dir);
  if (values && Object.keys(values).length > 0) {
    const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
    await client.environment.set.mutate({ projectId: project.id, environment: flags.environment, variables });
  }
  const { deployments } = await client.deployment.startAll.mutate({
    projectId: project.id,
    environment: flags.environment,
    timeoutSeconds: timeoutOf(flags, command),
    idempotencyKey: randomUUID(),
    queue: flags.newest ? "newest" : "wait",
    allowSecrets: flags.allowSecret,
    targets: flags.platform.map((platform) => targetOf(flags, platform, makers)),
    ...(sourceId === undefined ? {} : { sourceId }),
  });
  for (const { id, platform } of deployments) writeNote(`Deployment ${id} of ${project.name} to ${platform}`);
  if (!flags.wait) {
    for (const { id } of deployments) {
      writeNote(`It goes on by itself. To follow it: berth logs ${id} --follow`);
      const result = { type: "result", id, status: "queued", url: null };
      if (deployments.length === 1) writeOutput(result, id);
      else if (isJson()) writeResult(result);
      else writeOutput(undefined, id);
    }
    return;
  }
  const { watchAll, watchToEnd } = await import("../watch");
  const [only] = deployments;
  if (only && deployments.length === 1) await watchToEnd(only.id);
  else await watchAll(deployments);
}

const withDatabaseSeconds = 900;

/** A database takes some minutes to be made, which nobody who says nothing of time means to cut short. */
function timeoutOf({ timeout, createDatabase }: DeployFlags, command: Command): number {
  const isGiven = command.getOptionValueSource("timeout") !== "default";
  return createDatabase && !isGiven ? withDatabaseSeconds : timeout;
}

function targetOf({ connection, prod, name }: DeployFlags, platform: Platform, makers: readonly Platform[]) {
  const account = platform === "local" ? undefined : (connection.get(platform) ?? connection.get("any"));
  return {
    platform,
    target: prod ? ("production" as const) : ("auto" as const),
    ...(account === undefined ? {} : { connectionId: account }),
    ...(name === undefined ? {} : { name }),
    ...(makers.includes(platform) ? { database: "create" as const } : {}),
  };
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
  const { zip, files, leftOut } = await zipFolder(dir);
  if (leftOut.length > 0) writeNote(`Stays here, since it is there to hold secrets: ${leftOut.slice(0, 5).join(", ")}`);
  writeNote(`Uploading ${files} files (${Math.ceil(zip.byteLength / 1024)} kB)`);
  const headers = { "content-type": "application/zip" };
  const answer = await call(server, "/api/sources", { method: "POST", headers, body: zip });
  return ((await answer.json()) as { id: string }).id;
}
