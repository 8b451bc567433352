import { setVariables } from "@/modules/environment";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { readDeployment, retryDeployment } from "./lifecycle/again";
import { finalStatuses, RetryWithVariables } from "./schema";

/**
 * Stores values in the environment of a deployment that did not succeed, then deploys it once more with them. When the
 * second part is refused, the values stay stored. Throws PRECONDITION for a deployment that runs or succeeded.
 */
export async function setVariablesAndRetry(ctx: Ctx, input: RetryWithVariables): Promise<{ id: string }> {
  requirePermission(ctx, "deployment:write");
  requirePermission(ctx, "environment:write");
  const { variables, ...again } = RetryWithVariables.parse(input);
  const { row, status } = await readDeployment(ctx, again.id);
  if (!finalStatuses.has(status) || status === "succeeded") {
    throw new AppError(
      "PRECONDITION",
      status === "succeeded"
        ? `This deployment succeeded, so nothing was set. To set values and deploy them: berth env set, then berth redeploy ${row.id}`
        : `This deployment still runs, so nothing was set. Wait for it, or cancel it first: berth cancel ${row.id}`,
    );
  }
  const { projectId, environment } = row;
  await setVariables(ctx, { projectId, environment, variables, cause: `set to retry deployment ${row.id}` });
  return retryDeployment(ctx, again);
}
