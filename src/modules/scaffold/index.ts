import type { Given } from "./detection/detect-project";
import type { DetectedProject } from "./detection/detected";

export { listZip, openZip, zipTooLarge } from "./detection/archive";
export type { DetectedPackage, DetectedProject, DetectedVariable, Evidence, Note } from "./detection/detected";
export { type ListedProject, listFolder } from "./detection/folder";
export { projectLimits } from "./detection/limits";
export type { ProjectFile } from "./detection/project-files";

/** Says what a project is made of and which variables it reads; the parser and the lists it needs load on first use. */
export async function detectProject(given: Given): Promise<DetectedProject> {
  const detection = await import("./detection/detect-project");
  return detection.detectProject(given);
}
