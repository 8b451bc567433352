import type { Logger } from "pino";
import type { Ctx } from "../context";
import type { Database } from "../db";
import type { Metrics } from "../metrics";
import { cancelChannel } from "./cancel";
import { type ClaimedRun, claimRun, readInterruptions } from "./claim";
import { describe, finishHeldRun, type Outcome } from "./finish";
import { HeldRun } from "./held-run";
import { findKind } from "./kinds";
import { type ActiveRun, type Json, RunInterrupted, type RunKind } from "./run-kind";
import { executeStep, settleOrAbort } from "./step";

const pollMs = 1_000;
/** After an abort, how long the work may take to stop, and the cleanup after that. */
const stopGraceMs = 15_000;
const cleanupMs = 30_000;

interface EngineParts {
  database: Database;
  log: Logger;
  metrics: Metrics;
  hostId: string;
  worker: string;
  createCtx(options: { orgId: string; runId: string; signal: AbortSignal }): Ctx;
}

/** Holds and executes runs in this process: claims, aborts, deadlines and ends. The queue decides when. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #held = new Map<string, { run: HeldRun; done: Promise<void> }>();
  #isStopping = false;
  #poll: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#parts.database.listen(cancelChannel, (runId) =>
      this.#held.get(runId)?.run.abort("cancelled"),
    );
    this.#poll = setInterval(() => void this.#pollInterruptions(), pollMs);
    this.#poll.unref();
  }

  /** Aborts what runs with 'shutdown' and waits until it has stopped; the runs stay open for the next claim. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#poll);
    for (const { run } of this.#held.values()) run.abort("shutdown");
    await Promise.allSettled([...this.#held.values()].map(({ done }) => done));
    await this.#unlisten?.();
  }

  /** True while this process works on the run. */
  holds(runId: string): boolean {
    return this.#held.has(runId);
  }

  /** Works on a run until it ends or is taken away; rejects when it has to be delivered again. */
  async execute(runId: string, leaseSignal?: AbortSignal): Promise<void> {
    // A stalled process may be handed its own run again: the older work has to stop first.
    const older = this.#held.get(runId);
    older?.run.abort("lost");
    await older?.done.catch(() => undefined);
    if (this.#isStopping) throw new RunInterrupted("shutdown");
    const claimed = await claimRun(this.#parts.database.db, runId, this.#parts.worker);
    if (!claimed) return;
    const controller = new AbortController();
    const ctx = this.#parts.createCtx({ orgId: claimed.orgId, runId, signal: controller.signal });
    const held = new HeldRun(claimed, controller, ctx);
    const onLeaseLost = () => held.abort("lost");
    leaseSignal?.addEventListener("abort", onLeaseLost, { once: true });
    const done = this.#work(held, claimed);
    this.#held.set(runId, { run: held, done });
    this.#parts.metrics.activeRuns.inc({ kind: claimed.kind });
    try {
      await done;
    } finally {
      leaseSignal?.removeEventListener("abort", onLeaseLost);
      this.#parts.metrics.activeRuns.dec({ kind: claimed.kind });
      this.#held.delete(runId);
      held.close();
    }
  }

  /** Ends a run whose worker is gone and whose time is up; its work is not taken up again. */
  async finishAbandoned(runId: string): Promise<void> {
    const claimed = await claimRun(this.#parts.database.db, runId, this.#parts.worker);
    if (!claimed) return;
    const controller = new AbortController();
    const ctx = this.#parts.createCtx({ orgId: claimed.orgId, runId, signal: controller.signal });
    const held = new HeldRun(claimed, controller, ctx);
    held.abort(claimed.status === "cancelling" ? "cancelled" : "timed_out");
    await this.#end(held, claimed, this.#interrupted(held, claimed));
  }

  async #work(held: HeldRun, claimed: ClaimedRun): Promise<void> {
    const stop = held.clock.start(claimed.remainingMs, () => held.abort("timed_out"));
    if (claimed.status === "cancelling") held.abort("cancelled");
    if (claimed.remainingMs <= 0) held.abort("timed_out");
    try {
      held.emit(
        claimed.attempt === 1
          ? { kind: "status", status: "running" }
          : { kind: "recovery", level: "info", message: `Taken up again where it stopped (claim ${claimed.attempt}).` },
      );
      await held.flush();
      const outcome = await this.#outcome(held, claimed);
      if (outcome === "left") return;
      await this.#end(held, claimed, outcome);
    } catch (error) {
      if (RunInterrupted.is(error) && error.reason === "lost") return;
      throw error;
    } finally {
      stop();
    }
  }

  async #outcome(held: HeldRun, claimed: ClaimedRun): Promise<Outcome | "left"> {
    const kind = findKind(claimed.kind);
    if (!kind)
      return { status: "failed", error: { message: `This Berth does not know the kind of work ${claimed.kind}.` } };
    const spec = kind.spec.safeParse(claimed.spec);
    if (!spec.success) return failure(kind, spec.error, held, claimed.spec);
    try {
      held.signal.throwIfAborted();
      const active = this.#activate(held, spec.data);
      const output = await settleOrAbort(() => kind.execute(active), held.signal, stopGraceMs);
      return { status: "succeeded", output: JSON.parse(JSON.stringify(output ?? null)) as Json };
    } catch (error) {
      const cause: unknown = held.signal.aborted ? held.signal.reason : error;
      if (held.storageFailure && !held.signal.aborted) throw held.storageFailure.error;
      if (!RunInterrupted.is(cause)) {
        this.#parts.log.warn({ err: error, runId: held.id }, "a run failed");
        return failure(kind, cause, held, spec.data);
      }
      if (cause.reason === "lost") return "left";
      if (cause.reason === "shutdown") {
        await held.flush();
        throw cause;
      }
      return this.#interrupted(held, claimed, cause);
    }
  }

  #interrupted(held: HeldRun, claimed: ClaimedRun, cause: unknown = held.signal.reason): Outcome {
    const status = RunInterrupted.is(cause) && cause.reason === "timed_out" ? "timed_out" : "cancelled";
    const kind = findKind(claimed.kind);
    const spec = kind?.spec.safeParse(claimed.spec);
    if (!kind || !spec?.success) return { status, error: { message: new RunInterrupted(status).message } };
    return { ...failure(kind, cause, held, spec.data), status };
  }

  async #end(held: HeldRun, claimed: ClaimedRun, outcome: Outcome): Promise<void> {
    const isElsewhere = claimed.hostId !== null && claimed.hostId !== this.#parts.hostId;
    if (!isElsewhere) await this.#cleanUp(held, claimed, outcome);
    const kind = findKind(claimed.kind);
    const spec = kind?.spec.safeParse(claimed.spec);
    await finishHeldRun(held, outcome, async (tx, { status, error }) => {
      if (spec?.success) await kind?.onEnded?.(tx, { id: held.id, spec: spec.data }, { status, error });
    });
    this.#parts.metrics.runs.inc({ kind: claimed.kind, status: outcome.status });
    this.#parts.log.info({ runId: held.id, kind: claimed.kind, status: outcome.status }, "run finished");
  }

  async #cleanUp(held: HeldRun, claimed: ClaimedRun, outcome: Outcome): Promise<void> {
    const kind = findKind(claimed.kind);
    const spec = kind?.spec.safeParse(claimed.spec);
    if (!kind?.onFinished || !spec?.success) return;
    // The run's own signal has fired when it was cancelled; the cleanup needs one that has not.
    const signal = AbortSignal.timeout(cleanupMs);
    // Nobody is waited for any more: what needs a person is left as it is.
    const wait: ActiveRun<unknown>["wait"] = (_, work) => work(AbortSignal.abort());
    const active = { ...this.#activate(held, spec.data), signal, wait, ctx: { ...held.ctx, signal } };
    const { onFinished } = kind;
    try {
      await settleOrAbort(() => onFinished.call(kind, active, outcome.status), signal, 0);
    } catch (error) {
      this.#parts.log.error({ err: error, runId: held.id }, "the cleanup of a run failed");
    }
  }

  #activate(held: HeldRun, spec: unknown): ActiveRun<unknown> {
    const { metrics } = this.#parts;
    return {
      id: held.id,
      orgId: held.orgId,
      spec,
      attempt: held.attempt,
      fence: held.fence,
      ctx: held.ctx,
      signal: held.signal,
      step: (name, options, work) =>
        executeStep(held, name, options, work, (step, status) => metrics.steps.inc({ step, status })),
      emit: (event) => held.emit(event),
      flush: () => held.flush(),
      addSecrets: (values) => held.addSecrets(values),
      update: (work) => held.update(work),
      wait: (seconds, work) => held.wait(seconds, work),
    };
  }

  async #pollInterruptions(): Promise<void> {
    if (this.#held.size === 0) return;
    const held = [...this.#held.values()].map(({ run }) => ({ id: run.id, fence: run.fence }));
    try {
      for (const { id, reason } of await readInterruptions(this.#parts.database.db, held)) {
        const fence = held.find((item) => item.id === id)?.fence;
        const current = this.#held.get(id)?.run;
        if (current?.fence === fence) current?.abort(reason);
      }
    } catch (error) {
      this.#parts.log.warn({ err: error }, "could not look for cancelled runs");
    }
  }
}

function failure(kind: RunKind<unknown>, error: unknown, held: HeldRun, spec: unknown): Outcome {
  const info = { id: held.id, orgId: held.orgId, spec, attempt: held.attempt };
  return { status: "failed", error: describe(kind, error, info) };
}
