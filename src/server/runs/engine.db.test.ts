import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Ctx } from "../context";
import { inTransaction } from "../db";
import { run, runStep } from "../tables";
import { describeOnDatabases, type GetCtx } from "../testing";
import {
  type ActiveRun,
  createRun,
  type Json,
  listEvents,
  RunInterrupted,
  requestCancel,
  type StoredEvent,
  watchEvents,
} from ".";

type Work = (run: ActiveRun<{ name: string }>) => Promise<unknown>;

/** One kind whose work each test brings by name. */
function registerScripted(getCtx: GetCtx) {
  const works = new Map<string, Work>();
  const finished: string[] = [];
  const start = async (ctx: Ctx, work: Work, options: { timeoutSeconds?: number } = {}): Promise<string> => {
    const id = ctx.newId();
    works.set(id, work);
    await inTransaction(ctx, (tx) =>
      createRun(tx, { id, kind: "scripted", spec: { name: id }, timeoutSeconds: options.timeoutSeconds ?? 60 }),
    );
    await ctx.jobs.send(id);
    return id;
  };
  const register = () =>
    getCtx.kernel().jobs.register<{ name: string }>(
      {
        kind: "scripted",
        spec: z.object({ name: z.string() }),
        execute: (active) => works.get(active.spec.name)?.(active) ?? Promise.reject(new Error("no work")),
        describeError: (error) => ({
          type: RunInterrupted.is(error) ? error.reason : "failed",
          message: error instanceof Error ? error.message : String(error),
        }),
        onFinished: async (active, status) => {
          finished.push(`${active.id} ${status}`);
        },
      },
      { concurrency: 4 },
    );
  return { start, register, finished };
}

async function untilEnd(getCtx: GetCtx, id: string): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of watchEvents(getCtx.kernel(), id, { after: 0, signal: AbortSignal.timeout(30_000) }))
    events.push(event);
  return events;
}

async function rowOf(ctx: Ctx, id: string) {
  const [row] = await ctx.db.select().from(run).where(eq(run.id, id));
  return row;
}

const brief = (event: StoredEvent) => [event.kind, event.step, event.status].filter(Boolean).join(" ");

