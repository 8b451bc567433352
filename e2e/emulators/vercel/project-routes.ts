import { randomBytes } from "node:crypto";
import type { Answer, Route } from "../kernel/emulator";
import { closeDeployment, showPaused, showProduction } from "./addresses";
import { refuse } from "./errors";
import { projectJson } from "./shapes";
import { newId, type Project } from "./state";
import { makeVariable } from "./variable-routes";
import { bodyOf, type Call, projectRoute, route, type World } from "./world";

const settingNames = ["framework", "rootDirectory", "installCommand", "buildCommand", "outputDirectory", "devCommand"];
const namePattern = /^(?!.*---)[a-z0-9._-]{1,100}$/;

/** Projects: create, read, change, delete, pause. */
export function projectRoutes(world: World): Route[] {
  const { state } = world;
  return [
    route(world, { method: "POST", path: "/v11/projects", operation: "createProject" }, createProject),
    projectRoute(world, { method: "GET", path: "/v9/projects/:project", operation: "getProject" }, ({ project }) => ({
      status: 200,
      json: projectJson(state, project),
    })),
    projectRoute(
      world,
      { method: "PATCH", path: "/v9/projects/:project", operation: "updateProject" },
      ({ project, exchange }) => {
        Object.assign(project.settings, settingsOf(bodyOf(exchange)));
        return { status: 200, json: projectJson(state, project) };
      },
    ),
    projectRoute(
      world,
      { method: "DELETE", path: "/v9/projects/:project", operation: "deleteProject" },
      ({ project, exchange }) => {
        for (const deployment of state.deploymentsOf(project.id)) closeDeployment(exchange.host, deployment);
        for (const { name } of project.domains) exchange.host.stopDeployed(name.split(".")[0] ?? "");
        state.removeProject(project);
        return { status: 204 };
      },
    ),
    projectRoute(
      world,
      { method: "POST", path: "/v1/projects/:project/pause", operation: "pauseProject" },
      ({ project, exchange }) => {
        project.isPaused = true;
        showPaused(exchange.host, project);
        return { status: 200, json: {} };
      },
    ),
    projectRoute(
      world,
      { method: "POST", path: "/v1/projects/:project/unpause", operation: "unpauseProject" },
      ({ project, exchange }) => {
        project.isPaused = false;
        showProduction(world, exchange.host, project);
        return { status: 200, json: {} };
      },
    ),
  ];

  function createProject({ exchange, ownerId }: Call): Answer {
    const body = bodyOf(exchange);
    const { name } = body;
    if (typeof name !== "string" || !namePattern.test(name)) {
      return refuse(
        400,
        "bad_request",
        "Project names can be up to 100 characters long and must be lowercase. They can include letters, digits, and the following characters: '.', '_', '-'. However, they cannot contain the sequence '---'.",
      );
    }
    const plan = exchange.host.planFor(name).result;
    if (plan === "payment-required") {
      return refuse(402, "payment_required", "Your account is blocked: an invoice is unpaid. Settle it to go on.");
    }
    const isTaken = world.settings.takenNames.includes(name) || plan === "name-taken";
    if (isTaken || state.findProject(ownerId, name)) {
      return refuse(409, "conflict", `Project "${name}" already exists.`);
    }
    const project: Project = {
      id: newId("prj"),
      ownerId,
      name,
      createdAt: Date.now(),
      settings: settingsOf(body),
      variables: [],
      domains: [],
      isPaused: false,
      isHeld: false,
      productionId: undefined,
      aliasRequest: undefined,
    };
    const port = new URL(exchange.host.address).port;
    const label = isLabelTaken(name) ? `${name}-${randomBytes(3).toString("hex")}` : name;
    const address = `${label}.vercel.localhost:${port}`;
    project.domains.push({ name: address, createdAt: project.createdAt, isVerified: true, redirect: null });
    for (const variable of Array.isArray(body.environmentVariables) ? body.environmentVariables : []) {
      project.variables.push(makeVariable(variable));
    }
    state.projects.set(project.id, project);
    return { status: 200, json: projectJson(state, project) };
  }

  /** Addresses are everybody's, names only the account's own. */
  function isLabelTaken(label: string): boolean {
    return [...state.projects.values()].some(({ domains }) => domains.some(({ name }) => name.startsWith(`${label}.`)));
  }
}

function settingsOf(body: Record<string, unknown>): Record<string, string | null> {
  const entries = settingNames.map((name) => [name, body[name]] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string | null] => typeof entry[1] === "string" || entry[1] === null),
  );
}
