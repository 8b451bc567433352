import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listConnections, reconnectPlatform } from "@/modules/connections";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { cancelDeployment, getDeployment, listDeployments, startDeployment } from "../index";
import { registerJobs } from "../jobs";
import { connectHosting } from "../testing/accounts";
import { type Hosting, hostingPlatforms, startHosting } from "../testing/hosting";
import { eventOf, eventsOf, finished } from "../testing/tiny-project";
import { findLateOutcomes } from "./late-outcome";

const tokens = ["the-first-token-0123456789abcdef", "the-second-token-0123456789abcdef"] as const;

describeOnPglite("a deployment to a platform waits", (getCtx) => {
  let number = 0;
  beforeAll(() => registerJobs(getCtx.kernel()));

  describe.each(hostingPlatforms)("for %s", (platform) => {
    let hosting: Hosting;
    let ctx: Ctx;
    beforeAll(async () => {
      hosting = await startHosting(platform, { tokens: [...tokens] });
      ctx = await getCtx();
      await connectHosting(getCtx.kernel(), ctx, hosting.accounts);
    });
    afterAll(() => hosting?.close());

    const begin = async (timeoutSeconds = 120) => {
      number += 1;
      const name = `waits-${platform}-${number}`;
      const project = await createProject(ctx, { name, config: { name } });
      return { name, id: (await startDeployment(ctx, { projectId: project.id, platform, timeoutSeconds })).id };
    };
    const connectionId = async () => (await listConnections(ctx, { platform }))[0]?.id ?? "";
    const reconnect = async (token: string) => reconnectPlatform(ctx, { id: await connectionId(), token });

    it("until the account is connected again, and goes on with the new token", async () => {
      hosting.emulator.scenario.revoke(tokens[0]);
      const { id, name } = await begin();
      const waiting = await eventOf(ctx, id, ({ kind, level }) => kind === "recovery" && level === "warn");
      expect(waiting.message).toContain("connected again");
      const href = `/connections?reconnect=${await connectionId()}`;
      expect(waiting.url).toContain(href);
      expect(waiting.error).toMatchObject({
        type: "AUTH_FAILED",
        recovery: [{ action: "reconnect", href: expect.stringContaining(href) }],
      });
      const detail = await getDeployment(ctx, { id });
      expect(detail).toMatchObject({ status: "running", waitingFor: { kind: "reconnect" } });
      const listed = async () => (await listDeployments(ctx, {})).items.find((each) => each.id === id)?.waitingFor;
      expect(await listed()).toEqual(detail.waitingFor);
      expect((await listConnections(ctx, { platform }))[0]?.state).toBe("refused");
      await reconnect(tokens[1]);
      const ended = await finished(ctx, id);
      expect(ended.error).toBeUndefined();
      expect(ended).toMatchObject({ status: "succeeded", emulated: true });
      expect(ended.waitingFor).toBeUndefined();
      expect(await listed()).toBeUndefined();
      const told = (await eventsOf(ctx, id)).filter(({ kind }) => kind === "recovery").map(({ level }) => level);
      expect(told).toEqual(["warn", "info"]);
      expect(hosting.made(name)).toMatchObject({ projects: 1, services: 1, deployments: 1 });
    });

    it("in the middle of a build, and keeps the one that had begun", async () => {
      hosting.emulator.scenario.set({ outcomes: [{ result: "success", statePaceMs: 400 }] });
      await reconnect(tokens[0]);
      const { id, name } = await begin();
      await eventOf(ctx, id, ({ step, status }) => step === "monitor" && status === "running");
      hosting.emulator.scenario.revoke(tokens[0]);
      await eventOf(ctx, id, ({ kind, level }) => kind === "recovery" && level === "warn");
      await reconnect(tokens[1]);
      expect((await finished(ctx, id)).status).toBe("succeeded");
      expect(hosting.made(name).deployments).toBe(1);
      hosting.emulator.scenario.clear();
    });

    it("and can be cancelled meanwhile", async () => {
      hosting.emulator.scenario.revoke(tokens[1]);
      const { id } = await begin();
      await eventOf(ctx, id, ({ kind, level }) => kind === "recovery" && level === "warn");
      await cancelDeployment(ctx, { id });
      expect(await finished(ctx, id)).toMatchObject({ status: "cancelled", error: { type: "CANCELLED" } });
      hosting.emulator.scenario.clear();
      await reconnect(tokens[1]);
    });

    // The same code for all of them; what a platform says of a deployment is each adapter's own test.
    if (platform === "vercel")
      it("no longer than its time, then Berth finds out how it ended there", async () => {
        hosting.emulator.scenario.set({ outcomes: [{ result: "success", statePaceMs: 4_500 }] });
        const { id, name } = await begin(10);
        const late = await finished(ctx, id);
        expect(late).toMatchObject({ status: "timed_out", error: { type: "TIMEOUT" } });
        expect(late.lateOutcome).toBeUndefined();
        const endedAt = Date.parse(late.finishedAt ?? "");
        await findLateOutcomes(getCtx.kernel(), new Date(endedAt + 29_000));
        expect((await getDeployment(ctx, { id })).lateOutcome).toBeUndefined();
        await findLateOutcomes(getCtx.kernel(), new Date(endedAt + 31_000));
        expect((await getDeployment(ctx, { id })).lateOutcome?.status).toMatch(/watching|live/);
        let seconds = 61;
        await expect
          .poll(
            async () => {
              await findLateOutcomes(getCtx.kernel(), new Date(endedAt + seconds * 1000));
              seconds += 300;
              return (await getDeployment(ctx, { id })).lateOutcome?.status;
            },
            { timeout: 40_000, interval: 500 },
          )
          .toBe("live");
        const found = await getDeployment(ctx, { id });
        expect(found).toMatchObject({ status: "timed_out", isCurrent: true });
        expect(found.url).toBeDefined();
        expect((await eventsOf(ctx, id)).at(-1)?.message).toContain("it is live");
        expect(hosting.made(name)).toMatchObject({ projects: 1, deployments: 1 });
        hosting.emulator.scenario.clear();
      });

    it("and speaks to it as documented throughout", () => {
      for (const { violations } of hosting.emulators) expect(violations).toEqual([]);
    });
  });
});
