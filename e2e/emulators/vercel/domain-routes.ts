import type { Route } from "../kernel/emulator";
import { notFound, refuse } from "./errors";
import { domainJson } from "./shapes";
import type { Domain, Project } from "./state";
import { bodyOf, type Call, projectRoute, route, type World } from "./world";

/** A domain whose name begins so has the proof of ownership in place. */
const provenPrefix = "proven.";
/** A domain whose name ends so is in use by somebody else. */
const foreignSuffix = ".taken.example";

/** Domains: add, look at, prove, see the wanted records, remove. */
export function domainRoutes(world: World): Route[] {
  const one = "/v9/projects/:project/domains/:domain";
  return [
    projectRoute(
      world,
      { method: "GET", path: "/v9/projects/:project/domains", operation: "getProjectDomains" },
      ({ project }) => ({
        status: 200,
        json: {
          domains: project.domains.map((domain) => domainJson(project, domain)),
          pagination: { count: project.domains.length, next: null, prev: null },
        },
      }),
    ),
    projectRoute(
      world,
      { method: "POST", path: "/v10/projects/:project/domains", operation: "addProjectDomain" },
      addDomain,
    ),
    projectRoute(world, { method: "GET", path: one, operation: "getProjectDomain" }, ({ project, exchange }) => {
      const domain = findDomain(project, exchange.params.domain);
      return domain ? { status: 200, json: domainJson(project, domain) } : notFound("domain");
    }),
    projectRoute(
      world,
      { method: "POST", path: `${one}/verify`, operation: "verifyProjectDomain" },
      ({ project, exchange }) => {
        const domain = findDomain(project, exchange.params.domain);
        if (!domain) return notFound("domain");
        domain.isVerified ||= domain.name.startsWith(provenPrefix);
        if (domain.isVerified) return { status: 200, json: domainJson(project, domain) };
        return refuse(400, "missing_txt_record", `The TXT record of _vercel.${domain.name} was not found`);
      },
    ),
    projectRoute(world, { method: "DELETE", path: one, operation: "removeProjectDomain" }, ({ project, exchange }) => {
      const domain = findDomain(project, exchange.params.domain);
      if (!domain) return notFound("domain");
      project.domains = project.domains.filter((other) => other !== domain);
      return { status: 200, json: {} };
    }),
    route(world, { method: "GET", path: "/v6/domains/:domain/config", operation: "getDomainConfig" }, () => ({
      status: 200,
      json: {
        configuredBy: null,
        acceptedChallenges: [],
        recommendedIPv4: [{ rank: 1, value: ["216.198.79.1"] }],
        recommendedCNAME: [{ rank: 1, value: "d1d4fc829fe7bc7c.vercel-dns-017.com." }],
        misconfigured: true,
      },
    })),
  ];

  function addDomain({ project, exchange, state }: Call & { project: Project }) {
    const { name } = bodyOf(exchange);
    if (typeof name !== "string" || !/^[a-z0-9.-]+\.[a-z]+$/.test(name)) {
      return refuse(400, "invalid_domain", "The domain name is not valid");
    }
    const owner = [...state.projects.values()].find((other) => findDomain(other, name));
    if (owner || name.endsWith(foreignSuffix)) {
      return refuse(409, "domain_already_in_use", `Cannot add ${name} since it's already in use by another project.`);
    }
    const domain: Domain = { name, createdAt: Date.now(), isVerified: false, redirect: null };
    project.domains.push(domain);
    return { status: 200, json: domainJson(project, domain) };
  }
}

function findDomain(project: Project, name: string | undefined): Domain | undefined {
  return project.domains.find((domain) => domain.name === name);
}
