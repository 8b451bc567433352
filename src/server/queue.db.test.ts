import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { z } from "zod";
import { inTransaction } from "./db";
import type { Kernel } from "./kernel";
import { createRun, listEvents, queuePosition, RunInterrupted, requestCancel } from "./runs";
import { Engine } from "./runs/engine";
import { reap } from "./runs/reaper";
import { run } from "./tables";
import { describeOnDatabases, describeOnPostgres, openFresh } from "./testing";

/** An engine that holds nothing: as another process sees the runs of one that is gone. */
function bystander(kernel: Kernel) {
  const { database, log, metrics, hostId } = kernel;
  const createCtx = () => {
    throw new Error("not needed");
  };
  return {
    database,
    log,
    jobs: kernel.jobs,
    engine: new Engine({ database, log, metrics, hostId, worker: "test", createCtx }),
  };
}

describeOnDatabases("the queue", (getCtx) => {
  const row = async (id: string) => (await getCtx.kernel().db.select().from(run).where(eq(run.id, id)))[0];
  const create = async (kind: string, options: { hostId?: string } = {}) => {
    const ctx = await getCtx();
    const id = ctx.newId();
    await inTransaction(ctx, (tx) => createRun(tx, { id, kind, spec: {}, timeoutSeconds: 60, ...options }));
    return { ctx, id };
  };
  const register = (kind: string, execute: () => Promise<unknown>) =>
    getCtx
      .kernel()
      .jobs.register(
        { kind, spec: z.object({}), execute, describeError: (error) => ({ message: String(error) }) },
        { concurrency: 1 },
      );

  it("runs each run once, however often it is sent", async () => {
    let times = 0;
    await register("once", async () => ++times);
    const { ctx, id } = await create("once");
    await Promise.all([ctx.jobs.send(id), ctx.jobs.send(id), ctx.jobs.send(id)]);
    await expect.poll(async () => (await row(id))?.status, { timeout: 10_000 }).toBe("succeeded");
    await ctx.jobs.send(id);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(times).toBe(1);
  });

  it("works on runs of its own host and leaves those of others alone", async () => {
    await register("hosted", async () => "done");
    const own = await create("hosted", { hostId: getCtx.kernel().hostId });
    const other = await create("hosted", { hostId: "another-host" });
    await other.ctx.jobs.send(other.id);
    await own.ctx.jobs.send(own.id);
    await expect.poll(async () => (await row(own.id))?.status, { timeout: 10_000 }).toBe("succeeded");
    expect((await row(other.id))?.status).toBe("queued");
  });

  it("says how many runs stand before one that waits", async () => {
    const [first, second] = [await create("waiting"), await create("waiting")];
    expect(await queuePosition(first.ctx, first.id)).toBe(1);
    expect(await queuePosition(second.ctx, second.id)).toBe(2);
    expect(await queuePosition(second.ctx, "none")).toBeUndefined();
  });

  it("fails a run whose stored spec is not valid, instead of trying for ever", async () => {
    const { ctx, id } = await create("strict");
    await getCtx.kernel().jobs.register(
      {
        kind: "strict",
        spec: z.object({ needed: z.string() }),
        execute: async () => 1,
        describeError: () => ({ message: "bad spec" }),
      },
      { concurrency: 1 },
    );
    await ctx.jobs.send(id);
    await expect.poll(async () => (await row(id))?.status, { timeout: 10_000 }).toBe("failed");
    expect((await row(id))?.error).toEqual({ message: "bad spec" });
  });

  it("delivers commands to a host, and again when the handler failed", async () => {
    const received: unknown[] = [];
    await getCtx.kernel().jobs.onCommand("greet", async (payload) => {
      received.push(payload);
      if (received.length === 1) throw new Error("not yet");
    });
    await getCtx.kernel().jobs.command(getCtx.kernel().hostId, "greet", { name: "world" });
    await expect.poll(() => received, { timeout: 10_000 }).toEqual([{ name: "world" }, { name: "world" }]);
  });

  it("repeats scheduled work without overlap and survives its errors", async () => {
    let active = 0;
    let calls = 0;
    let most = 0;
    getCtx.kernel().jobs.schedule("test", 0.02, async () => {
      most = Math.max(most, ++active);
      await new Promise((resolve) => setTimeout(resolve, 60));
      active -= 1;
      if (++calls === 1) throw new Error("first");
    });
    await expect.poll(() => calls, { timeout: 5_000 }).toBeGreaterThan(2);
    expect(most).toBe(1);
  });

  it("is given runs that were never sent by the reaper", async () => {
    await register("forgotten", async () => "found");
    const { id } = await create("forgotten");
    await reap(bystander(getCtx.kernel()), { graceSeconds: 0 });
    await expect.poll(async () => (await row(id))?.status, { timeout: 10_000 }).toBe("succeeded");
  });
});

