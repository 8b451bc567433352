import { chainAudit } from "@/server/audit-chain";
import { type Kernel, systemCtx } from "@/server/kernel";

const everySeconds = 2;

/** Gives new entries their place in the chain. */
export function registerAuditJobs(kernel: Kernel): void {
  if (kernel.env.role === "web") return;
  kernel.jobs.schedule("audit.chain", everySeconds, async () => {
    await chainAudit(systemCtx(kernel, { orgId: "" }));
  });
}
