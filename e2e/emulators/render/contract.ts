import { z } from "zod";
import type { Contract } from "../kernel/emulator";
import {
  autoscaling,
  cursor,
  deploy,
  domain,
  event,
  nothing,
  postgres,
  refusals,
  service,
  settings,
  time,
  variable,
  variables,
} from "./shapes";

/** What Berth uses of Render's API. Fields of requests that are not named here break it. */
export const contract: Contract = {
  "get-user": {
    method: "GET",
    path: "/users",
    answers: { ...refusals, 200: z.object({ name: z.string(), email: z.string() }) },
  },
  "list-owners": {
    method: "GET",
    path: "/owners",
    answers: {
      ...refusals,
      200: z.array(
        z.object({
          owner: z.object({ id: z.string(), name: z.string(), email: z.string(), type: z.enum(["user", "team"]) }),
          cursor,
        }),
      ),
    },
  },
  "list-services": {
    method: "GET",
    path: "/services",
    answers: { ...refusals, 200: z.array(z.object({ service, cursor })) },
  },
  "create-service": {
    method: "POST",
    path: "/services",
    request: z.object({
      type: z.literal("web_service"),
      name: z.string(),
      ownerId: z.string(),
      repo: z.string(),
      branch: z.string(),
      rootDir: z.string().min(1).optional(),
      autoDeploy: z.enum(["yes", "no"]),
      envVars: z.array(variable),
      serviceDetails: z.object({
        runtime: z.literal("node"),
        plan: z.string(),
        region: z.string().optional(),
        healthCheckPath: z.string().min(1).optional(),
        preDeployCommand: z.string().min(1).optional(),
        envSpecificDetails: settings.envSpecificDetails,
      }),
    }),
    answers: { ...refusals, 201: z.object({ service, deployId: z.string() }) },
  },
  "retrieve-service": { method: "GET", path: "/services/{serviceId}", answers: { ...refusals, 200: service } },
  "update-service": {
    method: "PATCH",
    path: "/services/{serviceId}",
    request: z.object({
      repo: z.string(),
      branch: z.string(),
      rootDir: z.string(),
      autoDeploy: z.enum(["yes", "no"]),
      serviceDetails: z.object(settings),
    }),
    answers: { ...refusals, 200: service },
  },
  "delete-service": { method: "DELETE", path: "/services/{serviceId}", answers: { ...refusals, 204: nothing } },
  "suspend-service": { method: "POST", path: "/services/{serviceId}/suspend", answers: { ...refusals, 202: nothing } },
  "resume-service": { method: "POST", path: "/services/{serviceId}/resume", answers: { ...refusals, 202: nothing } },
  "restart-service": { method: "POST", path: "/services/{serviceId}/restart", answers: { ...refusals, 200: nothing } },
  "scale-service": {
    method: "POST",
    path: "/services/{serviceId}/scale",
    request: z.object({ numInstances: z.number() }),
    answers: { ...refusals, 202: nothing },
  },
  "autoscale-service": {
    method: "PUT",
    path: "/services/{serviceId}/autoscaling",
    request: autoscaling,
    answers: { ...refusals, 200: autoscaling },
  },
  "delete-autoscaling-config": {
    method: "DELETE",
    path: "/services/{serviceId}/autoscaling",
    answers: { ...refusals, 204: nothing },
  },
  "get-env-vars-for-service": {
    method: "GET",
    path: "/services/{serviceId}/env-vars",
    answers: { ...refusals, 200: variables },
  },
  "update-env-vars-for-service": {
    method: "PUT",
    path: "/services/{serviceId}/env-vars",
    request: z.array(variable),
    answers: { ...refusals, 200: variables },
  },
  "update-env-var": {
    method: "PUT",
    path: "/services/{serviceId}/env-vars/{envVarKey}",
    request: z.object({ value: z.string() }),
    answers: { ...refusals, 200: variable },
  },
  "delete-env-var": {
    method: "DELETE",
    path: "/services/{serviceId}/env-vars/{envVarKey}",
    answers: { ...refusals, 204: nothing },
  },
  "list-deploys": {
    method: "GET",
    path: "/services/{serviceId}/deploys",
    answers: { ...refusals, 200: z.array(z.object({ deploy, cursor })) },
  },
  "create-deploy": {
    method: "POST",
    path: "/services/{serviceId}/deploys",
    request: z.object({ commitId: z.string(), clearCache: z.enum(["clear", "do_not_clear"]) }),
    answers: { ...refusals, 201: deploy, 202: nothing },
  },
  "retrieve-deploy": {
    method: "GET",
    path: "/services/{serviceId}/deploys/{deployId}",
    answers: { ...refusals, 200: deploy },
  },
  "cancel-deploy": {
    method: "POST",
    path: "/services/{serviceId}/deploys/{deployId}/cancel",
    answers: { ...refusals, 200: deploy },
  },
  "rollback-deploy": {
    method: "POST",
    path: "/services/{serviceId}/rollback",
    request: z.object({ deployId: z.string() }),
    answers: { ...refusals, 201: deploy },
  },
  "list-events": {
    method: "GET",
    path: "/services/{serviceId}/events",
    answers: { ...refusals, 200: z.array(z.object({ event, cursor })) },
  },
  "list-logs": {
    method: "GET",
    path: "/logs",
    answers: {
      ...refusals,
      200: z.object({
        hasMore: z.boolean(),
        nextStartTime: time,
        nextEndTime: time,
        logs: z.array(
          z.object({
            id: z.string(),
            message: z.string(),
            timestamp: time,
            labels: z.array(z.object({ name: z.string(), value: z.string() })),
          }),
        ),
      }),
    },
  },
  "list-custom-domains": {
    method: "GET",
    path: "/services/{serviceId}/custom-domains",
    answers: { ...refusals, 200: z.array(z.object({ customDomain: domain, cursor })) },
  },
  "create-custom-domain": {
    method: "POST",
    path: "/services/{serviceId}/custom-domains",
    request: z.object({ name: z.string() }),
    answers: { ...refusals, 201: z.array(domain) },
  },
  "retrieve-custom-domain": {
    method: "GET",
    path: "/services/{serviceId}/custom-domains/{customDomainNameOrID}",
    answers: { ...refusals, 200: domain },
  },
  "refresh-custom-domain": {
    method: "POST",
    path: "/services/{serviceId}/custom-domains/{customDomainNameOrID}/verify",
    answers: { ...refusals, 202: nothing },
  },
  "delete-custom-domain": {
    method: "DELETE",
    path: "/services/{serviceId}/custom-domains/{customDomainNameOrID}",
    answers: { ...refusals, 204: nothing },
  },
  "list-postgres": {
    method: "GET",
    path: "/postgres",
    answers: { ...refusals, 200: z.array(z.object({ postgres, cursor })) },
  },
  "create-postgres": {
    method: "POST",
    path: "/postgres",
    request: z.object({
      name: z.string(),
      ownerId: z.string(),
      plan: z.string(),
      region: z.string().optional(),
      version: z.string(),
    }),
    answers: { ...refusals, 201: postgres },
  },
  "retrieve-postgres": { method: "GET", path: "/postgres/{postgresId}", answers: { ...refusals, 200: postgres } },
  "delete-postgres": { method: "DELETE", path: "/postgres/{postgresId}", answers: { ...refusals, 204: nothing } },
  "retrieve-postgres-connection-info": {
    method: "GET",
    path: "/postgres/{postgresId}/connection-info",
    answers: {
      ...refusals,
      200: z.object({
        password: z.string(),
        internalConnectionString: z.string(),
        externalConnectionString: z.string(),
        psqlCommand: z.string(),
      }),
    },
  },
  ...Object.fromEntries(
    (["cpu", "memory", "bandwidth"] as const).map((name) => [
      `get-${name}`,
      {
        method: "GET",
        path: `/metrics/${name}`,
        answers: {
          ...refusals,
          200: z.array(
            z.object({
              labels: z.array(z.object({ field: z.string(), value: z.string() })),
              values: z.array(z.object({ timestamp: time, value: z.number() })),
              unit: z.string(),
            }),
          ),
        },
      },
    ]),
  ),
};
