import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import type { AppError } from "@/server/errors";
import { describeOnDatabases } from "@/server/testing";
import { activateConfiguration, createConfiguration } from "../configurations/configurations";
import { getEnvironment, setVariables, unsetVariables } from "../service";
import { openSnapshot, takeSnapshot } from "./deployments";

const environment = "staging";

describeOnDatabases("two people saving", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "shop" })).id;
  });
  const set = (values: Record<string, string>, expectedSnapshotId?: string | null) => {
    const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
    return setVariables(ctx, { projectId, environment, variables, expectedSnapshotId });
  };
  const current = async () => {
    const opened = await openSnapshot(ctx, (await takeSnapshot(ctx, { projectId, environment })).snapshotId);
    return Object.fromEntries(Array.from(opened, ([key, secret]) => [key, secret.unwrap()]));
  };

  it("merges what does not overlap and says so", async () => {
    const { snapshotId } = await set({ A: "1", B: "1" }, null);
    await set({ B: "2", C: "1" }, snapshotId);
    const second = await set({ A: "2" }, snapshotId);
    expect(second).toMatchObject({ changed: ["A"], merged: ["B", "C"] });
    expect(await current()).toEqual({ A: "2", B: "2", C: "1" });
    expect((await set({ A: "3" }, second.snapshotId)).merged).toEqual([]);
  });

  it("refuses what overlaps, with what changed and who did it, and stores nothing", async () => {
    const { snapshotId } = await set({ A: "1", B: "1" });
    const theirs = await set({ A: "theirs", C: "1" }, snapshotId);
    const mine = set({ A: "mine", D: "1" }, snapshotId);
    await expect(mine).rejects.toMatchObject({
      code: "CONFLICT",
      message: "A was changed in staging since you opened it. Look at what changed, then save again.",
      details: {
        latestSnapshotId: theirs.snapshotId,
        changedKeys: ["A", "C"],
        yours: ["A", "D"],
        conflicts: ["A"],
      },
    });
    expect(JSON.stringify(await mine.catch((error: AppError) => error.details))).not.toContain("theirs");
    expect(await current()).toEqual({ A: "theirs", B: "1", C: "1" });
    await set({ A: "mine", D: "1" }, theirs.snapshotId);
    expect(await current()).toEqual({ A: "mine", B: "1", C: "1", D: "1" });
  });

  it("sets and removes in one save, and a name in both is set", async () => {
    const { snapshotId } = await set({ A: "1", B: "1", C: "1" });
    const change = { variables: { A: { value: "2" }, D: { value: "1" } }, unset: ["B", "D", "B"] };
    const saved = await setVariables(ctx, { projectId, environment, expectedSnapshotId: snapshotId, ...change });
    expect(saved).toMatchObject({ added: ["D"], changed: ["A"], removed: ["B"] });
    expect(await current()).toEqual({ A: "2", C: "1", D: "1" });
    const missing = setVariables(ctx, { projectId, environment, variables: { A: { value: "3" } }, unset: ["NOPE"] });
    await expect(missing).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await current()).toMatchObject({ A: "2" });
  });

  it("takes the same change twice, and removals of both kinds", async () => {
    const { snapshotId } = await set({ A: "1", B: "1", C: "1" });
    await set({ A: "2" }, snapshotId);
    expect(await set({ A: "2" }, snapshotId)).toMatchObject({ changed: [], merged: [] });
    const remove = (keys: string[], expectedSnapshotId: string) =>
      unsetVariables(ctx, { projectId, environment, keys, expectedSnapshotId });
    await remove(["B"], snapshotId);
    expect(await remove(["B", "C"], snapshotId)).toMatchObject({ removed: ["C"] });
    await expect(remove(["A"], snapshotId)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(set({ C: "2" }, snapshotId)).rejects.toMatchObject({ details: { conflicts: ["C"] } });
    expect(await current()).toEqual({ A: "2" });
  });

  it("treats an environment that was empty when it was opened like any other", async () => {
    await set({ A: "theirs" }, null);
    await expect(set({ A: "mine" }, null)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await set({ B: "mine" }, null)).toMatchObject({ added: ["B"], merged: ["A"] });
  });

  it("refuses a state of another configuration", async () => {
    const { snapshotId } = await set({ A: "1" });
    await createConfiguration(ctx, { projectId, environment, name: "blue" });
    await activateConfiguration(ctx, { projectId, environment, configuration: "blue" });
    await expect(set({ A: "2" }, snapshotId)).rejects.toMatchObject({
      code: "CONFLICT",
      details: { configuration: "blue" },
    });
    await expect(set({ A: "2" }, "made-up")).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await getEnvironment(ctx, { projectId, environment })).variables).toEqual([]);
  });

  it("loses nothing when many save at the same moment from the same state", async () => {
    const { snapshotId } = await set({ SHARED: "0" });
    const writers = Array.from({ length: 8 }, (_, index) => index);
    const answers = await Promise.allSettled(
      writers.map((index) => set({ SHARED: `by-${index}`, [`OWN_${index}`]: `${index}` }, snapshotId)),
    );
    const won = writers.filter((index) => answers[index]?.status === "fulfilled");
    expect(won).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "CONFLICT" });
    }
    expect(await current()).toEqual({ SHARED: `by-${won[0]}`, [`OWN_${won[0]}`]: `${won[0]}` });
    const apart = await Promise.all(writers.map((index) => set({ [`FREE_${index}`]: "1" }, snapshotId)));
    expect(apart.map(({ merged }) => merged.includes("SHARED"))).toEqual(writers.map(() => true));
    expect(Object.keys(await current()).filter((key) => key.startsWith("FREE_"))).toHaveLength(writers.length);
  });
});
