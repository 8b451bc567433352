import type { DeploymentDetail, DeploymentEvent } from "@/modules/deployment/schema";
import { errorLines, eventLine, resultOf } from "./event-lines";
import { followEvents } from "./events";
import { isJson, paint, writeNote, writeOutput, writeResult } from "./output";
import { CommandFailed } from "./run";
import { connect } from "./server";

/**
 * Follows a deployment to its end: every event as a line (JSON on standard output, or prose on standard error), then
 * the result. Fails with 1 for a failed one, with 8 for a cancelled one or one that ran out of time.
 */
export async function watchToEnd(id: string): Promise<void> {
  const leaving = leaveOnInterrupt([id]);
  try {
    await follow(id, leaving.signal);
  } finally {
    leaving.stop();
  }
  finish([await report(id)]);
}

/** The same for several at once: each line names its deployment, and all of them have to succeed. */
export async function watchAll(deployments: readonly { id: string; platform: string }[]): Promise<void> {
  const leaving = leaveOnInterrupt(deployments.map(({ id }) => id));
  try {
    await Promise.all(deployments.map(({ id, platform }) => follow(id, leaving.signal, platform)));
  } finally {
    leaving.stop();
  }
  const ended: DeploymentDetail[] = [];
  for (const { id, platform } of deployments) ended.push(await report(id, platform));
  finish(ended);
}

async function follow(id: string, signal: AbortSignal, label?: string): Promise<void> {
  const startedAt = new Map<string, string>();
  for await (const event of followEvents(id, signal)) {
    if (isJson()) writeResult(label === undefined ? event : { deployment: id, ...event });
    else writeLine(event, startedAt, label);
  }
}

function writeLine(event: DeploymentEvent, startedAt: Map<string, string>, label?: string): void {
  const line = eventLine(event, startedAt);
  if (line !== undefined) writeNote(label === undefined ? line : `${label.padEnd(8)}${line}`);
}

async function report(id: string, label?: string): Promise<DeploymentDetail> {
  const { client } = await connect();
  const detail = await client.deployment.get.query({ id });
  if (isJson()) {
    writeResult(label === undefined ? resultOf(detail) : { ...resultOf(detail), platform: detail.platform });
    return detail;
  }
  const of = label === undefined ? "" : ` on ${label}`;
  if (detail.status === "succeeded") {
    writeNote(`\n${paint("green", "Live")}${of}${whereLive(detail)}`);
    for (const { feature, missing } of detail.featuresOff)
      writeNote(`${feature} is off until ${missing.join(", ")} is set.`);
    writeOutput(undefined, detail.url ?? "");
  } else {
    writeNote(`\n${paint("red", `The deployment${of} ended as ${detail.status.replace("_", " ")}.`)}`);
    if (detail.error) writeNote(errorLines(detail.error).join("\n"));
    writeNote(`All of it: berth logs ${id}`);
  }
  return detail;
}

function whereLive({ platform, emulated, target }: DeploymentDetail): string {
  if (platform === "local") return " (on this machine only)";
  const facts = [...(target === "preview" ? ["preview"] : []), ...(emulated ? ["emulated: a local stand-in"] : [])];
  return facts.length > 0 ? ` (${facts.join(", ")})` : "";
}

function finish(ended: readonly DeploymentDetail[]): void {
  const bad = ended.filter(({ status }) => status !== "succeeded");
  if (bad.length === 0) return;
  throw new CommandFailed(bad.some(({ status }) => status === "failed") ? 1 : 8);
}

/** The first Ctrl-C says that the deployment goes on without us and how to cancel it; the second one leaves. */
function leaveOnInterrupt(ids: readonly string[]): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let isWarned = false;
  const onInterrupt = () => {
    if (isWarned) process.exit(8);
    isWarned = true;
    for (const id of ids) {
      writeNote(`\nThe deployment goes on without this command. To cancel it: berth cancel ${id}`);
      writeNote(`Ctrl-C again leaves; later, berth logs ${id} --follow shows it again.`);
    }
  };
  process.on("SIGINT", onInterrupt);
  return { signal: controller.signal, stop: () => void process.off("SIGINT", onInterrupt) };
}
