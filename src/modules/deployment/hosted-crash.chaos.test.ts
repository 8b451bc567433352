import { afterAll, beforeAll, describe, it } from "vitest";
import { stepNames } from "./schema";
import { hostingPlatforms } from "./testing/hosting";
import { prepareVictim, type Victim } from "./testing/kill-berth";

describe.each(hostingPlatforms)("kill -9 of Berth in each step of a deployment to %s", (platform) => {
  let victim: Victim;
  beforeAll(async () => {
    victim = await prepareVictim(platform);
  });
  afterAll(() => victim?.close());

  it.each(stepNames)("%s", { timeout: 120_000 }, (step) => victim.killIn(step));
});