describeOnDatabases("the reaper", (getCtx) => {
  it.each([
    ["past its deadline", { deadlineAt: new Date(Date.now() - 60_000) }, "timed_out", "running"],
    ["being cancelled", { cancelRequestedAt: new Date(Date.now() - 60_000) }, "cancelled", "cancelling"],
  ])("ends a run %s that nobody works on", async (_, times, status, before) => {
    const kernel = getCtx.kernel();
    await kernel.jobs.register(
      {
        kind: "gone",
        spec: z.object({}),
        execute: async () => undefined,
        describeError: (error) => ({ reason: RunInterrupted.is(error) ? error.reason : "other" }),
      },
      { concurrency: 1 },
    );
    const ctx = await getCtx();
    const id = ctx.newId();
    await inTransaction(ctx, (tx) =>
      createRun(tx, { id, kind: "gone", spec: {}, timeoutSeconds: 60, hostId: "a-host-that-is-gone" }),
    );
    await kernel.db
      .update(run)
      .set({ status: before, fence: 1, attempt: 1, ...times })
      .where(eq(run.id, id));
    await expect
      .poll(async () => (await kernel.db.select().from(run).where(eq(run.id, id)))[0], { timeout: 15_000 })
      .toMatchObject({ status, fence: 2, error: { reason: status } });
    const events = await listEvents(ctx, id, { after: 0, limit: 10 });
    expect(events.at(-1)).toMatchObject({ kind: "end", status });
  });
});

describeOnPostgres("several processes", (getCtx) => {
  it("hand a run over when the one that works on it shuts down", async () => {
    const claims: number[] = [];
    const kind = {
      kind: "handed",
      spec: z.object({}),
      execute: async (active: { attempt: number; signal: AbortSignal }) => {
        claims.push(active.attempt);
        if (active.attempt > 1) return "done";
        return new Promise<never>((_, reject) =>
          active.signal.addEventListener("abort", () => reject(active.signal.reason)),
        );
      },
      describeError: () => ({}),
    };
    const leaving = await getCtx.second();
    await leaving.jobs.register(kind, { concurrency: 1 });
    const ctx = await getCtx();
    const id = ctx.newId();
    await inTransaction(ctx, (tx) => createRun(tx, { id, kind: "handed", spec: {}, timeoutSeconds: 60 }));
    await ctx.jobs.send(id);
    await expect.poll(() => claims, { timeout: 10_000 }).toEqual([1]);
    await getCtx.kernel().jobs.register(kind, { concurrency: 1 });
    const leftAt = Date.now();
    await leaving.shutdown();
    await expect.poll(() => claims, { timeout: 10_000 }).toEqual([1, 2]);
    expect(Date.now() - leftAt).toBeLessThan(8_000);
    expect(leaving.isDraining()).toBe(true);
    await expect
      .poll(async () => (await ctx.db.select().from(run).where(eq(run.id, id)))[0], { timeout: 10_000 })
      .toMatchObject({ status: "succeeded", attempt: 2, output: "done" });
  });
});

describeOnPostgres("a database that drops its connections", (getCtx) => {
  it("does not fail the run: it goes on where it was", async () => {
    const steps: string[] = [];
    const cut = () =>
      getCtx
        .kernel()
        .db.execute(
          sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        );
    await getCtx.kernel().jobs.register(
      {
        kind: "cut",
        spec: z.object({}),
        async execute(active) {
          for (const name of ["one", "two", "three"]) {
            await active.step(name, { timeoutSeconds: 30 }, async () => {
              steps.push(name);
              active.emit({ kind: "log", line: name });
              if (name === "two" && active.attempt === 1) {
                // The connection that cuts the others goes too, a moment later.
                await cut().catch(() => undefined);
                await cut().catch(() => undefined);
              }
            });
          }
        },
        describeError: (error) => ({ message: String(error) }),
      },
      { concurrency: 1 },
    );
    const ctx = await getCtx();
    const id = ctx.newId();
    await inTransaction(ctx, (tx) => createRun(tx, { id, kind: "cut", spec: {}, timeoutSeconds: 60 }));
    await ctx.jobs.send(id);
    const status = async () =>
      (
        await ctx.db
          .select()
          .from(run)
          .where(eq(run.id, id))
          .catch(() => [])
      )[0]?.status;
    await expect.poll(status, { timeout: 40_000 }).toBe("succeeded");
    const events = await listEvents(ctx, id, { after: 0, limit: 100 });
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(steps.filter((name) => name !== "two")).toEqual(["one", "three"]);
  });
});

