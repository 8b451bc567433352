import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../context";
import type { Db } from "../db";
import { run, runStep } from "../tables";
import { appendRows } from "./append";
import { wakeGroup } from "./group";
import type { HeldRun } from "./held-run";
import type { EventInput, FinalStatus, Json, RunInfo, RunKind } from "./run-kind";

export interface Outcome {
  status: FinalStatus;
  output?: Json;
  error?: Json;
}

/** Records the end of a held run: steps left running, the row, and its closing events, all or nothing. */
export async function finishHeldRun(
  held: HeldRun,
  outcome: Outcome,
  onEnded?: (tx: Ctx, outcome: Outcome) => Promise<void>,
): Promise<void> {
  await held.flush();
  const [end = endEvent(outcome)] = held.redact([endEvent(outcome)]);
  const redacted: Outcome = { ...outcome, ...(end.error === undefined ? {} : { error: end.error }) };
  await held.update(async (tx) => {
    await writeEnd(tx.db, held.id, redacted, end);
    await onEnded?.(tx, redacted);
  });
}

/** The same without a worker, inside a transaction that holds the run row. */
export async function writeEnd(db: Db, runId: string, outcome: Outcome, end = endEvent(outcome)): Promise<void> {
  const status = outcome.status === "timed_out" ? "failed" : "cancelled";
  const open = await db
    .update(runStep)
    .set({ status, finishedAt: sql`now()` })
    .where(and(eq(runStep.runId, runId), eq(runStep.status, "running")))
    .returning({ name: runStep.name });
  await db
    .update(run)
    .set({
      status: outcome.status,
      output: outcome.output ?? null,
      error: outcome.error ?? null,
      finishedAt: sql`now()`,
      worker: null,
    })
    .where(eq(run.id, runId));
  await wakeGroup(db, runId);
  await appendRows(db, runId, [
    ...open.map(({ name }): EventInput => ({ kind: "step", step: name, status })),
    { kind: "status", status: outcome.status },
    end,
  ]);
}

/** The domain's description of an error; a describer that fails itself must not keep the run from ending. */
export function describe<Spec>(kind: RunKind<Spec>, error: unknown, info: RunInfo<Spec>): Json {
  try {
    return JSON.parse(JSON.stringify(kind.describeError(error, info)));
  } catch {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

function endEvent({ status, output, error }: Outcome): EventInput {
  const url = output !== null && typeof output === "object" && !Array.isArray(output) ? output.url : undefined;
  return {
    kind: "end",
    status,
    ...(typeof url === "string" ? { url } : {}),
    ...(error === undefined ? {} : { error }),
  };
}
