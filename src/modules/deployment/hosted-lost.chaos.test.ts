import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureGenerated } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { startDeployment } from "./index";
import { registerJobs } from "./jobs";
import type { Platform } from "./schema";
import { connectHosting } from "./testing/accounts";
import { type Hosting, hostingPlatforms, startHosting } from "./testing/hosting";
import { expectOnce } from "./testing/kill-berth";
import { finished } from "./testing/tiny-project";

describeOnPglite("an answer lost after the work was done", (getCtx) => {
  let number = 0;
  beforeAll(() => registerJobs(getCtx.kernel()));

  async function deploy(ctx: Ctx, platform: Platform) {
    number += 1;
    const name = `lost-${platform}-${number}`;
    const { id: projectId } = await createProject(ctx, { name, config: { name } });
    const keys = ["FIRST_VALUE", "SECOND_VALUE", "THIRD_VALUE"];
    await ensureGenerated(ctx, { projectId, environment: "production", keys });
    const { id } = await startDeployment(ctx, { projectId, platform, timeoutSeconds: 180 });
    return { name, detail: await finished(ctx, id) };
  }

  describe.each(hostingPlatforms)("of %s", (platform) => {
    let hosting: Hosting;
    let ctx: Ctx;
    beforeAll(async () => {
      hosting = await startHosting(platform);
      ctx = await getCtx();
      await connectHosting(getCtx.kernel(), ctx, hosting.accounts);
    });
    afterAll(() => hosting?.close());

    it("at each call that changes something: still one of everything", { timeout: 300_000 }, async () => {
      const plain = await deploy(ctx, platform);
      expect(plain.detail.error).toBeUndefined();
      expectOnce(hosting, plain.name, plain.detail);
      for (const { requests, scenario } of hosting.emulators) {
        const operations = new Set(requests.filter(isChange).map(({ operation }) => operation));
        expect(operations.size).toBeGreaterThan(0);
        for (const operation of operations) {
          scenario.set({ rules: [{ operation, lose: "after", times: 1 }] });
          const { name, detail } = await deploy(ctx, platform);
          expect(detail.error, operation).toBeUndefined();
          expectOnce(hosting, name, detail);
          scenario.clear();
        }
      }
    });
  });
});

/** Railway is asked with POST too, so there the name tells. */
function isChange({ method, path, operation }: { method: string; path: string; operation: string }): boolean {
  if (!path.startsWith("/graphql")) return method !== "GET";
  return /(?:Create|Delete|Update|Upsert|Redeploy)$/.test(operation);
}
