import type { Kernel } from "@/server/kernel";
import { processGlobal } from "@/server/process/globals";
import { openLocalHost } from "./host";

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

/** Where an app answers now: the proxy of this machine may have moved to another port since the address was stored. */
export function currentUrl(hostId: string | undefined, stored: string): string {
  const kernel = machine();
  return hostId === kernel.hostId ? openLocalHost(kernel).proxy.currentAddress(stored) : stored;
}
