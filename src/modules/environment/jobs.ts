import type { Kernel } from "@/server/kernel";
import { rotationRun } from "./vault/rotation";
import { setKeyHome } from "./vault/verbs";

/** Rotation of keys, as durable runs. */
export async function registerEnvironmentJobs(kernel: Kernel): Promise<void> {
  setKeyHome(kernel);
  await kernel.jobs.register(rotationRun(kernel), { concurrency: 1 });
}
