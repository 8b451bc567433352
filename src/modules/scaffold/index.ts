/** What runs on Node without a server: `berth detect` loads it, so neither the environment nor a driver may be reached from here. */
import type { Given } from "./detection/detect-project";
import type { DetectedProject } from "./detection/detected";

export { listZip, openZip, zipTooLarge } from "./detection/archive";
export type { DetectedProject } from "./detection/detected";
export { listFolder } from "./detection/folder";
export { projectLimits } from "./detection/limits";

/** Says what a project is made of and which variables it reads; the parser and the lists it needs load on first use. */
export async function detectProject(given: Given): Promise<DetectedProject> {
  const detection = await import("./detection/detect-project");
  return detection.detectProject(given);
}
