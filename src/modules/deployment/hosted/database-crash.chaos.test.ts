import { afterAll, beforeAll, describe, it } from "vitest";
import { prepareVictim, type Victim } from "../testing/kill-berth";

describe.each(["railway", "render"] as const)("kill -9 of Berth while %s makes a database", (platform) => {
  let victim: Victim;
  beforeAll(async () => {
    victim = await prepareVictim(platform, { hasDatabase: true });
  });
  afterAll(() => victim?.close());

  it("leaves one database, before Berth has noted it", { timeout: 300_000 }, async () => {
    await victim.killIn("configure-environment", ({ databases }) => databases > 0);
  });
});
