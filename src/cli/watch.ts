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
  const leaving = leaveOnInterrupt(id);
  const startedAt = new Map<string, string>();
  try {
    for await (const event of followEvents(id, leaving.signal)) {
      if (isJson()) writeResult(event);
      else {
        const line = eventLine(event, startedAt);
        if (line !== undefined) writeNote(line);
      }
    }
  } finally {
    leaving.stop();
  }
  const { client } = await connect();
  const detail = await client.deployment.get.query({ id });
  if (isJson()) writeResult(resultOf(detail));
  else if (detail.status === "succeeded") {
    writeNote(`\n${paint("green", "Live")}${detail.platform === "local" ? " (on this machine only)" : ""}`);
    for (const { feature, missing } of detail.featuresOff)
      writeNote(`${feature} is off until ${missing.join(", ")} is set.`);
    writeOutput(undefined, detail.url ?? "");
  } else {
    writeNote(`\n${paint("red", `The deployment ended as ${detail.status.replace("_", " ")}.`)}`);
    if (detail.error) writeNote(errorLines(detail.error).join("\n"));
    writeNote(`All of it: berth logs ${id}`);
  }
  if (detail.status === "succeeded") return;
  throw new CommandFailed(detail.status === "cancelled" || detail.status === "timed_out" ? 8 : 1);
}

/** The first Ctrl-C says that the deployment goes on without us and how to cancel it; the second one leaves. */
function leaveOnInterrupt(id: string): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let isWarned = false;
  const onInterrupt = () => {
    if (isWarned) process.exit(8);
    isWarned = true;
    writeNote(`\nThe deployment goes on without this command. To cancel it: berth cancel ${id}`);
    writeNote(`Ctrl-C again leaves; later, berth logs ${id} --follow shows it again.`);
  };
  process.on("SIGINT", onInterrupt);
  return { signal: controller.signal, stop: () => void process.off("SIGINT", onInterrupt) };
}
