import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { setVariables, unsetVariables } from "../service";
import { envSnapshot, envVariableVersion } from "../tables";
import { openSnapshot, takeSnapshot } from "./deployments";
import { listHistory } from "./history";
import { restoreSnapshot } from "./restore";

const environment = "production";

describeOnDatabases("history and restore", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  let count = 0;
  const newProject = async () => {
    count += 1;
    return (await createProject(ctx, { name: `shop-${count}` })).id;
  };
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = await newProject();
  });
  const set = (values: Record<string, string>, more: { reason?: string; isReference?: boolean } = {}) => {
    const { reason, isReference } = more;
    const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, isReference }]));
    return setVariables(ctx, { projectId, environment, variables, reason });
  };
  const unset = (keys: string[]) => unsetVariables(ctx, { projectId, environment, keys });
  const restore = (snapshotId: string, keys?: string[]) => restoreSnapshot(ctx, { projectId, snapshotId, keys });
  const valuesOf = async (snapshotId: string) => {
    const opened = await openSnapshot(ctx, snapshotId);
    return Object.fromEntries(Array.from(opened, ([key, secret]) => [key, secret.unwrap()]));
  };
  const current = async () => valuesOf((await takeSnapshot(ctx, { projectId, environment })).snapshotId);
  const history = (more: { key?: string; before?: number; limit?: number } = {}) =>
    listHistory(ctx, { projectId, environment, ...more });

  it("says who saved what, when, why and what it did", async () => {
    await set({ A: "1", B: "1" }, { reason: "first deploy" });
    await set({ A: "2", C: "1" });
    await unset(["B"]);
    const { entries, next } = await history();
    expect(next).toBeNull();
    expect(
      entries.map(({ seq, cause, reason, added, changed, removed }) => ({
        seq,
        cause,
        reason,
        added,
        changed,
        removed,
      })),
    ).toEqual([
      { seq: 3, cause: "unset", reason: null, added: [], changed: [], removed: ["B"] },
      { seq: 2, cause: "edit", reason: null, added: ["C"], changed: ["A"], removed: [] },
      { seq: 1, cause: "edit", reason: "first deploy", added: ["A", "B"], changed: [], removed: [] },
    ]);
    const person = ctx.actor.kind === "user" ? ctx.actor.userId : "";
    expect(entries[0]?.author).toBe(person);
    expect(entries[0]?.authorName).not.toBe("");
    expect(Date.parse(entries[0]?.at ?? "")).not.toBeNaN();
  });

  it("pages through a history without a gap, of an environment and of one variable", async () => {
    for (let index = 0; index < 5; index += 1) await set({ A: `${index}`, ...(index % 2 ? { B: `${index}` } : {}) });
    await unset(["B"]);
    const pages = async (key?: string) => {
      const seen: [number, string[], string[], string[]][] = [];
      for (let before: number | undefined; ; ) {
        const page = await history({ key, before, limit: 2 });
        seen.push(
          ...page.entries.map(({ seq, added, changed, removed }) => [seq, added, changed, removed] as (typeof seen)[0]),
        );
        if (page.next === null) return seen;
        before = page.next;
      }
    };
    expect(await pages()).toEqual([
      [6, [], [], ["B"]],
      [5, [], ["A"], []],
      [4, [], ["A", "B"], []],
      [3, [], ["A"], []],
      [2, ["B"], ["A"], []],
      [1, ["A"], [], []],
    ]);
    expect(await pages("B")).toEqual([
      [6, [], [], ["B"]],
      [4, [], ["B"], []],
      [2, ["B"], [], []],
    ]);
    expect(await history({ key: "NONE" })).toEqual({ entries: [], next: null });
  });

  it("restores one variable or all of them as a new snapshot, and rewrites nothing", async () => {
    const first = await set({ A: "1", B: "1" });
    await set({ A: "2", C: "1" });
    await unset(["B"]);
    const snapshots = await ctx.db.select().from(envSnapshot).orderBy(envSnapshot.id);
    const versions = await ctx.db.select().from(envVariableVersion).orderBy(envVariableVersion.id);

    expect(await restore(first.snapshotId, ["B"])).toMatchObject({ added: ["B"], changed: [], removed: [] });
    expect(await current()).toEqual({ A: "2", B: "1", C: "1" });
    const whole = await restore(first.snapshotId);
    expect(whole).toMatchObject({ added: [], changed: ["A"], removed: ["C"] });
    expect(await current()).toEqual({ A: "1", B: "1" });
    expect(await restore(first.snapshotId)).toMatchObject({ snapshotId: whole.snapshotId, changed: [] });

    const after = await ctx.db.select().from(envSnapshot).orderBy(envSnapshot.id);
    expect(after.slice(0, snapshots.length)).toEqual(snapshots);
    expect(await ctx.db.select().from(envVariableVersion).orderBy(envVariableVersion.id)).toEqual(versions);
    // A value set after a restore gets a version of its own, not the one that stands behind the restored one.
    await set({ A: "3" });
    expect(await current()).toEqual({ A: "3", B: "1" });
    const [entry] = (await history({ key: "C" })).entries;
    expect(entry).toMatchObject({ removed: ["C"], cause: "restore of 1" });
  });

  it("records a restore with short hashes and no value", async () => {
    const first = await set({ A: "secret-one", B: "1" });
    await set({ A: "secret-two" });
    await restore(first.snapshotId);
    const rows = (await ctx.db.select().from(auditLog).orderBy(auditLog.id)).filter(
      ({ targetId }) => targetId === projectId,
    );
    const hashes = rows.flatMap(({ details }) => {
      const { changes = {} } = details as { changes?: Record<string, { before: string | null; after: string | null }> };
      return changes.A ? [changes.A] : [];
    });
    const [added, changed, restored] = hashes;
    expect(added).toEqual({ before: null, after: expect.stringMatching(/^[\w-]{8}$/) });
    expect(changed).toEqual({ before: added?.after, after: expect.stringMatching(/^[\w-]{8}$/) });
    expect(restored).toEqual({ before: changed?.after, after: added?.after });
    expect(JSON.stringify(rows)).not.toContain("secret-");
  });

  it("refuses what is not there, not allowed, or of another project", async () => {
    const { snapshotId } = await set({ A: "1" });
    await expect(restore("none")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(restore(snapshotId, ["NONE"])).rejects.toMatchObject({ code: "NOT_FOUND" });
    const other = await newProject();
    await expect(restoreSnapshot(ctx, { projectId: other, snapshotId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const stranger = await getCtx();
    await expect(restoreSnapshot(stranger, { projectId, snapshotId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(listHistory(stranger, { projectId, environment })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = { ...ctx, permissions: new Set(permissions.filter((each) => each !== "environment:write")) };
    await expect(restoreSnapshot(reader, { projectId, snapshotId })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await history()).entries).toHaveLength(1);
  });

  it("brings any point of a random history back exactly, by any number of restores", async () => {
    const key = fc.constantFrom("A", "B", "C");
    const value = fc.constantFrom("", "1", "2", "'\n\"$ \u{1F600}");
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ set: fc.dictionary(key, value, { minKeys: 1 }) }) },
      { weight: 1, arbitrary: fc.record({ unset: key }) },
      {
        weight: 2,
        arbitrary: fc.record({ restore: fc.nat(100), keys: fc.option(fc.uniqueArray(key, { minLength: 1 })) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
        projectId = await newProject();
        const points: { snapshotId: string; values: Map<string, string> }[] = [];
        let now = new Map<string, string>();
        for (const each of steps) {
          const next = new Map(now);
          let saved: { snapshotId: string };
          if ("set" in each) {
            for (const [name, text] of Object.entries(each.set)) next.set(name, text);
            saved = await set(each.set);
          } else if ("unset" in each) {
            if (!next.delete(each.unset)) continue;
            saved = await unset([each.unset]);
          } else {
            const point = points[each.restore % Math.max(points.length, 1)];
            const keys = each.keys?.filter((name) => point?.values.has(name) || now.has(name));
            if (!point || keys?.length === 0) continue;
            for (const name of keys ?? ["A", "B", "C"]) {
              const text = point.values.get(name);
              if (text === undefined) next.delete(name);
              else next.set(name, text);
            }
            saved = await restore(point.snapshotId, keys);
          }
          now = next;
          points.push({ snapshotId: saved.snapshotId, values: now });
        }
        for (const { snapshotId, values } of points) {
          expect(await valuesOf(snapshotId)).toEqual(Object.fromEntries(values));
          await restore(snapshotId);
          expect(await current()).toEqual(Object.fromEntries(values));
        }
      }),
      { numRuns: 10 },
    );
  }, 120_000);
});
