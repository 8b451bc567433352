import { eq } from "drizzle-orm";
import { notify } from "@/modules/notifications";
import type { NotificationEvent } from "@/modules/notifications/schema";
import { getProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import type { Json } from "@/server/runs";
import { platformNames } from "../failures/actions";
import type { DeploymentSpec } from "../run-spec";
import { DeploymentError } from "../schema";
import { deployment } from "../tables";

type FinalStatus = "succeeded" | "failed" | "cancelled" | "timed_out";

const titles: Record<FinalStatus, string> = {
  succeeded: "was deployed",
  failed: "was not deployed",
  cancelled: "was cancelled",
  timed_out: "ran out of time",
};

/** A reload brings no new version. */
const reloadTitles: Record<FinalStatus, string> = {
  succeeded: "runs with new values",
  failed: "was not reloaded",
  cancelled: "was not reloaded: that was cancelled",
  timed_out: "was not reloaded in time",
};

/** Tells every channel that asked for it how a deployment ended: names and addresses, no value of a variable. */
export async function tellOutcome(
  tx: Ctx,
  run: { id: string; spec: DeploymentSpec },
  { status, error: stored }: { status: FinalStatus; error: Json | undefined },
): Promise<void> {
  const { spec, id } = run;
  const [row] = await tx.db.select().from(deployment).where(eq(deployment.id, id));
  if (!row) return;
  const project = await getProject(tx, { id: row.projectId });
  const error = DeploymentError.safeParse(stored).data;
  const link = `${tx.baseUrl}/deployments/${id}`;
  const place = `${platformNames[spec.platform]}${spec.target === "preview" ? " as a preview" : ""}`;
  const isReload = spec.releaseOf !== null;
  const failed = isReload ? "It runs on with the values it had." : `To ${place}.`;
  const event: NotificationEvent = `deployment.${status}`;
  await notify(tx, {
    event,
    subjectId: id,
    projectId: row.projectId,
    message: {
      title: `${row.name} ${(isReload ? reloadTitles : titles)[status]}`,
      text:
        status === "succeeded" ? `On ${place}: ${row.url ?? "no address"}` : `${failed} ${error?.message ?? ""}`.trim(),
      link,
      data: {
        id,
        status,
        name: row.name,
        project: { id: project.id, name: project.name },
        platform: spec.platform,
        target: spec.target,
        environment: row.environment,
        cause: row.cause,
        url: row.url,
        emulated: row.isEmulated,
        ...(error ? { error: { type: error.type, message: error.message } } : {}),
        link,
      },
    },
  });
}
