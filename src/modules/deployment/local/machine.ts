import type { Kernel } from "@/server/kernel";
import { processGlobal } from "@/server/process/globals";

const slot = processGlobal<{ kernel?: Kernel }>("deployment-machine", () => ({}));

/** Says which kernel the verbs of this process deploy with; `registerJobs` does it at start. */
export function setMachine(kernel: Kernel): void {
  slot.kernel = kernel;
}

/** The kernel of this process: its host, its data folder and its live events. */
export function machine(): Kernel {
  if (slot.kernel) return slot.kernel;
  throw new Error("Deployments are not started in this process: registerJobs has to run first.");
}
