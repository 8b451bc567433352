import { setTimeout as sleep } from "node:timers/promises";
import type { Ctx } from "@/server/context";
import type { Kernel } from "@/server/kernel";
import { rotationRun } from "../vault/rotation";
import { getVaultStatus, rotateKeys } from "../vault/verbs";

/** Replaces the data key of a project as a person does, and waits until it has sealed every value. */
export async function replaceDataKey(kernel: Kernel, ctx: Ctx, projectId: string): Promise<void> {
  await kernel.jobs.register(rotationRun(kernel, { batchSize: 50, restMs: 0 }), { concurrency: 1 });
  await rotateKeys(ctx, { scope: "project", projectId });
  for (let tries = 0; tries < 1200; tries += 1) {
    const status = await getVaultStatus(ctx);
    const found = status.projects.find((each) => each.projectId === projectId);
    if (found?.rotation?.finishedAt) return;
    await sleep(50);
  }
  throw new Error("The data key was not replaced within 60 s.");
}
