import { z } from "zod";
import type { Answer, Exchange, Route } from "../kernel/emulator";
import { beginDeploy, isBusy, isOver } from "./deploying";
import { withService } from "./service-routes";
import type { Source } from "./source";
import { noSuch, page, type RenderState, refuse, type StoredDeploy, type StoredService } from "./state";

/** Variables, deploys and what happened in them. */
export function deployRoutes(state: RenderState, source: Source): Route[] {
  const at = "/v1/services/:serviceId";
  const own = (work: Parameters<typeof withService>[1]) => withService(state, work);
  const onDeploy = (work: (service: StoredService, deploy: StoredDeploy, exchange: Exchange) => Answer) =>
    own((service, exchange) => {
      const deploy = service.deploys.find(({ id }) => id === exchange.params.deployId);
      return deploy ? work(service, deploy, exchange) : noSuch("deploy", exchange.params.deployId);
    });
  return [
    ...variableRoutes(state),
    {
      method: "GET",
      path: `${at}/deploys`,
      operation: "list-deploys",
      handle: own((service, exchange) => {
        const visible = service.deploys.filter(({ isHidden }) => !isHidden).reverse();
        return page(exchange, "deploy", visible, showDeploy);
      }),
    },
    {
      method: "POST",
      path: `${at}/deploys`,
      operation: "create-deploy",
      handle: own((service, { json, host }) => {
        const { commitId } = z.object({ commitId: z.string().optional() }).parse(json());
        if (service.isSuspended) return refuse(400, "the service is suspended");
        const commit = commitId ? source.commitOf(service.repo, commitId) : source.headOf(service.repo, service.branch);
        if (!commit) return refuse(404, `not found: commit ${commitId} in ${service.repo}`);
        const isHidden = isBusy(service) || host.planFor(service.name).result === "queued";
        const deploy = beginDeploy({ state, host }, service, { commit, trigger: "api", isHidden });
        return isHidden ? { status: 202 } : { status: 201, json: showDeploy(deploy) };
      }),
    },
    {
      method: "GET",
      path: `${at}/deploys/:deployId`,
      operation: "retrieve-deploy",
      handle: onDeploy((_, deploy) => ({ status: 200, json: showDeploy(deploy) })),
    },
    {
      method: "POST",
      path: `${at}/deploys/:deployId/cancel`,
      operation: "cancel-deploy",
      handle: onDeploy((_, deploy) => {
        if (isOver(deploy)) return refuse(400, "the deploy has already finished");
        Object.assign(deploy, { status: "canceled", finishedAt: state.now() });
        return { status: 200, json: showDeploy(deploy) };
      }),
    },
    {
      method: "POST",
      path: `${at}/rollback`,
      operation: "rollback-deploy",
      handle: own((service, { json, host }) => {
        const { deployId } = z.object({ deployId: z.string() }).parse(json());
        const earlier = service.deploys.find(({ id }) => id === deployId);
        if (!earlier) return noSuch("deploy", deployId);
        if (!["live", "deactivated"].includes(earlier.status)) return refuse(400, "the deploy was never live");
        const deploy = beginDeploy({ state, host }, service, { commit: earlier.commit, trigger: "rollback" });
        return { status: 201, json: showDeploy(deploy) };
      }),
    },
    {
      method: "GET",
      path: `${at}/events`,
      operation: "list-events",
      handle: own((service, exchange) => {
        const since = exchange.query.get("startTime") ?? "";
        const types = exchange.query.getAll("type");
        const events = service.events.filter(
          ({ timestamp, type }) => timestamp >= since && (types.length === 0 || types.includes(type)),
        );
        return page(exchange, "event", events.reverse(), (event) => event);
      }),
    },
  ];
}

function variableRoutes(state: RenderState): Route[] {
  const at = "/v1/services/:serviceId/env-vars";
  const own = (work: Parameters<typeof withService>[1]) => withService(state, work);
  const list = ({ variables }: StoredService, exchange: Exchange) =>
    page(
      exchange,
      "envVar",
      Array.from(variables, ([key, value]) => ({ id: key, key, value })),
      ({ key, value }) => ({ key, value }),
    );
  return [
    { method: "GET", path: at, operation: "get-env-vars-for-service", handle: own(list) },
    {
      method: "PUT",
      path: at,
      operation: "update-env-vars-for-service",
      handle: own((service, exchange) => {
        const given = z.array(z.object({ key: z.string().min(1), value: z.string() })).safeParse(exchange.json());
        const { refusedVariables } = exchange.host.planFor(service.name);
        if (!given.success || given.data.some(({ key }) => refusedVariables.includes(key)))
          return refuse(400, "invalid environment variables");
        service.variables = new Map(given.data.map(({ key, value }) => [key, value]));
        return list(service, exchange);
      }),
    },
    {
      method: "PUT",
      path: `${at}/:envVarKey`,
      operation: "update-env-var",
      handle: own((service, { params, json, host }) => {
        const { value } = z.object({ value: z.string() }).parse(json());
        const key = params.envVarKey ?? "";
        if (host.planFor(service.name).refusedVariables.includes(key))
          return refuse(400, `invalid environment variable: ${key}`);
        service.variables.set(key, value);
        return { status: 200, json: { key, value } };
      }),
    },
    {
      method: "DELETE",
      path: `${at}/:envVarKey`,
      operation: "delete-env-var",
      handle: own((service, { params }) =>
        service.variables.delete(params.envVarKey ?? "") ? { status: 204 } : noSuch("variable", params.envVarKey),
      ),
    },
  ];
}

export function showDeploy({ isHidden: _, ...deploy }: StoredDeploy) {
  return deploy;
}
