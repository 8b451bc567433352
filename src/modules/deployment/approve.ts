import { openConnection, PlatformError, railway } from "@/modules/connections";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { describePlatformError } from "./failures/platform-failures";
import { readDeployment } from "./lifecycle/again";
import { DeploymentRef } from "./schema";

/** Lets a deployment go on for which Railway asks a person. Throws PRECONDITION for one that waits for nobody. */
export async function approveDeployment(ctx: Ctx, input: DeploymentRef): Promise<void> {
  requirePermission(ctx, "deployment:write");
  const { row, status } = await readDeployment(ctx, DeploymentRef.parse(input).id);
  const { platform, providerId, connectionId, name } = row;
  if (platform !== "railway" || status !== "running" || !providerId || !connectionId) {
    throw new AppError(
      "PRECONDITION",
      "This deployment waits for no approval. Look at its steps for what it does now.",
    );
  }
  const access = await openConnection(ctx, connectionId);
  try {
    await railway.approveDeployment(access, providerId, ctx.signal);
  } catch (error) {
    if (!PlatformError.is(error)) throw error;
    const { message, suggestions } = describePlatformError(error, { name, platform, connectionId }).failure;
    throw new AppError("UPSTREAM", [message, ...suggestions].join(" "), { cause: error });
  }
  const details = { platform, connection: access.name };
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, { action: "deployment.approved", targetKind: "deployment", targetId: row.id, details }),
  );
}
