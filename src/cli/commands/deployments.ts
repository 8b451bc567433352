import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { type Command, InvalidArgumentError, Option } from "commander";
import { canDo, logLine } from "@/modules/deployment/pure";
import type { DeploymentDetail, DeploymentSummary, LateOutcome, Platform } from "@/modules/deployment/schema";
import { connect, loadServer } from "../connect";
import { define } from "../define";
import { agreeToCost } from "../deploy-cost";
import { parseAppName, parseFingerprint, parsePlatform, parseTimeout } from "../deploy-options";
import {
  ago,
  columns,
  duration,
  foreignLine,
  isJson,
  writeNote,
  writeOutput,
  writeResult,
  writeTable,
} from "../output";
import type { Client } from "../server";
import { readWords } from "../variables";

const id = "0190f6c2-6f6e-7c3a-9d55-0a1b2c3d4e5f";

export function addDeploymentCommands(program: Command): void {
  define(program, {
    usage: "deployments",
    description: "list deployments, newest first",
    examples: ["berth deployments", "berth deployments --project my-shop --limit 50"],
  })
    .option("--project <name>", "only of this project")
    .option("--limit <number>", "how many", parseLimit, 20)
    .action(listDeployments);
  define(program, {
    usage: "status <id>",
    description: "show a deployment: steps, address, what failed",
    examples: [`berth status ${id}`, `berth status ${id} --json`],
  }).action(showStatus);
  define(program, {
    usage: "logs <id>",
    description: "print the log of a deployment",
    examples: [`berth logs ${id}`, `berth logs ${id} --follow`],
  })
    .option("-f, --follow", "go on until the deployment ends")
    .action(printLogs);
  define(program, {
    usage: "cancel <id>",
    description: "cancel a deployment that waits or runs",
    examples: [`berth cancel ${id}`],
  }).action(cancel);
  addFollowUp(program, "retry", "deploy again what failed, was cancelled or ran out of time, elsewhere if you like")
    .option("--platform <name>", "where to (default: as before)", parsePlatform)
    .option("--connection <name>", "the account (default: as before)")
    .option("--set <name=value>", "store a variable of its environment first; can be repeated", collect)
    .option("--name <name>", "name of the app (default: as before)", parseAppName)
    .option("-y, --yes", "do not ask before what costs")
    .option("--timeout <seconds>", "give up after this long (default: as before)", parseTimeout)
    .option("--allow-secret <fingerprint>", "let a finding of the secret scan go out; for owners", parseFingerprint);
  addFollowUp(program, "redeploy", "deploy the same again").addOption(
    new Option("--values <which>", "variables of now, or those it ran with")
      .choices(["current", "same"])
      .default("current"),
  );
  addFollowUp(program, "rollback", "bring an older deployment of an app back");
  addFollowUp(program, "promote", "lead visitors to a preview");
}

type FollowUp = "retry" | "redeploy" | "rollback" | "promote";

interface FollowUpFlags {
  wait: boolean;
  platform?: Platform;
  connection?: string;
  values: "current" | "same";
  name?: string;
  set?: string[];
  timeout?: number;
  allowSecret?: string[];
  yes?: boolean;
}

function collect(word: string, before: string[] = []): string[] {
  if (word.indexOf("=") > 0) return [...before, word];
  throw new InvalidArgumentError("Give NAME=value.");
}

function addFollowUp(program: Command, name: FollowUp, description: string): Command {
  return define(program, { usage: `${name} <id>`, description, examples: [`berth ${name} ${id}`] })
    .option("--no-wait", "start it and return its id at once")
    .action((given: string, flags: FollowUpFlags) => startAgain(name, given, flags));
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  throw new InvalidArgumentError("Give a number from 1 to 100.");
}

async function listDeployments({ project, limit }: { project?: string; limit: number }): Promise<void> {
  const { client } = await connect();
  const projectId = project === undefined ? undefined : await idOf(client, project);
  const { items } = await client.deployment.list.query({ limit, ...(projectId ? { projectId } : {}) });
  const rows = items.map((item) => [
    item.id,
    item.name,
    item.isCurrent ? `${item.status}, current` : item.status,
    placeOf(item),
    ago(item.createdAt),
    item.url ?? "",
  ]);
  const empty = 'There is no deployment yet. Start one: berth deploy --config \'{"name":"my-shop"}\' --platform local';
  writeTable(items, ["ID", "APP", "STATUS", "PLATFORM", "STARTED", "ADDRESS"], rows, empty);
}

async function idOf(client: Client, name: string): Promise<string> {
  return (await (await loadServer()).projectByName(client, name)).id;
}

async function showStatus(given: string): Promise<void> {
  const { client } = await connect();
  const detail = await client.deployment.get.query({ id: given });
  writeOutput(detail, statusText(detail));
  if (isJson()) return;
  const { errorLines } = await import("../event-lines");
  if (detail.error) writeNote(`\n${errorLines(detail.error).join("\n")}`);
}

