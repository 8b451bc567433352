import { DeploymentFailure, retryAction } from "../failures/failure";
import { appFolders } from "../local/folders";
import { releaseFolder, shareRelease } from "../local/shared-release";
import type { app } from "../tables";
import type { ActiveDeployment } from "./platform";

/**
 * Upload of a reload: the release that serves is used as it is. Throws PLATFORM_UNAVAILABLE where it does not serve any
 * more, since what came in between must not be taken back.
 */
export async function takeOver(
  active: ActiveDeployment,
  { name, desired, currentDeploymentId }: typeof app.$inferSelect,
  root: string,
): Promise<{ folder: string }> {
  const folders = appFolders(root, name);
  const of = active.spec.releaseOf ?? "";
  if (desired !== "running")
    throw cannotReload(`${name} was stopped meanwhile.`, `Start it first: berth start ${name}`);
  const isServing =
    currentDeploymentId !== null && releaseFolder(folders, currentDeploymentId) === releaseFolder(folders, of);
  if (!isServing)
    throw cannotReload(`Another version of ${name} serves meanwhile.`, "Reload it once more, for the version of now.");
  if (!(await shareRelease(folders, { of, id: active.id })))
    throw cannotReload(
      `The files of ${name} are not on this machine any more.`,
      `Deploy it again: berth redeploy ${of}`,
    );
  const folder = releaseFolder(folders, active.id);
  active.log("upload", "berth", `The version that serves is started again from ${folder}`);
  return { folder };
}

function cannotReload(reason: string, advice: string): DeploymentFailure {
  return new DeploymentFailure({
    type: "PLATFORM_UNAVAILABLE",
    severity: "recoverable",
    message: `${reason} Nothing was changed.`,
    suggestions: [advice],
    recovery: [retryAction],
  });
}
