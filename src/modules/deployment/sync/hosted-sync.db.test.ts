import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setVariables, unsetVariables } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { dumpRows, findSecrets } from "@/server/testing/secrets-at-rest";
import { startDeployment } from "../index";
import { registerJobs } from "../jobs";
import { hostedSync } from "../tables";
import { connectHosting } from "../testing/accounts";
import { type Hosting, hostingPlatforms, startHosting } from "../testing/hosting";
import { finished } from "../testing/tiny-project";
import { applySync } from "./apply";
import { planSync } from "./plan";
import { readRecord, writeEntries } from "./record";
import type { SyncPlan } from "./schema";
import { listSyncTargets } from "./targets";

const secret = (value: string) => ({ value, sensitive: true });
const plain = (value: string) => ({ value, sensitive: false });
const values = { API_KEY: secret("first-secret-value"), REGION: plain("north"), OLD: plain("soon gone") };

describeOnPglite("sync", (getCtx) => {
  describe.each(hostingPlatforms)("to %s", (platform) => {
    let hosting: Hosting;
    let ctx: Ctx;
    let projectId: string;
    let name: string;
    let id: string;
    let number = 0;

    beforeAll(async () => {
      ctx = await getCtx();
      await registerJobs(getCtx.kernel());
      hosting = await startHosting(platform, { paceMs: 10 });
      await connectHosting(getCtx.kernel(), ctx, hosting.accounts);
    });
    beforeEach(async () => {
      hosting.emulator.scenario.clear();
      number += 1;
      name = `sync-${number}`;
      projectId = (await createProject(ctx, { name, config: { name, framework: "next" } })).id;
      await setVariables(ctx, { projectId, variables: values });
      expect((await deploy()).error).toBeUndefined();
      const [target] = await listSyncTargets(ctx, { projectId });
      id = target?.id ?? "";
    });
    afterAll(async () => {
      expect(hosting.emulators.flatMap(({ violations }) => violations)).toEqual([]);
      await hosting.close();
    });

    const deploy = async () => finished(ctx, (await startDeployment(ctx, { projectId, platform })).id);
    const set = (variables: Parameters<typeof setVariables>[1]["variables"]) =>
      setVariables(ctx, { projectId, variables });
    const plan = () => planSync(ctx, { id });
    const apply = async (overwrite: string[] = []) =>
      applySync(ctx, { id, planHash: (await plan()).planHash ?? "", overwrite });
    const there = () => hosting.made(name).variables;
    const changes = ({ items }: SyncPlan) =>
      Object.fromEntries(
        items.flatMap(({ key, change, drift }) =>
          // Render gives its address to the first deployment by commands, and to later ones as a variable.
          change === "same" || key === "NEXT_PUBLIC_APP_URL" ? [] : [[key, [change, drift ?? "-"]]],
        ),
      );

    it("finds nothing to do after a deployment, and says when Berth sent what is there", async () => {
      const found = await plan();
      expect(changes(found)).toEqual({});
      expect(found.counts.foreign + found.counts.unreadable).toBe(0);
      expect(found.target).toMatchObject({ id, platform, name, emulated: true, isRunning: true });
      expect(found.target.syncedAt).not.toBeNull();
    });

    it("plans and applies what was changed here, once, and asks for a redeploy", async () => {
      await set({ API_KEY: secret("second-secret-value"), FRESH: plain("new") });
      await unsetVariables(ctx, { projectId, keys: ["OLD"] });
      hosting.setVariable(name, "FOREIGN", "theirs");
      const planned = await plan();
      expect(changes(planned)).toEqual({
        API_KEY: ["update", "-"],
        FOREIGN: ["foreign", "-"],
        FRESH: ["add", "-"],
        OLD: ["remove", "-"],
      });
      expect(planned).toMatchObject({ drifted: 0, effect: "redeploy", problems: [] });
      expect(JSON.stringify(planned)).not.toMatch(/secret-value|theirs/);
      const result = await apply();
      expect(result).toMatchObject({ failed: 0, effect: "redeploy" });
      expect(result.outcomes).toEqual(
        expect.arrayContaining([
          { key: "API_KEY", outcome: "set" },
          { key: "FRESH", outcome: "set" },
          { key: "OLD", outcome: "removed" },
        ]),
      );
      expect(there()).toMatchObject({
        API_KEY: "second-secret-value",
        FRESH: "new",
        REGION: "north",
        FOREIGN: "theirs",
      });
      expect(there()).not.toHaveProperty("OLD");
      const after = await plan();
      expect(changes(after)).toEqual({ FOREIGN: ["foreign", "-"] });
      expect(after).toMatchObject({ planHash: null, effect: "redeploy" });
      expect(after.effectMessage).toContain("3 variables");
      await expect(applySync(ctx, { id, planHash: planned.planHash ?? "" })).rejects.toMatchObject({
        code: "CONFLICT",
      });
      const synced = and(eq(auditLog.action, "environment.synced"), eq(auditLog.targetId, projectId));
      const [row] = await ctx.db.select().from(auditLog).where(synced).orderBy(desc(auditLog.id)).limit(1);
      expect(row?.details).toMatchObject({ platform, removed: expect.any(Array), set: expect.any(Object) });
      const [stored] = await ctx.db.select().from(hostedSync).where(eq(hostedSync.hostedAppId, id));
      expect(JSON.stringify([row, stored])).not.toMatch(/secret-value|soon gone/);
    });

    it("leaves no value in the database, in any form", async () => {
      await set({ API_KEY: secret("sync-at-rest-1f7c93") });
      hosting.setVariable(name, "REGION", "drift-at-rest-8a02e4");
      await apply();
      await apply(["REGION"]);
      expect(there().API_KEY).toBe("sync-at-rest-1f7c93");
      const found = findSecrets(await dumpRows(ctx), ["sync-at-rest-1f7c93", "drift-at-rest-8a02e4"]);
      expect(found).toEqual([]);
    });

    it("tells what somebody changed there, and overwrites only what is named", async () => {
      hosting.setVariable(name, "API_KEY", "edited by hand");
      hosting.setVariable(name, "REGION", null);
      hosting.setVariable(name, "ADDED", "by hand");
      hosting.setVariable(name, "OLD", "still used");
      await set({ ADDED: plain("of Berth") });
      await unsetVariables(ctx, { projectId, keys: ["OLD"] });
      const drifted = await plan();
      expect(changes(drifted)).toEqual({
        ADDED: ["update", "added"],
        API_KEY: ["update", "edited"],
        OLD: ["remove", "edited"],
        REGION: ["add", "removed"],
      });
      expect(drifted.drifted).toBe(4);
      // Render is given its address by the first.
      await apply();
      const untouched = await apply();
      expect(untouched.effectMessage).toMatch(/^Nothing was changed: what was edited on .+ is left as it is there\.$/);
      const result = await apply(["API_KEY"]);
      expect(Object.fromEntries(result.outcomes.map(({ key, outcome }) => [key, outcome]))).toMatchObject({
        ADDED: "kept",
        API_KEY: "set",
        OLD: "kept",
        REGION: "kept",
      });
      expect(there()).toMatchObject({ API_KEY: "first-secret-value", ADDED: "by hand", OLD: "still used" });
      expect(there()).not.toHaveProperty("REGION");
      const { API_KEY: settled, ...rest } = changes(drifted);
      expect(settled).toBeDefined();
      expect(changes(await plan())).toEqual(rest);
      expect((await apply(["ADDED", "OLD", "REGION"])).failed).toBe(0);
      expect(there()).toMatchObject({ ADDED: "of Berth", REGION: "north" });
      expect(changes(await plan())).toEqual({});
    });

    it("goes on when one name is refused, and tries only that one again", async () => {
      await set({ ONE: plain("1"), REFUSED: secret("refused-secret-value"), TWO: plain("2") });
      hosting.emulator.scenario.addOutcome({ name, result: "success", refusedVariables: ["REFUSED"] });
      const result = await apply();
      expect(result.failed).toBe(1);
      const failed = result.outcomes.find(({ outcome }) => outcome === "failed");
      expect(failed).toMatchObject({ key: "REFUSED", message: expect.stringMatching(/\w/) });
      expect(failed?.message).not.toContain("refused-secret-value");
      expect(there()).toMatchObject({ ONE: "1", TWO: "2" });
      expect(changes(await plan())).toEqual({ REFUSED: ["add", "-"] });
      hosting.emulator.scenario.clear();
      expect((await apply()).outcomes).toContainEqual({ key: "REFUSED", outcome: "set" });
      expect(changes(await plan())).toEqual({});
    });

    it("refuses a plan that is not true any more, and anybody else while a deployment or an apply is under way", async () => {
      await set({ REGION: plain("south") });
      const { planHash } = await plan();
      hosting.setVariable(name, "API_KEY", "edited meanwhile");
      const late = applySync(ctx, { id, planHash: planHash ?? "" });
      await expect(late).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("Check again") });
      expect(there()).toMatchObject({ REGION: "north", API_KEY: "edited meanwhile" });
      const now = (await plan()).planHash ?? "";
      const both = await Promise.allSettled([
        applySync(ctx, { id, planHash: now }),
        applySync(ctx, { id, planHash: now }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(there()).toMatchObject({ REGION: "south" });
      await set({ REGION: plain("west") });
      const again = (await plan()).planHash ?? "";
      const { id: deploymentId } = await startDeployment(ctx, { projectId, platform });
      await expect(applySync(ctx, { id, planHash: again })).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringContaining(`berth status ${deploymentId}`),
      });
      await finished(ctx, deploymentId);
    });

    it("blames nobody when Berth was killed after it sent and before it wrote that down", async () => {
      await set({ API_KEY: secret("second-secret-value"), FRESH: plain("new") });
      const record = await readRecord(ctx, id);
      expect((await apply()).failed).toBe(0);
      const sent = await readRecord(ctx, id);
      // What was written down ahead of the sending, and no more.
      const entries = new Map(
        ["API_KEY", "FRESH"].map((key) => {
          const trying = sent?.entries.get(key)?.sent;
          return [key, { ...record?.entries.get(key), ...(trying ? { trying } : {}) }] as const;
        }),
      );
      await writeEntries(ctx, id, { snapshotId: record?.snapshotId ?? "", entries });
      const found = await plan();
      expect(found.drifted).toBe(0);
      const isHidden = platform === "vercel";
      expect(changes(found)).toEqual(isHidden ? { API_KEY: ["update", "-"], FRESH: ["update", "-"] } : {});
      if (isHidden) expect(found.items.find(({ key }) => key === "API_KEY")?.message).toContain("interrupted");
    });
  });
});
