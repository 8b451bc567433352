import { readDeployment } from "./deployments";
import { deploymentChanges, type RailwayDeployment } from "./documents/deployments";
import { type Feed, openFeed } from "./feed";
import { pollingMs } from "./quota";
import type { RailwayAccess } from "./request";

/** A feed that spoke before may have died without a word. */
const liveCheckMs = 30_000;
const reopenings = 5;

/** The states of a deployment as they come, without end: pushed where Railway pushes them, else asked for within the quota. */
export async function* watchDeployment(
  access: RailwayAccess,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<RailwayDeployment> {
  const open = () => openFeed(access, deploymentChanges, { id }, signal);
  let feed: Feed<{ deployment: RailwayDeployment }> = open();
  try {
    for (let reopened = 0; ; ) {
      yield await readDeployment(access, id, signal);
      let pushed: { deployment: RailwayDeployment }[];
      do {
        pushed = await feed.take(feed.state() === "live" ? liveCheckMs : pollingMs(access));
        signal.throwIfAborted();
        for (const { deployment } of pushed) yield deployment;
      } while (pushed.length > 0);
      const isOver = feed.state() === "failed" || feed.state() === "ended";
      if (isOver && reopened < reopenings) {
        feed.close();
        feed = open();
        reopened += 1;
      }
    }
  } finally {
    feed.close();
  }
}