function statusText(detail: DeploymentDetail): string {
  const facts = [
    ["Status", detail.status],
    ["App", `${detail.name} (${placeOf(detail)}, ${detail.environment})`],
    ["Address", detail.url ?? "none yet"],
    ...(detail.waitingFor ? [["Waiting", detail.waitingFor.message]] : []),
    ...(detail.lateOutcome ? [["Later", lateText(detail.lateOutcome)]] : []),
    ...(detail.isolation
      ? [["Isolation", detail.isolation === "process" ? "process group, not isolated" : detail.isolation]]
      : []),
    ...(detail.queuePosition ? [["Queue", `place ${detail.queuePosition}`]] : []),
    ...(detail.resumedFrom ? [["Resumed", `from ${detail.resumedFrom}`]] : []),
    ["Events", String(detail.eventCount)],
  ];
  const steps = detail.steps.map((step) => [
    `  ${step.name}`,
    step.status,
    step.durationMs === undefined ? "" : duration(step.durationMs),
    step.attempts > 1 ? `${step.attempts} attempts` : "",
  ]);
  return [columns(facts), columns(steps)].filter(Boolean).join("\n\n");
}

function placeOf({ platform, target, emulated }: DeploymentSummary): string {
  const preview = target === "preview" ? " preview" : "";
  return `${platform}${preview}${emulated ? ", emulated" : ""}`;
}

function lateText({ status, url }: LateOutcome): string {
  if (status === "watching") return "it goes on there, and Berth keeps looking how it ends";
  return [status === "unknown" ? "how it ended there is not known" : status, url].filter(Boolean).join(" at ");
}

async function printLogs(given: string, { follow }: { follow?: boolean }): Promise<void> {
  const { server, client } = await connect();
  const { eventCount } = await client.deployment.get.query({ id: given });
  if (!follow && !isJson()) {
    const answer = await (await loadServer()).call(server, `/api/deployments/${encodeURIComponent(given)}/logs.txt`);
    const lines = createInterface({ input: Readable.fromWeb(answer.body as ReadableStream<Uint8Array>) });
    for await (const line of lines) process.stdout.write(`${foreignLine(line, process.stdout)}\n`);
    return;
  }
  const { followEvents } = await import("../events");
  const leaving = new AbortController();
  process.once("SIGINT", () => leaving.abort());
  for await (const event of followEvents(given, leaving.signal)) {
    if (isJson()) writeResult(event);
    else process.stdout.write(`${foreignLine(logLine(event), process.stdout)}\n`);
    if (!follow && event.seq >= eventCount) return;
  }
}

async function cancel(given: string): Promise<void> {
  const { client } = await connect();
  await client.deployment.cancel.mutate({ id: given });
  const detail = await client.deployment.get.query({ id: given });
  writeNote(detail.status === "cancelled" ? "Cancelled." : "Cancelling; its processes end within seconds.");
  writeOutput({ id: given, status: detail.status }, "");
}

async function startAgain(verb: FollowUp, given: string, flags: FollowUpFlags): Promise<void> {
  const { client } = await connect();
  const { wait } = flags;
  if (flags.platform !== undefined) await agreeToPlatform(client, given, { ...flags, platform: flags.platform });
  const started = await begin(client, verb, given, flags);
  writeNote(`Deployment ${started.id}`);
  if (!wait) return writeOutput({ type: "result", id: started.id, status: "queued", url: null }, started.id);
  const { watchToEnd } = await import("../watch");
  await watchToEnd(started.id);
}

/** Another platform may begin to cost something; the one it failed on was agreed to before. */
async function agreeToPlatform(
  client: Client,
  id: string,
  { platform, name, yes }: FollowUpFlags & { platform: Platform },
): Promise<void> {
  const detail = await client.deployment.get.query({ id });
  if (detail.platform === platform) return;
  const makers = detail.database && canDo(platform, "databases") ? [platform] : [];
  const wanted = { project: detail.projectName, name: name ?? detail.name, platforms: [platform], makers };
  await agreeToCost(client, { ...wanted, isAgreed: yes });
}

function begin(client: Client, verb: FollowUp, id: string, flags: FollowUpFlags): Promise<{ id: string }> {
  const { name, timeout, platform, connection, values, allowSecret } = flags;
  if (verb === "redeploy") return client.deployment.redeploy.mutate({ id, values });
  if (verb !== "retry") return client.deployment[verb].mutate({ id });
  const again = { id, name, timeoutSeconds: timeout, platform, connectionId: connection, allowSecrets: allowSecret };
  if (flags.set === undefined) return client.deployment.retry.mutate(again);
  const given = Object.entries(readWords(flags.set));
  const variables = Object.fromEntries(given.map(([key, value]) => [key, { value, sensitive: true }]));
  return client.deployment.retryWith.mutate({ ...again, variables });
}
