import { startGithub } from "../../../../e2e/emulators/github/github";
import type { Emulator, EmulatorOptions } from "../../../../e2e/emulators/kernel/emulator";
import { startRailway } from "../../../../e2e/emulators/railway/railway";
import { startRender } from "../../../../e2e/emulators/render/render";
import { startVercel } from "../../../../e2e/emulators/vercel/vercel";
import type { Account } from "./accounts";

export const hostingPlatforms = ["vercel", "railway", "render"] as const;
export type HostingPlatform = (typeof hostingPlatforms)[number];

/** What a stand-in holds of one app. */
export interface Made {
  projects: number;
  services: number;
  deployments: number;
  /** How its deployments stand, oldest first, in the platform's words. */
  states: string[];
  variables: Record<string, string>;
  /** Databases beside it. */
  databases: number;
  /** Repositories its code was pushed to, where that is needed. */
  repositories: number;
}

/** The stand-ins that one platform needs. */
export interface Hosting {
  platform: HostingPlatform;
  /** The stand-in of the platform itself. */
  emulator: Emulator;
  /** That one, and what it depends on. */
  emulators: Emulator[];
  accounts: Account[];
  made(app: string): Made;
  /** What somebody does in the platform's dashboard with a variable of production; null removes it. */
  setVariable(app: string, key: string, value: string | null): void;
  close(): Promise<void>;
}

export async function startHosting(platform: HostingPlatform, options: EmulatorOptions = {}): Promise<Hosting> {
  if (platform === "vercel") return vercel(options);
  return platform === "railway" ? railway(options) : render(options);
}

async function vercel(options: EmulatorOptions): Promise<Hosting> {
  const emulator = await startVercel(options);
  return {
    ...hosting("vercel", [emulator]),
    setVariable: emulator.setVariable,
    made(app) {
      const projects = [...emulator.world.projects.values()].filter(({ name }) => name === app);
      const ids = new Set(projects.map(({ id }) => id));
      const deployments = [...emulator.world.deployments.values()].filter(({ projectId }) => ids.has(projectId));
      const variables = projects.flatMap((project) => project.variables);
      return {
        projects: projects.length,
        services: projects.length,
        deployments: deployments.length,
        states: deployments.map(({ readyState }) => readyState),
        variables: Object.fromEntries(variables.map(({ key, value }) => [key, value])),
        databases: 0,
        repositories: 0,
      };
    },
  };
}

async function railway(options: EmulatorOptions): Promise<Hosting> {
  const emulator = await startRailway(options);
  return {
    ...hosting("railway", [emulator], { railway: "workspace-harbour" }),
    setVariable: emulator.setVariable,
    made(app) {
      const state = emulator.state();
      const projects = state.projects.filter(({ name }) => name === app);
      const all = projects.flatMap((project) => project.services);
      const services = all.filter(({ image }) => image === null);
      const deployments = state.deployments.filter(({ service }) => service === app);
      const instances = state.instances.filter(({ service }) => service === app);
      return {
        projects: projects.length,
        services: services.length,
        deployments: deployments.length,
        states: deployments.map(({ status }) => status),
        variables: Object.assign({}, ...instances.map(({ variables }) => variables)),
        databases: all.length - services.length,
        repositories: 0,
      };
    },
  };
}

async function render(options: EmulatorOptions): Promise<Hosting> {
  const github = await startGithub();
  const emulator = await startRender({ ...options, github });
  return {
    ...hosting("render", [emulator, github]),
    setVariable: emulator.setVariable,
    made(app) {
      const services = emulator.view().services.filter(({ name }) => name === app);
      const deploys = services.flatMap((service) => service.deploys);
      return {
        projects: services.length,
        services: services.length,
        deployments: deploys.length,
        states: deploys.map(({ status }) => status),
        variables: Object.assign({}, ...services.map(({ variables }) => variables)),
        databases: emulator.view().databases.filter(({ name }) => name.startsWith(`${app}-db-`)).length,
        repositories: github.repositories().filter(({ name }) => name === app).length,
      };
    },
  };
}

function hosting(
  platform: HostingPlatform,
  emulators: [Emulator, ...Emulator[]],
  teams: Record<string, string> = {},
): Omit<Hosting, "made" | "setVariable"> {
  return {
    platform,
    emulator: emulators[0],
    emulators,
    accounts: emulators.map(({ platform: of, address, goodToken }) => ({
      platform: of,
      address,
      goodToken,
      teamId: teams[of] ?? null,
    })),
    close: async () => void (await Promise.all(emulators.map((each) => each.close()))),
  };
}
