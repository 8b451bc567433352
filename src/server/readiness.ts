import { isDatabaseUp } from "./create-kernel";
import { getKernel } from "./kernel";

const answerWithinMs = 2_000;

/** Whether this process should get requests. */
export async function readiness(): Promise<{ status: "ready" | "draining" | "unavailable"; database: boolean }> {
  const kernel = await getKernel().catch(() => undefined);
  if (!kernel) return { status: "unavailable", database: false };
  if (kernel.isDraining()) return { status: "draining", database: true };
  const tooLate = new Promise<false>((resolve) => setTimeout(() => resolve(false), answerWithinMs).unref());
  const database = await Promise.race([isDatabaseUp(kernel.database), tooLate]);
  return { status: database ? "ready" : "unavailable", database };
}
