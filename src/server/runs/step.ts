import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import { redactKnown } from "../redact";
import { runStep } from "../tables";
import { appendRows } from "./append";
import type { HeldRun } from "./held-run";
import { type ActiveStep, type EventInput, type Json, type StepOptions, StepTimedOut } from "./run-kind";

/** How long aborted work may take to stop before it is left behind. */
const graceMs = 10_000;
const longestDelayMs = 30_000;
/** Who asks for more is not waited for: the step fails, and a person hears when to try again. */
const longestWishMs = 120_000;

type OnStep = (name: string, status: "succeeded" | "failed" | "retried") => void;

/** Runs a step of a held run: memoised, fenced, bounded in time, tried again when its error is temporary. */
export async function executeStep<T>(
  held: HeldRun,
  name: string,
  options: StepOptions,
  work: (step: ActiveStep) => Promise<T>,
  onStep: OnStep,
): Promise<T> {
  const stored = await held.store(() => readStep(held, name));
  if (stored?.status === "succeeded") return stored.output as T;
  const maxAttempts = options.maxAttempts ?? 3;
  for (let tries = 1; ; tries++) {
    held.signal.throwIfAborted();
    const begun = await held.store(() => beginStep(held, name));
    try {
      const output = await withinTime(held, name, options, work, begun);
      const json: Json = JSON.parse(JSON.stringify(output ?? null));
      await held.store(() => recordStep(held, name, { status: "succeeded", output: json }));
      onStep(name, "succeeded");
      return json as T;
    } catch (error) {
      if (held.signal.aborted) throw held.signal.reason;
      if (held.storageFailure) throw error;
      if (tries >= maxAttempts || !options.isTemporary?.(error) || wishedMs(error) > longestWishMs) {
        await held.store(() => recordStep(held, name, { status: "failed", error }));
        onStep(name, "failed");
        throw error;
      }
      onStep(name, "retried");
      const delayMs = backoff(tries, options.firstDelayMs ?? 1_000, error);
      held.emit(recoveryEvent(name, tries, maxAttempts, delayMs, error));
      await held.flush();
      await pause(delayMs, held.signal);
    }
  }
}

async function readStep(held: HeldRun, name: string) {
  const [row] = await held.ctx.db
    .select()
    .from(runStep)
    .where(and(eq(runStep.runId, held.id), eq(runStep.name, name)));
  return row;
}

async function beginStep(held: HeldRun, name: string): Promise<{ attempt: number; intent: Json | undefined }> {
  await held.flush();
  return held.update(async (tx) => {
    const position = sql<number>`(select coalesce(max(position), 0) + 1 from ${runStep} where run_id = ${held.id})`;
    const [row] = await tx.db
      .insert(runStep)
      .values({
        runId: held.id,
        name,
        position,
        status: "running",
        attempts: 1,
        fence: held.fence,
        startedAt: sql`now()`,
      })
      .onConflictDoUpdate({
        target: [runStep.runId, runStep.name],
        set: {
          status: "running",
          attempts: sql`${runStep.attempts} + 1`,
          fence: held.fence,
          error: null,
          finishedAt: null,
        },
      })
      .returning({ attempts: runStep.attempts, intent: runStep.intent });
    await append(tx, held, [{ kind: "step", step: name, status: "running" }]);
    return { attempt: row?.attempts ?? 1, intent: (row?.intent ?? undefined) as Json | undefined };
  });
}

type StepEnd = { status: "succeeded"; output: Json } | { status: "failed"; error: unknown };

async function recordStep(held: HeldRun, name: string, end: StepEnd): Promise<void> {
  await held.flush();
  const message = end.status === "failed" ? messageOf(end.error) : undefined;
  const [event = { kind: "step" as const }] = held.redact([
    { kind: "step", step: name, status: end.status, ...(message === undefined ? {} : { message }) },
  ]);
  await held.update(async (tx) => {
    await tx.db
      .update(runStep)
      .set({
        status: end.status,
        finishedAt: sql`now()`,
        output: end.status === "succeeded" ? end.output : null,
        error: event.message === undefined ? null : { message: event.message },
      })
      .where(and(eq(runStep.runId, held.id), eq(runStep.name, name)));
    await append(tx, held, [event]);
  });
}

async function append(tx: Ctx, held: HeldRun, events: EventInput[]): Promise<void> {
  await appendRows(tx.db, held.id, events);
}

async function withinTime<T>(
  held: HeldRun,
  name: string,
  options: StepOptions,
  work: (step: ActiveStep) => Promise<T>,
  begun: { attempt: number; intent: Json | undefined },
): Promise<T> {
  const timeUp = new AbortController();
  const stop = held.clock.start(options.timeoutSeconds * 1000, () =>
    timeUp.abort(new StepTimedOut(name, options.timeoutSeconds)),
  );
  const signal = AbortSignal.any([held.signal, timeUp.signal]);
  let intent = begun.intent;
  const step: ActiveStep = {
    name,
    attempt: begun.attempt,
    signal,
    get intent() {
      return intent;
    },
    async saveIntent(value) {
      await held.store(() =>
        held.update(async (tx) => {
          await tx.db
            .update(runStep)
            .set({ intent: value })
            .where(and(eq(runStep.runId, held.id), eq(runStep.name, name)));
        }),
      );
      intent = value;
    },
  };
  try {
    return await settleOrAbort(() => work(step), signal, graceMs);
  } finally {
    stop();
  }
}

/** Waits for the work; once aborted, gives it `grace` to stop, then throws the reason whatever it answers. */
export async function settleOrAbort<T>(work: () => Promise<T>, signal: AbortSignal, grace: number): Promise<T> {
  const working = Promise.resolve().then(work);
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  if (signal.aborted) resolve();
  const settled = working.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([settled, aborted]);
  if (!signal.aborted) return working;
  await Promise.race([settled, new Promise((done) => setTimeout(done, grace).unref())]);
  throw signal.reason;
}

function recoveryEvent(name: string, tries: number, max: number, delayMs: number, error: unknown): EventInput {
  const seconds = Math.max(1, Math.round(delayMs / 1000));
  const message = `Try ${tries} of ${max} failed: ${messageOf(error)} Trying again in ${seconds} s.`;
  return { kind: "recovery", step: name, level: "warn", message };
}

/** Doubles with each try, varied by half so that many runs do not return at once; a provider's own wish comes first. */
function backoff(tries: number, firstDelayMs: number, error: unknown): number {
  const wished = wishedMs(error);
  if (wished >= 0) return wished;
  const full = Math.min(firstDelayMs * 2 ** (tries - 1), longestDelayMs);
  return full * (0.5 + Math.random() / 2);
}

/** The wait that an error asks for, NaN when it asks for none. */
function wishedMs(error: unknown): number {
  const seconds = error instanceof Error && "retryAfterSeconds" in error ? error.retryAfterSeconds : undefined;
  return typeof seconds === "number" ? seconds * 1000 : Number.NaN;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return redactKnown(text);
}
