import { and, eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { connectionKeys } from "@/modules/connections";
import { modelKeys } from "@/modules/models";
import { channelKeys } from "@/modules/notifications";
import { createProject, deleteProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { inTransaction, queryRows } from "@/server/db";
import { type StoredEvent, watchEvents } from "@/server/runs";
import { auditLog } from "@/server/tables";
import { describeOnDatabases, describeOnPostgres } from "@/server/testing";
import { registerWrappedKeys } from "@/server/wrapped-keys";
import { compareSnapshots, openSnapshot, setVariables } from "../service";
import { dataKey, envVariableVersion } from "../tables";
import { reencryptBatch, replaceActiveKey, retireKeys, start } from "./reencrypt";
import { rotationRun } from "./rotation";
import { dataKeys, openTokens } from "./sealing";
import { adviceFor } from "./status";
import { cancelRotation, getVaultStatus, rotateKeys } from "./verbs";

const environment = "production";
const pace = { batchSize: 3, restMs: 0 };

describeOnDatabases("rotation of a data key", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  const setPace = (change: Partial<typeof pace> = {}) =>
    getCtx.kernel().jobs.register(rotationRun(getCtx.kernel(), { ...pace, ...change }), { concurrency: 1 });

  beforeAll(async () => {
    registerWrappedKeys(dataKeys, modelKeys, connectionKeys, channelKeys);
    await setPace();
  });
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = (await createProject(ctx, { name: "shop" })).id;
  });

  const save = (values: Record<string, string>, name = environment) => {
    const variables = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { value, sensitive: true }]),
    );
    return setVariables(ctx, { projectId, environment: name, variables });
  };
  const read = async (snapshotId: string) =>
    Object.fromEntries(Array.from(await openSnapshot(ctx, snapshotId), ([key, secret]) => [key, secret.unwrap()]));
  const numbered = (count: number, text: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`KEY_${index}`, `${text}-${index}`]));
  const untilEnd = async (runId: string): Promise<StoredEvent[]> => {
    const events: StoredEvent[] = [];
    for await (const event of watchEvents(getCtx.kernel(), runId, { after: 0, signal: AbortSignal.timeout(50_000) }))
      events.push(event);
    return events;
  };
  const states = async () => {
    const rows = await ctx.db.select().from(dataKey).where(eq(dataKey.projectId, projectId)).orderBy(dataKey.createdAt);
    return rows.map(({ state }) => state).sort();
  };
  const keysInUse = async () =>
    (
      await queryRows<{ id: string }>(
        ctx.db,
        sql`select distinct split_part(v.token, ':', 3) as id from env_variable_version v
            join env_variable x on x.id = v.variable_id join env_config c on c.id = x.config_id
            where c.project_id = ${projectId} and v.token is not null`,
      )
    ).map(({ id }) => id);

  it("re-encrypts every version with a new key, says how far it is, and retires the old key", async () => {
    const first = await save(numbered(7, "one"));
    const second = await save(numbered(4, "two"));
    const [oldKey] = await keysInUse();
    const { runId } = await rotateKeys(ctx, { scope: "project", projectId });
    const events = await untilEnd(runId);
    expect(events.at(-1)).toMatchObject({ kind: "end", status: "succeeded" });
    const lines = events.filter(({ kind }) => kind === "log").map(({ line }) => line);
    expect(lines).toEqual(["3 of 11 values", "6 of 11 values", "9 of 11 values", "11 of 11 values"]);
    const used = await keysInUse();
    expect(used).toHaveLength(1);
    expect(used).not.toContain(oldKey);
    expect(await states()).toEqual(["active", "retired"]);
    expect(await read(first.snapshotId)).toEqual(numbered(7, "one"));
    expect(await read(second.snapshotId)).toEqual({ ...numbered(7, "one"), ...numbered(4, "two") });
    expect(await statusOf()).toMatchObject({ values: 11, behind: 0, sealed: 11, rotation: { status: "succeeded" } });
    const actions = await ctx.db.select().from(auditLog).where(eq(auditLog.targetId, projectId));
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["vault.rotation-started", "vault.rotated"]),
    );
  });

  it("keeps values readable and equal ones equal at every point of it", async () => {
    const before = await save({ ...numbered(6, "same"), GONE: "x" });
    await save(numbered(6, "other"));
    const after = await save(numbered(6, "same"));
    await inTransaction(ctx, (tx) => replaceActiveKey(tx, projectId));
    let cursor = start;
    for (let batches = 0; ; batches++) {
      expect(await read(after.snapshotId)).toMatchObject(numbered(6, "same"));
      expect(await compareSnapshots(ctx, { from: before.snapshotId, to: after.snapshotId })).toEqual({
        added: [],
        removed: [],
        changed: [],
      });
      // A value that stays what it is gets no new version, whichever key seals it.
      expect((await save(numbered(6, "same"))).snapshotId).toBe(after.snapshotId);
      expect(await statusOf()).toMatchObject({ behind: Math.max(0, 19 - 4 * batches) });
      const batch = await inTransaction(ctx, (tx) => reencryptBatch(tx, projectId, cursor, 4));
      if (batch.last === undefined) break;
      cursor = batch.last;
    }
    expect(await inTransaction(ctx, (tx) => retireKeys(tx, projectId))).toBe(0);
    expect(await states()).toEqual(["active", "retired"]);
    const changed = await save({ KEY_0: "changed" });
    const changes = await compareSnapshots(ctx, { from: after.snapshotId, to: changed.snapshotId });
    expect(changes.changed).toEqual(["KEY_0"]);
  });

  it("takes up what a save or a stopped rotation left behind", async () => {
    await setPace({ restMs: 30_000 });
    const { snapshotId } = await save(numbered(8, "one"));
    const { runId } = await rotateKeys(ctx, { scope: "project", projectId });
    expect(await rotateKeys(ctx, { scope: "project", projectId })).toEqual({ runId });
    for await (const event of watchEvents(getCtx.kernel(), runId, { after: 0, signal: AbortSignal.timeout(50_000) }))
      if (event.kind === "log") break;
    await cancelRotation(ctx, { runId });
    expect((await untilEnd(runId)).at(-1)).toMatchObject({ kind: "end", status: "cancelled" });
    expect(await statusOf()).toMatchObject({ values: 8, behind: 5, rotation: { status: "cancelled" } });
    expect(await states()).toEqual(["active", "retiring"]);
    expect(await read(snapshotId)).toEqual(numbered(8, "one"));
    await setPace();
    const again = await rotateKeys(ctx, { scope: "project", projectId });
    expect((await untilEnd(again.runId)).at(-1)).toMatchObject({ status: "succeeded" });
    expect(await states()).toEqual(["active", "retired"]);
    await expect(cancelRotation(ctx, { runId: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("loses nothing that is saved while it goes on", async () => {
    await setPace({ batchSize: 1 });
    await save(numbered(10, "one"));
    const { runId } = await rotateKeys(ctx, { scope: "project", projectId });
    const saves = (async () => {
      const saved: { snapshotId: string; value: string }[] = [];
      for (let index = 0; index < 10; index++) {
        const { snapshotId } = await save({ KEY_0: `late-${index}` }, index % 2 ? environment : "staging");
        saved.push({ snapshotId, value: `late-${index}` });
      }
      return saved;
    })();
    expect((await untilEnd(runId)).at(-1)).toMatchObject({ status: "succeeded" });
    for (const { snapshotId, value } of await saves) expect(await read(snapshotId)).toMatchObject({ KEY_0: value });
    expect(await keysInUse()).toHaveLength(1);
    await setPace();
  });

  it("names a value it cannot open, keeps the old key for it, and moves all others", async () => {
    const { snapshotId } = await save(numbered(5, "one"));
    const [row] = await ctx.db
      .select()
      .from(envVariableVersion)
      .where(
        and(sql`${envVariableVersion.variableId} in (select id from env_variable where key = 'KEY_2')`, keyOfProject()),
      );
    if (!row?.token) throw new Error("KEY_2 is not stored");
    const damaged = `${row.token.slice(0, -6)}AAAAAA`;
    await ctx.db.update(envVariableVersion).set({ token: damaged }).where(eq(envVariableVersion.id, row.id));
    const { runId } = await rotateKeys(ctx, { scope: "project", projectId });
    const end = (await untilEnd(runId)).at(-1);
    expect(end).toMatchObject({
      status: "failed",
      error: { message: expect.stringContaining("KEY_2: a stored version") },
    });
    expect(await statusOf()).toMatchObject({ behind: 1, rotation: { message: expect.stringContaining("KEY_2") } });
    expect(await states()).toEqual(["active", "retiring"]);
    await ctx.db.update(envVariableVersion).set({ token: row.token }).where(eq(envVariableVersion.id, row.id));
    await untilEnd((await rotateKeys(ctx, { scope: "project", projectId })).runId);
    expect(await read(snapshotId)).toEqual(numbered(5, "one"));
    expect(await states()).toEqual(["active", "retired"]);
  });

  it("is refused without permission, for another's project, and where nothing is stored", async () => {
    const wish = { scope: "project", projectId } as const;
    await expect(rotateKeys(ctx, wish)).rejects.toMatchObject({ code: "PRECONDITION" });
    await expect(rotateKeys(await getCtx(), wish)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = await getCtx({ permissions: ["environment:read", "project:read"] });
    await expect(rotateKeys(reader, wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(rotateKeys(reader, { scope: "master" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(rotateKeys(ctx, { scope: "master", newKey: true })).rejects.toThrow("set by hand here");
  });

  it("of the master key finishes when nothing is left, and its status tells which key may go", async () => {
    await save({ A: "one" });
    const events = await untilEnd((await rotateKeys(ctx, { scope: "master" })).runId);
    expect(events.at(-1)).toMatchObject({ status: "succeeded" });
    const { masterKeys, rotation } = await getVaultStatus(ctx);
    expect(rotation).toMatchObject({ status: "succeeded" });
    expect(masterKeys).toMatchObject([{ id: "t1", isActive: true, isPresent: true, isRemovable: false }]);
  });

  it("destroys the keys with the project: what is dumped later opens nothing that was dumped before", async () => {
    const { snapshotId } = await save({ A: "needle" });
    const [stored] = await queryRows<{ token: string; variableId: string; configId: string }>(
      ctx.db,
      sql`select v.token, v.variable_id as "variableId", x.config_id as "configId"
          from env_variable_version v join env_variable x on x.id = v.variable_id where v.token is not null
            and x.config_id in (select id from env_config where project_id = ${projectId})`,
    );
    if (!stored) throw new Error("nothing is stored");
    const place = { ...stored, projectId, version: 1, key: "A" };
    expect([...(await openTokens(ctx, projectId, [place])).values()][0]?.unwrap()).toBe("needle");
    await deleteProject(ctx, { id: projectId });
    expect(await ctx.db.select().from(dataKey).where(eq(dataKey.projectId, projectId))).toEqual([]);
    await expect(openTokens(ctx, projectId, [place])).rejects.toMatchObject({ details: { reason: "KEY_NOT_FOUND" } });
    await expect(openSnapshot(ctx, snapshotId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is advised after 90 days or 2^30 values", async () => {
    const day = 24 * 3600 * 1000;
    expect(adviceFor(10, 89 * day)).toBeNull();
    expect(adviceFor(10, 90 * day)).toContain("90 days old");
    expect(adviceFor(2 ** 30, 0)).toContain("as many values");
  });

  async function statusOf() {
    return (await getVaultStatus(ctx)).projects.find((each) => each.projectId === projectId);
  }

  function keyOfProject() {
    return sql`${envVariableVersion.variableId} in (select x.id from env_variable x join env_config c on c.id = x.config_id
      where c.project_id = ${projectId})`;
  }
});

describeOnPostgres("two processes that rotate the same data key", (getCtx) => {
  it("seal each value once, and one of two runs does the work", async () => {
    const ctx = await getCtx();
    const { id: projectId } = await createProject(ctx, { name: "shop" });
    const values = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`KEY_${index}`, `value ${index}`]));
    const variables = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { value, sensitive: true }]),
    );
    const { snapshotId } = await setVariables(ctx, { projectId, environment, variables });
    const other = { ...ctx, db: (await getCtx.second()).db };
    const started = await Promise.all([ctx, other].map((each) => rotateKeys(each, { scope: "project", projectId })));
    expect(new Set(started.map(({ runId }) => runId)).size).toBe(1);
    const rotate = async (each: Ctx, size: number) => {
      let [done, after] = [0, start];
      for (;;) {
        const batch = await inTransaction(each, (tx) => reencryptBatch(tx, projectId, after, size));
        if (batch.last === undefined) return done;
        [done, after] = [done + batch.done, batch.last];
      }
    };
    const done = await Promise.all([rotate(ctx, 3), rotate(other, 2), rotate(other, 5), rotate(ctx, 7)]);
    expect(done.reduce((sum, each) => sum + each, 0)).toBe(60);
    await Promise.all([ctx, other].map((each) => inTransaction(each, (tx) => retireKeys(tx, projectId))));
    const opened = await openSnapshot(other, snapshotId);
    expect(Object.fromEntries(Array.from(opened, ([key, secret]) => [key, secret.unwrap()]))).toEqual(values);
    const keys = await ctx.db.select().from(dataKey).where(eq(dataKey.projectId, projectId));
    expect(keys.map(({ state }) => state).sort()).toEqual(["active", "retired"]);
  });
});
