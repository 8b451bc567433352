import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Ctx } from "../context";
import { inTransaction } from "../db";
import type { Kernel } from "../kernel";
import { run } from "../tables";
import { describeOnDatabases, describeOnPostgres, type GetCtx } from "../testing";
import { type ActiveRun, cancelWaiting, createRun, queuePosition, requestCancel, watchEvents } from ".";

type Work = (active: ActiveRun<{ name: string }>) => Promise<unknown>;

function scripted(getCtx: GetCtx) {
  const works = new Map<string, Work>();
  return {
    register: (kernel: Kernel) =>
      kernel.jobs.register<{ name: string }>(
        {
          kind: "grouped",
          spec: z.object({ name: z.string() }),
          execute: (active) => works.get(active.spec.name)?.(active) ?? Promise.reject(new Error("no work")),
          describeError: (error) => ({ message: String(error) }),
        },
        { concurrency: 4 },
      ),
    async start(ctx: Ctx, groupKey: string, work: Work, timeoutSeconds = 60): Promise<string> {
      const id = ctx.newId();
      works.set(id, work);
      const made = { id, kind: "grouped", spec: { name: id }, timeoutSeconds, groupKey };
      await inTransaction(ctx, (tx) => createRun(tx, made));
      await ctx.jobs.send(id);
      return id;
    },
    async ended(id: string): Promise<string> {
      const signal = AbortSignal.timeout(50_000);
      for await (const event of watchEvents(getCtx.kernel(), id, { after: 0, signal }))
        if (event.kind === "end") return event.status ?? "";
      return "open";
    },
  };
}

const statusOf = async (ctx: Ctx, id: string) =>
  (await ctx.db.select().from(run).where(eq(run.id, id))).map(({ status }) => status)[0];

describeOnDatabases("runs of one group", (getCtx) => {
  const { register, start, ended } = scripted(getCtx);
  let ctx: Ctx;
  beforeAll(async () => {
    await register(getCtx.kernel());
    ctx = await getCtx();
  });

  it("follow each other in the order they were made, and wait for no other group", async () => {
    const said: string[] = [];
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const work = (name: string): Work => {
      return async () => {
        said.push(`${name} begins`);
        begin();
        await opened;
        said.push(`${name} ends`);
      };
    };
    const ids = [
      await start(ctx, "shop", work("one")),
      await start(ctx, "shop", work("two")),
      await start(ctx, "shop", work("three")),
    ];
    await begun;
    const other = await start(ctx, "blog", async () => said.push("blog"));
    expect(await ended(other)).toBe("succeeded");
    expect(said).toEqual(["one begins", "blog"]);
    expect(await Promise.all(ids.map((id) => queuePosition(ctx, id)))).toEqual([undefined, 1, 2]);
    open();
    for (const id of ids) expect(await ended(id)).toBe("succeeded");
    expect(said.slice(2)).toEqual(["one ends", "two begins", "two ends", "three begins", "three ends"]);
  });

  it("go on when the one in front is cancelled before it began", async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const first = await start(ctx, "queue", () => opened);
    const second = await start(ctx, "queue", async () => undefined);
    const third = await start(ctx, "queue", async () => undefined);
    await requestCancel(ctx, second);
    open();
    expect(await ended(first)).toBe("succeeded");
    expect(await ended(third)).toBe("succeeded");
    expect(await statusOf(ctx, second)).toBe("cancelled");
  });

  it("are cancelled while they wait when a newer one replaces them; the one that runs goes on", async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const first = await start(ctx, "newest", async () => {
      begin();
      await opened;
    });
    const second = await start(ctx, "newest", async () => undefined);
    await begun;
    const cancelled = await inTransaction(ctx, (tx) => cancelWaiting(tx, "newest", { message: "replaced" }));
    expect(cancelled).toEqual([second]);
    expect(await statusOf(ctx, second)).toBe("cancelled");
    const third = await start(ctx, "newest", async () => undefined);
    expect(await statusOf(ctx, third)).toBe("queued");
    open();
    expect(await ended(first)).toBe("succeeded");
    expect(await ended(third)).toBe("succeeded");
  });

  it("do not touch waiting runs of another organization", async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const first = await start(ctx, "ours", () => opened);
    const second = await start(ctx, "ours", async () => undefined);
    const stranger = await getCtx();
    expect(await inTransaction(stranger, (tx) => cancelWaiting(tx, "ours", {}))).toEqual([]);
    open();
    expect([await ended(first), await ended(second)]).toEqual(["succeeded", "succeeded"]);
  });
});

describeOnDatabases("a run that waits for a person", (getCtx) => {
  const { register, start, ended } = scripted(getCtx);
  let ctx: Ctx;
  beforeAll(async () => {
    await register(getCtx.kernel());
    ctx = await getCtx();
  });
  const deadlineOf = async (id: string) =>
    (await ctx.db.select().from(run).where(eq(run.id, id)))[0]?.deadlineAt?.getTime() ?? 0;

  it("keeps its own time and its step's, and the reaper leaves it alone", async () => {
    const deadlines: number[] = [];
    const id = await start(
      ctx,
      "patient",
      (active) =>
        active.step("ask", { timeoutSeconds: 2 }, async ({ signal }) => {
          deadlines.push(await deadlineOf(active.id));
          await active.wait(600, async () => {
            deadlines.push(await deadlineOf(active.id));
            await sleep(2_500);
          });
          deadlines.push(await deadlineOf(active.id));
          signal.throwIfAborted();
        }),
      2,
    );
    expect(await ended(id)).toBe("succeeded");
    const [before = 0, during = 0, after = 0] = deadlines;
    expect(during - before).toBe(600_000);
    expect(after - before).toBeGreaterThanOrEqual(2_400);
    expect(after - before).toBeLessThan(100_000);
  });

  it("hears that nobody came", async () => {
    let isOver = false;
    const id = await start(ctx, "unheard", (active) =>
      active.wait(0.2, async (signal) => {
        await sleep(60_000, undefined, { signal }).catch(() => undefined);
        isOver = signal.aborted;
      }),
    );
    expect(await ended(id)).toBe("succeeded");
    expect(isOver).toBe(true);
  });

  it("can be cancelled", async () => {
    const { promise: waiting, resolve } = Promise.withResolvers<void>();
    const id = await start(ctx, "cancelled", (active) =>
      active.wait(600, async (signal) => {
        resolve();
        await sleep(600_000, undefined, { signal });
      }),
    );
    await waiting;
    await requestCancel(ctx, id);
    expect(await ended(id)).toBe("cancelled");
  });
});

describeOnPostgres("runs of one group in several processes", (getCtx) => {
  const { register, start, ended } = scripted(getCtx);

  it("never overlap", async () => {
    const second = await getCtx.second();
    await register(getCtx.kernel());
    await register(second);
    const ctx = await getCtx();
    let active = 0;
    let most = 0;
    const order: string[] = [];
    const work: Work = async ({ id }) => {
      active += 1;
      most = Math.max(most, active);
      order.push(id);
      await sleep(30);
      active -= 1;
    };
    const senders = [ctx, { ...ctx, db: second.db, jobs: second.jobs }];
    const ids: string[] = [];
    for (let number = 0; number < 12; number += 1) ids.push(await start(senders[number % 2] ?? ctx, "shared", work));
    for (const id of ids) expect(await ended(id)).toBe("succeeded");
    expect(most).toBe(1);
    expect(order).toEqual(ids);
  });
});
