import type { z } from "zod";
import type { Ctx } from "../context";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

export type FinalStatus = "succeeded" | "failed" | "cancelled" | "timed_out";
export const finalStatuses: ReadonlySet<string> = new Set<FinalStatus>([
  "succeeded",
  "failed",
  "cancelled",
  "timed_out",
]);

/** An event as a worker hands it over; the engine numbers, redacts and stores it. */
export interface EventInput {
  kind: "status" | "step" | "log" | "metric" | "warning" | "recovery" | "end";
  step?: string;
  status?: string;
  stream?: "stdout" | "stderr" | "berth";
  level?: "debug" | "info" | "warn" | "error";
  line?: string;
  message?: string;
  url?: string;
  metric?: { cpu: number; memory: number; requests: number };
  error?: Json;
}

/** An event as stored: numbered from 1 per run, `at` in ISO 8601. */
export interface StoredEvent extends EventInput {
  seq: number;
  at: string;
}

/** What is known of a run without a worker holding it. */
export interface RunInfo<Spec> {
  readonly id: string;
  readonly orgId: string;
  readonly spec: Spec;
  /** 1 for the first claim, higher when the run was taken up again. */
  readonly attempt: number;
}

export interface ActiveStep {
  readonly name: string;
  /** 1 for the first try of this step, counted over all claims. */
  readonly attempt: number;
  /** Aborts with the run, or when the step's own time is up. */
  readonly signal: AbortSignal;
  /** What an earlier try said it was about to do. */
  readonly intent: Json | undefined;
  /** Stores what the step is about to do, so that a repeat can look it up instead of doing it twice. */
  saveIntent(value: Json): Promise<void>;
}

export interface StepOptions {
  timeoutSeconds: number;
  /** Tries in one claim, 3 unless told. */
  maxAttempts?: number;
  /** Only errors it says yes to are tried again. */
  isTemporary?(error: unknown): boolean;
  /** Wait before the second try, doubled each time; 1000 unless told. */
  firstDelayMs?: number;
}

/** A run held by this process. Every write of it is refused once another process holds the run. */
export interface ActiveRun<Spec> extends RunInfo<Spec> {
  readonly fence: number;
  /** A system ctx whose signal is the run's. */
  readonly ctx: Ctx;
  /** Its reason is a RunInterrupted. */
  readonly signal: AbortSignal;
  /** Runs a step once: its stored output (JSON) is returned when it has succeeded before. */
  step<T>(name: string, options: StepOptions, work: (step: ActiveStep) => Promise<T>): Promise<T>;
  /** Stores an event soon (25 ms or 100 events), redacted. */
  emit(event: EventInput): void;
  /** Waits until everything emitted is stored. */
  flush(): Promise<void>;
  /** Hides these values from the run's events from now on. */
  addSecrets(values: readonly string[]): void;
  /** A transaction that fails with RunInterrupted('lost') when the run is held by another process. */
  update<T>(work: (tx: Ctx) => Promise<T>): Promise<T>;
  /**
   * Waits for a person, at most this long: the time of the run and of its step stands still meanwhile. The signal fires
   * with the run's, or when the wait is over.
   */
  wait<T>(longestSeconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** A kind of durable work, registered once with `jobs.register`. */
export interface RunKind<Spec> {
  kind: string;
  spec: z.ZodType<Spec>;
  /** Does the work; its result (JSON) is stored as the run's output, and its `url` goes into the end event. */
  execute(run: ActiveRun<Spec>): Promise<unknown>;
  /** The error as the domain tells it, stored on the row and in the end event. Also given RunInterrupted and StepTimedOut. */
  describeError(error: unknown, run: RunInfo<Spec>): Json;
  /** Cleans up, before the end is recorded and at least once; not called for a run that never started. */
  onFinished?(run: ActiveRun<Spec>, status: FinalStatus): Promise<void>;
  /** In the transaction that records the end, so it happens exactly when the end does. Must not fail, and must not wait. */
  onEnded?(
    tx: Ctx,
    run: Pick<RunInfo<Spec>, "id" | "spec">,
    end: { status: FinalStatus; error: Json | undefined },
  ): Promise<void>;
}

/** Why a run stopped before its work was done. */
export class RunInterrupted extends Error {
  readonly reason: "cancelled" | "timed_out" | "lost" | "shutdown";
  constructor(reason: RunInterrupted["reason"]) {
    super(interruptions[reason]);
    this.name = "RunInterrupted";
    this.reason = reason;
  }

  /** True for a RunInterrupted of this or of a duplicated copy of the module. */
  static is(error: unknown): error is RunInterrupted {
    return error instanceof Error && error.name === "RunInterrupted" && "reason" in error;
  }
}

/** A step used up the time its options give it. */
export class StepTimedOut extends Error {
  readonly step: string;
  readonly seconds: number;
  constructor(step: string, seconds: number) {
    super(`The step ${step} did not finish within ${seconds} s.`);
    this.name = "StepTimedOut";
    this.step = step;
    this.seconds = seconds;
  }
}

const interruptions = {
  cancelled: "The run was cancelled.",
  timed_out: "The run did not finish within its time.",
  lost: "Another process took the run over.",
  shutdown: "Berth is shutting down; the run continues at the next start.",
};
