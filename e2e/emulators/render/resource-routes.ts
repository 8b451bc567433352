import { z } from "zod";
import type { Route } from "../kernel/emulator";
import { withService } from "./service-routes";
import { noSuch, page, type RenderState, refuse, type StoredDomain, type StoredPostgres } from "./state";

/** Looks after which DNS is right, and a database is up. */
const looksUntilReady = 1;

/** Account, domains, databases and metrics. */
export function resourceRoutes(state: RenderState): Route[] {
  return [
    {
      method: "GET",
      path: "/v1/users",
      operation: "get-user",
      handle: () => ({ status: 200, json: { name: "Emulated user", email: "user@render.invalid" } }),
    },
    {
      method: "GET",
      path: "/v1/owners",
      operation: "list-owners",
      handle: (exchange) => page(exchange, "owner", state.owners, (owner) => owner),
    },
    ...domainRoutes(state),
    ...databaseRoutes(state),
    ...(["cpu", "memory", "bandwidth"] as const).map(
      (name): Route => ({
        method: "GET",
        path: `/v1/metrics/${name}`,
        operation: `get-${name}`,
        handle: ({ query }) => {
          const resource = query.get("resource") ?? "";
          const service = state.services.get(resource);
          const unit = { cpu: "CPU", memory: "bytes", bandwidth: "bytes" }[name];
          const value = { cpu: 0.02, memory: 96 * 1024 ** 2, bandwidth: 2_000_000 }[name];
          const instances = name === "bandwidth" ? 1 : (service?.numInstances ?? 0);
          const end = query.get("endTime") ?? state.now();
          const series = Array.from({ length: instances }, (_, index) => ({
            labels: [{ field: "instance", value: `${resource}-${index}` }],
            values: [{ timestamp: end, value }],
            unit,
          }));
          return { status: 200, json: series };
        },
      }),
    ),
  ];
}

function domainRoutes(state: RenderState): Route[] {
  const at = "/v1/services/:serviceId/custom-domains";
  const own = (work: Parameters<typeof withService>[1]) => withService(state, work);
  const find = (domains: StoredDomain[], key = "") => domains.find(({ id, name }) => id === key || name === key);
  return [
    {
      method: "GET",
      path: at,
      operation: "list-custom-domains",
      handle: own(({ domains }, exchange) => page(exchange, "customDomain", domains, showDomain)),
    },
    {
      method: "POST",
      path: at,
      operation: "create-custom-domain",
      handle: own((service, { json }) => {
        const { name } = z.object({ name: z.string() }).parse(json());
        if (!/^([a-z0-9-]+\.)+[a-z]{2,}$/.test(name)) return refuse(400, `invalid domain name: ${name}`);
        const all = [...state.services.values()].flatMap(({ domains }) => domains);
        if (find(all, name)) return refuse(409, `${name} is already in use by another service`);
        const isApex = name.split(".").length === 2;
        const added = (isApex ? [name, `www.${name}`] : [name]).map((each) => ({
          id: state.id("cdm"),
          name: each,
          createdAt: state.now(),
          redirectForName: each === name ? "" : name,
          isVerified: false,
          looks: 0,
        }));
        service.domains.push(...added);
        return { status: 201, json: added.map(showDomain) };
      }),
    },
    {
      method: "GET",
      path: `${at}/:customDomainNameOrID`,
      operation: "retrieve-custom-domain",
      handle: own(({ domains }, { params }) => {
        const domain = find(domains, params.customDomainNameOrID);
        return domain ? { status: 200, json: showDomain(domain) } : noSuch("custom domain");
      }),
    },
    {
      method: "POST",
      path: `${at}/:customDomainNameOrID/verify`,
      operation: "refresh-custom-domain",
      handle: own(({ domains }, { params }) => {
        const domain = find(domains, params.customDomainNameOrID);
        if (!domain) return noSuch("custom domain");
        domain.isVerified = domain.looks >= looksUntilReady;
        domain.looks += 1;
        return { status: 202 };
      }),
    },
    {
      method: "DELETE",
      path: `${at}/:customDomainNameOrID`,
      operation: "delete-custom-domain",
      handle: own((service, { params }) => {
        const domain = find(service.domains, params.customDomainNameOrID);
        if (!domain) return noSuch("custom domain");
        service.domains = service.domains.filter((other) => other !== domain);
        return { status: 204 };
      }),
    },
  ];
}

function showDomain({ id, name, createdAt, redirectForName, isVerified }: StoredDomain) {
  return {
    id,
    name,
    createdAt,
    redirectForName,
    domainType: name.split(".").length === 2 ? "apex" : "subdomain",
    publicSuffix: name.split(".").at(-1) ?? "",
    verificationStatus: isVerified ? "verified" : "unverified",
  };
}

function databaseRoutes(state: RenderState): Route[] {
  const Create = z.object({
    name: z.string().min(1),
    ownerId: z.string(),
    plan: z.string(),
    version: z.string(),
    region: z.string().default("oregon"),
  });
  return [
    {
      method: "GET",
      path: "/v1/postgres",
      operation: "list-postgres",
      handle(exchange) {
        const names = exchange.query.getAll("name");
        const found = [...state.databases.values()].filter(({ name }) => names.length === 0 || names.includes(name));
        return page(exchange, "postgres", found, showDatabase);
      },
    },
    {
      method: "POST",
      path: "/v1/postgres",
      operation: "create-postgres",
      handle({ json }) {
        const parsed = Create.safeParse(json());
        if (!parsed.success) return refuse(400, `invalid JSON: ${parsed.error.issues[0]?.path.join(".")}`);
        if (["free", "starter", "standard", "pro"].includes(parsed.data.plan))
          return refuse(400, `the plan ${parsed.data.plan} is not available for new databases`);
        if (!state.hasCard) return refuse(402, "Payment information is required to complete this request.");
        const database = { id: state.id("dpg"), ...parsed.data, looks: 0 };
        state.databases.set(database.id, database);
        return { status: 201, json: showDatabase(database) };
      },
    },
    {
      method: "GET",
      path: "/v1/postgres/:postgresId",
      operation: "retrieve-postgres",
      handle({ params }) {
        const database = state.databases.get(params.postgresId ?? "");
        if (!database) return noSuch("postgres", params.postgresId);
        database.looks += 1;
        return { status: 200, json: showDatabase(database) };
      },
    },
    {
      method: "DELETE",
      path: "/v1/postgres/:postgresId",
      operation: "delete-postgres",
      handle: ({ params }) =>
        state.databases.delete(params.postgresId ?? "") ? { status: 204 } : noSuch("postgres", params.postgresId),
    },
    {
      method: "GET",
      path: "/v1/postgres/:postgresId/connection-info",
      operation: "retrieve-postgres-connection-info",
      handle({ params }) {
        const database = state.databases.get(params.postgresId ?? "");
        if (!database) return noSuch("postgres", params.postgresId);
        const account = "berth:emulated-password";
        const outside = `${database.id}.${database.region}-postgres.render.invalid`;
        return {
          status: 200,
          json: {
            password: "emulated-password",
            internalConnectionString: `postgresql://${account}@${database.id}/berth`,
            externalConnectionString: `postgresql://${account}@${outside}/berth`,
            psqlCommand: `psql -h ${outside} -U berth berth`,
          },
        };
      },
    },
  ];
}

function showDatabase({ looks, ownerId: _, ...database }: StoredPostgres) {
  return {
    ...database,
    status: looks > looksUntilReady ? "available" : "creating",
    dashboardUrl: `https://dashboard.render.com/d/${database.id}`,
  };
}