describeOnDatabases("engine", (getCtx) => {
  const scripted = registerScripted(getCtx);
  let ctx: Ctx;
  beforeAll(async () => {
    await scripted.register();
    ctx = await getCtx();
  });

  it("runs steps in order and closes with an end event that carries the url", async () => {
    const id = await scripted.start(ctx, async (active) => {
      const one = await active.step("one", { timeoutSeconds: 5 }, async () => 1);
      await active.step("two", { timeoutSeconds: 5 }, async () => ({ sum: one + 1 }));
      return { url: "http://app.localhost:4000" };
    });
    const events = await untilEnd(getCtx, id);
    expect(events.map(brief)).toEqual([
      "status queued",
      "status running",
      "step one running",
      "step one succeeded",
      "step two running",
      "step two succeeded",
      "status succeeded",
      "end succeeded",
    ]);
    expect(events.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(events.at(-1)?.url).toBe("http://app.localhost:4000");
    expect(await rowOf(ctx, id)).toMatchObject({
      status: "succeeded",
      attempt: 1,
      output: { url: "http://app.localhost:4000" },
    });
    const steps = await ctx.db.select().from(runStep).where(eq(runStep.runId, id)).orderBy(runStep.position);
    expect(steps.map(({ name, position, output }) => ({ name, position, output }))).toEqual([
      { name: "one", position: 1, output: 1 },
      { name: "two", position: 2, output: { sum: 2 } },
    ]);
    expect(scripted.finished).toContain(`${id} succeeded`);
  });

  it("does not repeat a step that has succeeded", async () => {
    let calls = 0;
    const id = await scripted.start(ctx, async (active) => {
      const work = async () => ({ calls: ++calls });
      const first = await active.step("once", { timeoutSeconds: 5 }, work);
      const second = await active.step("once", { timeoutSeconds: 5 }, work);
      return { first, second };
    });
    await untilEnd(getCtx, id);
    expect((await rowOf(ctx, id))?.output).toEqual({ first: { calls: 1 }, second: { calls: 1 } });
    expect(calls).toBe(1);
  });

  it("numbers events without a gap while many writers emit at once", async () => {
    const id = await scripted.start(ctx, async (active) => {
      await Promise.all(
        Array.from({ length: 8 }, (_, writer) =>
          active.step(`writer-${writer}`, { timeoutSeconds: 20 }, async () => {
            for (let line = 0; line < 60; line++) {
              active.emit({ kind: "log", stream: "stdout", line: `${writer} ${line}` });
              if (line % 7 === 0) await active.flush();
            }
          }),
        ),
      );
    });
    const events = await untilEnd(getCtx, id);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    const lines = events.filter((event) => event.kind === "log").map((event) => event.line);
    expect(new Set(lines).size).toBe(480);
    for (let writer = 0; writer < 8; writer++) {
      const own = lines.filter((line) => line?.startsWith(`${writer} `));
      expect(own).toEqual(Array.from({ length: 60 }, (_, line) => `${writer} ${line}`));
    }
  });

  it("tries a temporary error again with a recovery event, and others not", async () => {
    let tries = 0;
    const options = { timeoutSeconds: 5, firstDelayMs: 5, isTemporary: (error: unknown) => error instanceof TypeError };
    const id = await scripted.start(ctx, async (active) => {
      await active.step("flaky", options, async () => {
        if (++tries < 3) throw new TypeError("busy");
      });
      await active.step("broken", options, async () => {
        throw new Error("wrong password");
      });
    });
    const events = await untilEnd(getCtx, id);
    expect(tries).toBe(3);
    expect(events.filter((event) => event.kind === "recovery").map((event) => event.step)).toEqual(["flaky", "flaky"]);
    expect(events.at(-1)).toMatchObject({
      kind: "end",
      status: "failed",
      error: { type: "failed", message: "wrong password" },
    });
    const [broken] = (await ctx.db.select().from(runStep).where(eq(runStep.runId, id))).filter(
      (step) => step.name === "broken",
    );
    expect(broken).toMatchObject({ status: "failed", attempts: 1, error: { message: "wrong password" } });
  });

  it("waits as long as the other side asks, and fails at once when that is too long", async () => {
    const asking = (seconds: number) => Object.assign(new Error("busy"), { retryAfterSeconds: seconds });
    const tries = { short: 0, long: 0 };
    const options = { timeoutSeconds: 20, firstDelayMs: 600_000, isTemporary: () => true };
    const id = await scripted.start(ctx, async (active) => {
      await active.step("short", options, async () => {
        if (++tries.short < 2) throw asking(0.01);
      });
      await active.step("long", options, async () => {
        tries.long += 1;
        throw asking(3_600);
      });
    });
    expect((await untilEnd(getCtx, id)).at(-1)).toMatchObject({ status: "failed", error: { message: "busy" } });
    expect(tries).toEqual({ short: 2, long: 1 });
  });

  it("fails a step that takes longer than its time", async () => {
    const id = await scripted.start(ctx, (active) =>
      active.step("slow", { timeoutSeconds: 0.1 }, ({ signal }) => until(signal)),
    );
    const events = await untilEnd(getCtx, id);
    expect(events.at(-1)).toMatchObject({
      status: "failed",
      error: { message: "The step slow did not finish within 0.1 s." },
    });
  });

  it("keeps the intent of a step for its next try", async () => {
    const seen: (Json | undefined)[] = [];
    const id = await scripted.start(ctx, (active) =>
      active.step("create", { timeoutSeconds: 5, firstDelayMs: 1, isTemporary: () => true }, async (step) => {
        seen.push(step.intent);
        if (step.intent) return;
        await step.saveIntent({ requestKey: "abc" });
        throw new Error("connection lost after the request");
      }),
    );
    await untilEnd(getCtx, id);
    expect(seen).toEqual([undefined, { requestKey: "abc" }]);
  });

  it("hides the run's secrets in events and errors", async () => {
    const id = await scripted.start(ctx, async (active) => {
      active.addSecrets(["p@ss word/1234"]);
      active.emit({ kind: "log", line: `url ${encodeURIComponent("p@ss word/1234")} ${btoa("p@ss word/1234")}` });
      await active.step("leaky", { timeoutSeconds: 5 }, async () => {
        throw new Error("refused: p@ss word/1234");
      });
    });
    const events = await untilEnd(getCtx, id);
    expect(JSON.stringify(events)).not.toContain("p@ss");
    expect(events.find((event) => event.kind === "log")?.line).toBe("url [redacted] [redacted]");
    expect((await rowOf(ctx, id))?.error).toEqual({ type: "failed", message: "refused: [redacted]" });
  });

  it("stores lines with NUL, half surrogates and great length", async () => {
    const id = await scripted.start(ctx, async (active) => {
      active.emit({ kind: "log", line: `a\0b\uD800c` });
      active.emit({ kind: "log", line: "x".repeat(50_000) });
    });
    const lines = (await untilEnd(getCtx, id)).filter((event) => event.kind === "log").map((event) => event.line ?? "");
    expect(lines[0]).toBe("a\uFFFDb\uFFFDc");
    expect(lines[1]).toHaveLength("x".repeat(8_000).length + " [42000 more characters]".length);
  });

  describe("interruptions", () => {
    it("cancels a queued run at once", async () => {
      const id = ctx.newId();
      await inTransaction(ctx, (tx) => createRun(tx, { id, kind: "scripted", spec: { name: id }, timeoutSeconds: 60 }));
      await requestCancel(ctx, id);
      const events = await listEvents(ctx, id, { after: 0, limit: 10 });
      expect(events.map(brief)).toEqual(["status queued", "status cancelled", "end cancelled"]);
      await expect(requestCancel(ctx, id)).rejects.toMatchObject({ code: "CONFLICT" });
    });

    it("aborts a running run and waits for its work to stop", async () => {
      let stopped = false;
      const { promise: started, resolve: onStarted } = Promise.withResolvers<void>();
      const id = await scripted.start(ctx, (active) =>
        active.step("build", { timeoutSeconds: 30 }, async ({ signal }) => {
          onStarted();
          await until(signal).catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, 50));
          stopped = true;
        }),
      );
      await started;
      await requestCancel(ctx, id);
      const events = await untilEnd(getCtx, id);
      expect(stopped).toBe(true);
      expect(events.slice(-4).map(brief)).toEqual([
        "status cancelling",
        "step build cancelled",
        "status cancelled",
        "end cancelled",
      ]);
      expect(await rowOf(ctx, id)).toMatchObject({ status: "cancelled", error: { type: "cancelled" } });
      expect(scripted.finished).toContain(`${id} cancelled`);
    });

    it("refuses to cancel a run of another organization", async () => {
      const id = await scripted.start(ctx, async () => undefined);
      await expect(requestCancel(await getCtx(), id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    });

    it("ends a run at its deadline", async () => {
      const id = await scripted.start(
        ctx,
        (active) => active.step("wait", { timeoutSeconds: 30 }, ({ signal }) => until(signal)),
        {
          timeoutSeconds: 1,
        },
      );
      const events = await untilEnd(getCtx, id);
      expect(events.at(-1)).toMatchObject({ kind: "end", status: "timed_out", error: { type: "timed_out" } });
    });

    it("lets a newer claim take the run away: the older worker writes nothing any more", async () => {
      const attempts: string[] = [];
      const refused: unknown[] = [];
      const { promise: started, resolve: onStarted } = Promise.withResolvers<void>();
      const id = await scripted.start(ctx, async (active) => {
        attempts.push(`claim ${active.attempt}`);
        if (active.attempt > 1) return active.step("work", { timeoutSeconds: 5 }, async () => "new");
        onStarted();
        await ctx.db
          .update(run)
          .set({ fence: active.fence + 1 })
          .where(eq(run.id, active.id));
        active.emit({ kind: "log", line: "stale" });
        await active.flush().catch((error) => refused.push(error));
        await active.update(async () => undefined).catch((error) => refused.push(error));
        await active.step("work", { timeoutSeconds: 5 }, async () => "old").catch((error) => refused.push(error));
        return "old";
      });
      await started;
      await expect.poll(() => refused.length).toBe(3);
      expect(refused.every((error) => RunInterrupted.is(error) && error.reason === "lost")).toBe(true);
      await expect.poll(async () => (await rowOf(ctx, id))?.status, { timeout: 15_000 }).toBe("running");
      await getCtx.kernel().jobs.send(id);
      const events = await untilEnd(getCtx, id);
      expect(events.some((event) => event.line === "stale")).toBe(false);
      expect(attempts).toEqual(["claim 1", "claim 2"]);
      expect((await rowOf(ctx, id))?.output).toBe("new");
    });
  });

  it("refuses a second run under one idempotency key", async () => {
    const spec = { kind: "scripted", spec: {}, timeoutSeconds: 5, idempotencyKey: "k" };
    const id = ctx.newId();
    await inTransaction(ctx, (tx) => createRun(tx, { id, ...spec }));
    await expect(inTransaction(ctx, (tx) => createRun(tx, { id: ctx.newId(), ...spec }))).rejects.toMatchObject({
      code: "CONFLICT",
      details: { runId: id },
    });
  });
});

function until(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