describeOnDatabases("a database that cannot be written for a moment", (getCtx) => {
  it("does not fail the run: it is delivered again and goes on in the step it was in", async () => {
    const { db } = getCtx.kernel();
    const steps: string[] = [];
    await getCtx.kernel().jobs.register(
      {
        kind: "unwritable",
        spec: z.object({}),
        async execute(active) {
          for (const name of ["one", "two"]) {
            await active.step(name, { timeoutSeconds: 30, isTemporary: () => false }, async () => {
              steps.push(`${name} ${active.attempt}`);
              if (name === "one" || active.attempt > 1) return;
              await db.execute(sql`alter table run_step rename to run_step_away`);
              setTimeout(async () => {
                await db.execute(sql`alter table run_step_away rename to run_step`);
              }, 300);
            });
          }
          return "done";
        },
        describeError: (error) => ({ message: String(error) }),
      },
      { concurrency: 1 },
    );
    const ctx = await getCtx();
    const id = ctx.newId();
    await inTransaction(ctx, (tx) => createRun(tx, { id, kind: "unwritable", spec: {}, timeoutSeconds: 60 }));
    await ctx.jobs.send(id);
    const row = async () => (await db.select().from(run).where(eq(run.id, id)))[0];
    await expect.poll(async () => (await row())?.finishedAt, { timeout: 30_000 }).toBeTruthy();
    expect(await row()).toMatchObject({ status: "succeeded", output: "done", error: null });
    expect(steps.slice(0, 2)).toEqual(["one 1", "two 1"]);
    expect(steps.at(-1)).toMatch(/^two [2-9]/);
    const events = await listEvents(ctx, id, { after: 0, limit: 1000 });
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  });
});

describeOnPostgres("a web process", (getCtx) => {
  it("cancels a run that a worker holds, within a second", async () => {
    const worker = await getCtx.second();
    const { promise: aborted, resolve } = Promise.withResolvers<unknown>();
    const { promise: started, resolve: onStarted } = Promise.withResolvers<void>();
    await worker.jobs.register(
      {
        kind: "elsewhere",
        spec: z.object({}),
        execute: ({ signal }) => {
          onStarted();
          return new Promise<never>((_, reject) => {
            signal.addEventListener("abort", () => {
              resolve(signal.reason);
              reject(signal.reason);
            });
          });
        },
        describeError: () => ({}),
      },
      { concurrency: 1 },
    );
    const ctx = await getCtx();
    const id = ctx.newId();
    await inTransaction(ctx, (tx) => createRun(tx, { id, kind: "elsewhere", spec: {}, timeoutSeconds: 60 }));
    await ctx.jobs.send(id);
    await started;
    const askedAt = Date.now();
    await requestCancel(ctx, id);
    expect(await aborted).toMatchObject({ name: "RunInterrupted", reason: "cancelled" });
    expect(Date.now() - askedAt).toBeLessThan(1_000);
  });
});

describeOnDatabases("a shutdown", (getCtx) => {
  it("runs its hooks newest first, past one that fails, and closes the database last", async () => {
    const { kernel, close } = await openFresh(getCtx.dialect);
    const order: string[] = [];
    kernel.onShutdown("first", async () => {
      await kernel.db.execute(sql`select 1`);
      order.push("first");
    });
    kernel.onShutdown("broken", () => {
      order.push("broken");
      throw new Error("no");
    });
    await Promise.all([kernel.shutdown(), kernel.shutdown()]);
    expect(order).toEqual(["broken", "first"]);
    await expect(kernel.db.execute(sql`select 1`)).rejects.toThrow();
    await close();
  });
});
