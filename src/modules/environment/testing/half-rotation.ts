import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import type { Kernel } from "@/server/kernel";
import { createRun } from "@/server/runs";
import { replaceActiveKey } from "../vault/reencrypt";
import { rotationKind, rotationRun } from "../vault/rotation";

/** A project whose data key was replaced while its values wait to be sealed anew; answers the id of the waiting run. */
export async function beginRotation(ctx: Ctx, projectId: string): Promise<string> {
  const runId = ctx.newId();
  await inTransaction(ctx, async (tx) => {
    await replaceActiveKey(tx, projectId);
    const spec = { scope: "project" as const, projectId };
    await createRun(tx, { id: runId, kind: rotationKind, spec, timeoutSeconds: 600, groupKey: `vault/${projectId}` });
  });
  return runId;
}

/** From now on rotations are carried out. */
export async function carryOutRotations(kernel: Kernel): Promise<void> {
  await kernel.jobs.register(rotationRun(kernel), { concurrency: 1 });
}
