import { type Kernel, systemCtx } from "@/server/kernel";
import { deliverDue } from "./outbox";

const lookEverySeconds = 2;

/** Sends what waits in the outbox. */
export function registerNotificationJobs(kernel: Kernel): void {
  if (kernel.env.role === "web") return;
  kernel.jobs.schedule("notifications", lookEverySeconds, async () => {
    await deliverDue(systemCtx(kernel, { orgId: "" }));
  });
}
