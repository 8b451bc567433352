import { and, eq, inArray, sql } from "drizzle-orm";
import type { Logger } from "pino";
import type { Ctx } from "../context";
import { inTransaction } from "../db";
import { rememberSecret } from "../redact";
import { run } from "../tables";
import { appendRows, redactEvents } from "./append";
import { EventBuffer } from "./event-buffer";
import { RunClock } from "./run-clock";
import { type EventInput, RunInterrupted } from "./run-kind";

/** The part of a claimed run that does not depend on its kind: fence, signal, events. */
export class HeldRun {
  readonly id: string;
  readonly orgId: string;
  readonly attempt: number;
  readonly fence: number;
  readonly ctx: Ctx;
  readonly log: Logger;
  readonly clock = new RunClock();
  storageFailure: { error: unknown } | undefined;
  readonly #controller: AbortController;
  readonly #secrets = new Set<string>();
  readonly #buffer: EventBuffer;

  constructor(
    claimed: { id: string; orgId: string; attempt: number; fence: number },
    controller: AbortController,
    ctx: Ctx,
  ) {
    this.id = claimed.id;
    this.orgId = claimed.orgId;
    this.attempt = claimed.attempt;
    this.fence = claimed.fence;
    this.#controller = controller;
    this.log = ctx.log;
    this.ctx = ctx;
    this.#buffer = new EventBuffer(
      (events) => this.#store(events),
      (error) => this.#isWorthRetrying(error),
    );
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  emit(event: EventInput): void {
    this.#buffer.add(event);
  }

  flush(): Promise<void> {
    return this.store(() => this.#buffer.flush());
  }

  close(): void {
    this.#buffer.close();
  }

  addSecrets(values: readonly string[]): void {
    for (const value of values) {
      this.#secrets.add(value);
      rememberSecret(value);
    }
  }

  /**
   * A write of the engine itself. When the database cannot be reached, that is no failure of the run's work: the run is
   * left open and delivered again.
   */
  async store<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!RunInterrupted.is(error)) this.storageFailure ??= { error };
      throw error;
    }
  }

  /** Events with this run's secrets hidden. */
  redact<T extends EventInput>(events: readonly T[]): EventInput[] {
    return redactEvents(events, this.#secrets);
  }

  abort(reason: RunInterrupted["reason"]): void {
    if (!this.#controller.signal.aborted) this.#controller.abort(new RunInterrupted(reason));
  }

  /**
   * A transaction that holds the run row: whoever claims the run next waits for it, and a process whose fence is old
   * gets no further than the first statement.
   */
  update<T>(work: (tx: Ctx) => Promise<T>): Promise<T> {
    return inTransaction(this.ctx, async (tx) => {
      const [row] = await tx.db
        .select({ id: run.id })
        .from(run)
        .where(and(eq(run.id, this.id), eq(run.fence, this.fence), inArray(run.status, ["running", "cancelling"])))
        .for("no key update");
      if (!row) throw this.#lost();
      return work(tx);
    });
  }

  /**
   * Waits for a person: neither the run's time nor its step's goes on meanwhile. The stored deadline is moved ahead first,
   * so that nobody ends the run because this process died while it waited.
   */
  async wait<T>(longestSeconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const beganAt = performance.now();
    this.clock.pause();
    try {
      await this.store(() => this.#moveDeadline(longestSeconds));
      try {
        return await work(AbortSignal.any([this.signal, AbortSignal.timeout(longestSeconds * 1000)]));
      } finally {
        const waitedSeconds = (performance.now() - beganAt) / 1000;
        if (this.#goesOn()) await this.store(() => this.#moveDeadline(waitedSeconds - longestSeconds));
      }
    } finally {
      this.clock.resume();
    }
  }

  /** True unless the run ends here, or goes on in another process already. */
  #goesOn(): boolean {
    const reason: unknown = this.signal.reason;
    return !this.signal.aborted || (RunInterrupted.is(reason) && reason.reason === "shutdown");
  }

  #moveDeadline(seconds: number): Promise<unknown> {
    const deadlineAt = sql`deadline_at + ${seconds}::float8 * interval '1 second'`;
    return this.update((tx) => tx.db.update(run).set({ deadlineAt }).where(eq(run.id, this.id)));
  }

  async #store(events: EventInput[]): Promise<void> {
    const held = sql`fence = ${this.fence} and status in ('running', 'cancelling')`;
    const last = await appendRows(this.ctx.db, this.id, this.redact(events), held);
    if (last === undefined) throw this.#lost();
  }

  #lost(): RunInterrupted {
    this.abort("lost");
    return new RunInterrupted("lost");
  }

  #isWorthRetrying(error: unknown): boolean {
    if (RunInterrupted.is(error)) return false;
    this.log.warn({ err: error, runId: this.id }, "events could not be stored, trying again");
    return true;
  }
}
