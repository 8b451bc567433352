import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { recordAudit } from "@/server/audit";
import { addActiveKey } from "@/server/env";
import { AppError } from "@/server/errors";
import type { Kernel } from "@/server/kernel";
import { openKeyring } from "@/server/keyring-check";
import { type ActiveRun, type Json, RunInterrupted, type RunKind } from "@/server/runs";
import { countByMasterKey, rewrapBatch } from "@/server/wrapped-keys";
import { activeKeyId, countValues, reencryptBatch, retireKeys, start } from "./reencrypt";

export const rotationKind = "vault-rotation";
export const rotationSeconds = 12 * 3600;

export const RotationSpec = z.discriminatedUnion("scope", [
  /** Wraps every stored key with the master key `kid`; with `isNew` that key is made first, where Berth keeps the keys itself. */
  z.object({ scope: z.literal("master"), kid: z.string(), isNew: z.boolean() }),
  /** Seals every value of the project with its active data key. */
  z.object({ scope: z.literal("project"), projectId: z.string() }),
]);
export type RotationSpec = z.infer<typeof RotationSpec>;

/** How much is done in one transaction, and how long others may have the database between two. */
interface Pace {
  batchSize: number;
  restMs: number;
}
const usualPace: Pace = { batchSize: 200, restMs: 5 };

/** Rotation of keys as a durable run: each batch is a transaction, and a run taken up again goes on with what is left. */
export function rotationRun(kernel: Kernel, pace: Pace = usualPace): RunKind<RotationSpec> {
  return {
    kind: rotationKind,
    spec: RotationSpec,
    execute: (run) =>
      run.spec.scope === "master"
        ? rotateMaster(run, run.spec, kernel, pace)
        : rotateProject(run, run.spec.projectId, pace),
    describeError: (error): Json => ({ message: describe(error) }),
  };
}

async function rotateMaster(
  run: ActiveRun<RotationSpec>,
  { kid, isNew }: { kid: string; isNew: boolean },
  kernel: Kernel,
  pace: Pace,
): Promise<Json> {
  return run.step("wrap-keys", { timeoutSeconds: rotationSeconds }, async ({ signal }) => {
    if (isNew && !kernel.keyring.has(kid)) await takeKeys(kernel, addActiveKey(kernel.env, kid));
    if (kernel.keyring.activeId !== kid) throw otherKey(kernel.keyring.activeId, kid);
    const counts = await countByMasterKey(kernel.db);
    const total = [...counts].reduce((sum, [id, count]) => (id === kid ? sum : sum + count), 0);
    let keys = 0;
    for (;;) {
      signal.throwIfAborted();
      const done = await rewrapBatch(kernel.db, kernel.keyring, pace.batchSize);
      if (done === 0) break;
      keys += done;
      report(run, "wrap-keys", keys, total, "keys");
      await sleep(pace.restMs, undefined, { signal });
    }
    await run.update((tx) =>
      recordAudit(tx, {
        action: "vault.rotated",
        targetKind: "installation",
        targetId: "vault",
        details: { kid, keys },
      }),
    );
    return { keys };
  });
}

async function rotateProject(run: ActiveRun<RotationSpec>, projectId: string, pace: Pace): Promise<Json> {
  const values = await run.step("re-encrypt", { timeoutSeconds: rotationSeconds }, async ({ signal }) => {
    const { behind: total } = (await countValues(run.ctx, [projectId])).get(projectId) ?? { behind: 0 };
    const broken = new Set<string>();
    let done = 0;
    for (let after = start; ; ) {
      signal.throwIfAborted();
      const batch = await run.update((tx) => reencryptBatch(tx, projectId, after, pace.batchSize));
      if (batch.last === undefined) break;
      after = batch.last;
      done += batch.done;
      for (const key of batch.broken) broken.add(key);
      report(run, "re-encrypt", done, total, "values");
      await sleep(pace.restMs, undefined, { signal });
    }
    if (broken.size > 0) throw unreadable([...broken]);
    return done;
  });
  await run.step("retire", { timeoutSeconds: 300 }, () =>
    run.update(async (tx) => {
      const left = await retireKeys(tx, projectId);
      if (left > 0) throw new AppError("CONFLICT", `${left} values still need an older key. Start the rotation again.`);
      const keyId = await activeKeyId(tx, projectId);
      if (!keyId) return;
      const details = { keyId, values };
      await recordAudit(tx, { action: "vault.rotated", targetKind: "project", targetId: projectId, details });
    }),
  );
  return { values };
}

/** Everything that is open in this process uses the new keys from here on. */
async function takeKeys(kernel: Kernel, encryptionKeys: string): Promise<void> {
  kernel.env.encryptionKeys = encryptionKeys;
  kernel.keyring.become(await openKeyring(kernel.database, kernel.env));
}

function report(run: ActiveRun<RotationSpec>, step: string, done: number, total: number, what: string): void {
  const line = `${done.toLocaleString("en")} of ${Math.max(done, total).toLocaleString("en")} ${what}`;
  run.emit({ kind: "log", stream: "berth", step, line });
}

function otherKey(active: string, wanted: string): AppError {
  const message =
    `The active key of this process is ${active}, but the rotation is to ${wanted}. ` +
    "Start every process of Berth with the same ENCRYPTION_KEYS, then rotate again.";
  return new AppError("PRECONDITION", message);
}

function unreadable(keys: readonly string[]): AppError {
  const message =
    `${keys.join(", ")}: a stored version could not be opened, because it was changed in the database. ` +
    "All other values are re-encrypted. Restore the damaged rows from a backup and rotate again; until then the old key stays.";
  return new AppError("PRECONDITION", message, { details: { keys } });
}

function describe(error: unknown): string {
  if (AppError.is(error)) return error.message;
  if (RunInterrupted.is(error)) return "The rotation was stopped. Everything stays readable; start it again to finish.";
  return "The rotation failed for a reason Berth does not know. Everything stays readable; start it again to finish.";
}
