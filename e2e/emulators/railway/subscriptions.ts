import { isOver } from "./lifecycle";
import { type Asker, deploymentView, findDeployment, logView, readBuildLog } from "./resolvers";
import type { Deployment, Line } from "./state";

/** Who subscribes, and how the socket is disturbed. */
export interface Subscriber extends Asker {
  /** Acknowledged, then never a word: what Railway does to a token it does not know. */
  isSilent: boolean;
  /** Batches of a log come in the wrong order. */
  isShuffled: boolean;
  gone: AbortSignal;
}

export const subscriptions = {
  async *deployment({ id }: { id: string }, subscriber: Subscriber) {
    if (subscriber.isSilent) return yield* silence(subscriber);
    const deployment = findDeployment(subscriber, id);
    let told = "";
    for await (const _ of changesOf(deployment, subscriber.gone)) {
      if (deployment.status === told) continue;
      told = deployment.status;
      yield { deployment: deploymentView(deployment) };
    }
  },
  async *buildLogs(args: { deploymentId: string; limit?: number }, subscriber: Subscriber) {
    if (subscriber.isSilent) return yield* silence(subscriber);
    const deployment = findDeployment(subscriber, args.deploymentId);
    const lines = readBuildLog(deployment);
    const isDone = () => deployment.isBuildLogComplete;
    for await (const batch of batchesOf(deployment, lines, { ...subscriber, limit: args.limit, isDone }))
      yield { buildLogs: batch };
  },
  async *deploymentLogs(args: { deploymentId: string; limit?: number }, subscriber: Subscriber) {
    if (subscriber.isSilent) return yield* silence(subscriber);
    const deployment = findDeployment(subscriber, args.deploymentId);
    const isDone = () => isOver(deployment) && deployment.status !== "SUCCESS" && deployment.status !== "SLEEPING";
    for await (const batch of batchesOf(deployment, deployment.deploy, { ...subscriber, limit: args.limit, isDone }))
      yield { deploymentLogs: batch };
  },
};

interface Following {
  limit: number | undefined;
  isDone(): boolean;
  isShuffled: boolean;
  gone: AbortSignal;
}

/** What is there at first, then what comes, in small batches; complete when there will be no more. */
async function* batchesOf(deployment: Deployment, lines: readonly Line[], following: Following) {
  const { limit, isDone, isShuffled, gone } = following;
  const past = logView(lines, limit === undefined ? {} : { limit });
  if (past.length > 0) yield past;
  let sent = lines.length;
  for await (const _ of changesOf(deployment, gone)) {
    // Shuffled, a batch waits for the next one and lets it pass.
    const isEnough = lines.length - sent >= (isShuffled && !isDone() ? 2 : 1);
    if (isEnough) {
      const fresh = lines.slice(sent);
      sent = lines.length;
      if (isShuffled) for (const line of fresh.reverse()) yield [line];
      else yield fresh;
    }
    if (isDone() && sent === lines.length) return;
  }
}

/** Now, and after each change, until the subscriber has gone. */
async function* changesOf(deployment: Deployment, gone: AbortSignal): AsyncGenerator<void> {
  let isChanged = true;
  let wake = () => {};
  const onChange = () => {
    isChanged = true;
    wake();
  };
  deployment.changes.on("change", onChange);
  gone.addEventListener("abort", onChange);
  try {
    while (!gone.aborted) {
      if (isChanged) {
        isChanged = false;
        yield;
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    deployment.changes.off("change", onChange);
    gone.removeEventListener("abort", onChange);
  }
}

async function* silence({ gone }: Subscriber): AsyncGenerator<never> {
  if (gone.aborted) return;
  await new Promise<void>((resolve) => gone.addEventListener("abort", () => resolve(), { once: true }));
}
