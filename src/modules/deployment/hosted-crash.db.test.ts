import { afterAll, beforeAll, describe, it } from "vitest";
import type { StepName } from "./schema";
import { hostingPlatforms } from "./testing/hosting";
import { prepareVictim, type Victim } from "./testing/kill-berth";

/** Of each platform the step in which most is at stake; every other one is in the chaos run. */
const steps: Record<string, StepName> = { vercel: "trigger-build", railway: "create-project", render: "trigger-build" };

describe.each(hostingPlatforms)("kill -9 of Berth while it deploys to %s", (platform) => {
  let victim: Victim;
  beforeAll(async () => {
    victim = await prepareVictim(platform);
  });
  afterAll(() => victim?.close());

  it("leaves one project, one service, one deployment and every variable", { timeout: 240_000 }, async () => {
    await victim.killIn(steps[platform] ?? "upload");
  });
});
