import type { ApiAccess } from "../http/call";
import { NoAnswer } from "./answers";
import { callRender } from "./call";
import { isGone, pathOf } from "./web-services";

interface Autoscaling {
  min: number;
  max: number;
  /** Share in percent at which an instance is added; left out, it plays no part. */
  cpuPercent?: number | undefined;
  memoryPercent?: number | undefined;
}

/** Sets the number of instances. Render ignores it while autoscaling is on. */
export async function scaleService(
  access: ApiAccess,
  id: string,
  instances: number,
  signal: AbortSignal,
): Promise<void> {
  await callRender(access, {
    method: "POST",
    path: `${pathOf(id)}/scale`,
    json: { numInstances: instances },
    answer: NoAnswer,
    isRepeatable: true,
    signal,
  });
}

/** Lets Render add and remove instances by their load. */
export async function setAutoscaling(
  access: ApiAccess,
  id: string,
  { min, max, cpuPercent, memoryPercent }: Autoscaling,
  signal: AbortSignal,
): Promise<void> {
  const criterion = (percent: number | undefined) => ({ enabled: percent !== undefined, percentage: percent ?? 80 });
  await callRender(access, {
    method: "PUT",
    path: `${pathOf(id)}/autoscaling`,
    json: { enabled: true, min, max, criteria: { cpu: criterion(cpuPercent), memory: criterion(memoryPercent) } },
    answer: NoAnswer,
    signal,
  });
}

/** Succeeds when there was no autoscaling. */
export async function removeAutoscaling(access: ApiAccess, id: string, signal: AbortSignal): Promise<void> {
  try {
    const path = `${pathOf(id)}/autoscaling`;
    await callRender(access, { method: "DELETE", path, answer: NoAnswer, isRepeatable: true, signal });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
