import type { Answer, Host, Route } from "../kernel/emulator";
import { showProduction } from "./addresses";
import { notFound, refuse } from "./errors";
import type { AliasRequest, Deployment, Project } from "./state";
import { type Call, projectRoute, type World } from "./world";

/** Promotion and roll back: the production address is led elsewhere, a moment after the request. */
export function trafficRoutes(world: World): Route[] {
  const { state } = world;
  return [
    projectRoute(
      world,
      { method: "POST", path: "/v10/projects/:project/promote/:deployment", operation: "requestPromote" },
      (call) => switchTo(call, "promote"),
    ),
    projectRoute(
      world,
      { method: "POST", path: "/v1/projects/:project/rollback/:deployment", operation: "requestRollback" },
      (call) => switchTo(call, "rollback"),
    ),
  ];

  function switchTo({ project, exchange, ownerId }: Call & { project: Project }, type: AliasRequest["type"]): Answer {
    const deployment = state.findDeployment(ownerId, exchange.params.deployment);
    if (deployment?.projectId !== project.id) return notFound("deployment");
    if (deployment.readyState !== "READY") {
      return refuse(409, "conflict", `The deployment is ${deployment.readyState}, not READY`);
    }
    if (type === "rollback" && deployment.target !== "production") {
      return refuse(422, "unprocessable_entity", "Only production deployments can be rolled back to");
    }
    if (project.productionId === deployment.id) {
      return refuse(409, "conflict", "The deployment is the current production deployment already");
    }
    if (project.aliasRequest?.jobStatus === "in-progress") {
      return refuse(409, "conflict", "Another promotion or rollback is in progress");
    }
    const request: AliasRequest = {
      fromDeploymentId: project.productionId ?? "",
      toDeploymentId: deployment.id,
      jobStatus: "in-progress",
      requestedAt: Date.now(),
      type,
    };
    project.aliasRequest = request;
    void finish(exchange.host, project, { deployment, request });
    return { status: 201 };
  }

  async function finish(
    host: Host,
    project: Project,
    { deployment, request }: { deployment: Deployment; request: AliasRequest },
  ): Promise<void> {
    const { type } = request;
    const plan = host.planFor(project.name);
    await host.pause(plan.statePaceMs);
    if (plan.result === "switch-failed") {
      request.jobStatus = "failed";
      return;
    }
    project.productionId = deployment.id;
    project.isHeld = type === "rollback";
    deployment.readySubstate = "PROMOTED";
    request.jobStatus = "succeeded";
    showProduction(world, host, project);
  }
}
