import { type Emulator, type EmulatorOptions, type Exchange, startEmulator } from "../kernel/emulator";
import { accountRoutes } from "./account-routes";
import { contract } from "./contract";
import { deploymentRoutes } from "./deployment-routes";
import { domainRoutes } from "./domain-routes";
import { errorBody, unauthorized } from "./errors";
import { fileRoutes } from "./file-routes";
import { projectRoutes } from "./project-routes";
import { type Project, type Team, type User, VercelState } from "./state";
import { trafficRoutes } from "./traffic-routes";
import { makeVariable, variableRoutes } from "./variable-routes";
import type { World, WorldSettings } from "./world";

export interface VercelOptions extends EmulatorOptions, Partial<WorldSettings> {
  teams?: readonly Team[];
  /** The team the account works in unless told; without one it works for itself. */
  defaultTeamId?: string;
}

/** The stand-in, with its state at hand for tests. */
export interface VercelEmulator extends Emulator {
  world: VercelState;
  /** What somebody does in Vercel's dashboard with a variable of production; null removes it. */
  setVariable(projectName: string, key: string, value: string | null): void;
}

/**
 * Starts a stand-in of Vercel's API. Results of outcomes beside the usual ones: `name-taken`, `payment-required`,
 * `variable-refused`, `alias-failed`, `switch-failed`, `protected`.
 */
export async function startVercel(options: VercelOptions = {}): Promise<VercelEmulator> {
  const { teams = [], defaultTeamId, uploadsPerDay, requestsPerMinute, protection, takenNames, ...rest } = options;
  const user: User = {
    id: "usr_1",
    username: "dev",
    email: "dev@example.com",
    name: "Dev",
    defaultTeamId: defaultTeamId ?? null,
  };
  const state = new VercelState(user, teams);
  const world: World = {
    state,
    settings: {
      uploadsPerDay: uploadsPerDay ?? 5_000,
      requestsPerMinute: requestsPerMinute ?? 100_000,
      protection: protection ?? "standard",
      takenNames: takenNames ?? [],
    },
  };
  const emulator = await startEmulator(
    {
      platform: "vercel",
      contract,
      routes: [
        ...accountRoutes(world),
        ...projectRoutes(world),
        ...fileRoutes(world),
        ...deploymentRoutes(world),
        ...variableRoutes(world),
        ...trafficRoutes(world),
        ...domainRoutes(world),
      ],
      tokenOf: ({ headers }) => /^Bearer (.+)$/.exec(headers.get("authorization") ?? "")?.[1],
      unauthorized: ({ token }) => unauthorized(token),
      errorBody,
      namesOf: (exchange) => namesOf(state, exchange),
      state: () => state.toJson(),
      reset: () => state.clear(),
    },
    rest,
  );
  return Object.assign(emulator, {
    world: state,
    setVariable(projectName: string, key: string, value: string | null) {
      const project = [...state.projects.values()].find(({ name }) => name === projectName);
      if (project) editByHand(project, key, value);
    },
  });
}

function editByHand(project: Project, key: string, value: string | null): void {
  const found = project.variables.find((each) => each.key === key && each.target.includes("production"));
  if (value === null) project.variables = project.variables.filter((each) => each !== found);
  else if (found) Object.assign(found, { value, updatedAt: Math.max(Date.now(), found.updatedAt + 1) });
  else project.variables.push(makeVariable({ key, value, type: "plain", target: ["production"] }));
}

/** Scenarios speak of names, requests often of ids. */
function namesOf(state: VercelState, { params, query, json }: Exchange): (string | undefined)[] {
  const body = json();
  const project = typeof body === "object" && body !== null && "project" in body ? body.project : undefined;
  const ids = [
    params.project,
    query.get("projectId"),
    project,
    state.deployments.get(params.deployment ?? "")?.projectId,
  ];
  return ids.map((id) => state.projects.get(String(id))?.name);
}
