import { type Emulator, type EmulatorOptions, startEmulator } from "../kernel/emulator";
import { contract } from "./contract";
import { deployRoutes, showDeploy } from "./deploy-routes";
import { logRoutes, subscribe } from "./log-routes";
import { resourceRoutes } from "./resource-routes";
import { serviceRoutes } from "./service-routes";
import { type GithubSight, openSource } from "./source";
import { type Owner, RenderState } from "./state";

export interface RenderOptions extends EmulatorOptions {
  /** Where repositories and commits have to exist; without it every one is taken to. */
  github?: GithubSight;
  owners?: Owner[];
}

/** What the state of the stand-in tells. */
interface RenderView {
  services: {
    id: string;
    name: string;
    url: string;
    plan: string;
    repo: string;
    branch: string;
    numInstances: number;
    isSuspended: boolean;
    buildCommand: string;
    startCommand: string;
    preDeployCommand: string;
    healthCheckPath: string;
    rootDir: string;
    variables: Record<string, string>;
    /** Oldest first. */
    deploys: { id: string; status: string; trigger: string; commit: { id: string } }[];
  }[];
  databases: { id: string; name: string; plan: string }[];
}

export interface RenderEmulator extends Emulator {
  view(): RenderView;
  /** Makes a repository invisible to Render's GitHub app, or visible again. */
  hideRepository(fullName: string, isHidden?: boolean): void;
  /** Somebody else's service has this address already. */
  takeSlug(slug: string): void;
  removeCard(): void;
  /** What somebody does in Render's dashboard; null removes the variable. */
  setVariable(serviceName: string, key: string, value: string | null): void;
  addService(name: string): void;
  ownerId: string;
}

/** Starts the stand-in of Render: services from a repository, deploys that take their time, logs, domains, databases. */
export async function startRender(options: RenderOptions = {}): Promise<RenderEmulator> {
  const { github, owners, ...rest } = options;
  const [firstOwner] = owners ?? [];
  const owner = firstOwner ?? {
    id: "tea-emulated0000000000",
    name: "Emulated workspace",
    email: "user@render.invalid",
    type: "team" as const,
  };
  const state = new RenderState(owners ?? [owner]);
  const source = openSource(state, github);
  const view = (): RenderView => ({
    services: Array.from(state.services.values(), ({ variables, deploys, ...service }) => ({
      ...service,
      variables: Object.fromEntries(variables),
      deploys: deploys.map(showDeploy),
    })),
    databases: [...state.databases.values()],
  });
  const emulator = await startEmulator(
    {
      platform: "render",
      routes: [
        ...serviceRoutes(state, source),
        ...deployRoutes(state, source),
        ...logRoutes(state),
        ...resourceRoutes(state),
      ],
      contract,
      tokenOf: ({ headers }) => /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1],
      unauthorized: () => ({ status: 401, json: { message: "Unauthorized" } }),
      namesOf: ({ params, query }) =>
        [params.serviceId, query.get("resource")].map((id) => state.services.get(id ?? "")?.name),
      onUpgrade: (upgrade) => subscribe(state, upgrade),
      state: view,
      reset: () => state.reset(),
      errorBody: (status) => ({ message: `Refused with ${status}` }),
    },
    rest,
  );
  const find = (name: string) => [...state.services.values()].find((service) => service.name === name);
  return {
    ...emulator,
    view,
    ownerId: owner.id,
    hideRepository(fullName, isHidden = true) {
      if (isHidden) state.hiddenRepositories.add(fullName);
      else state.hiddenRepositories.delete(fullName);
    },
    takeSlug: (slug) => state.takenSlugs.add(slug),
    removeCard() {
      state.hasCard = false;
    },
    setVariable(serviceName, key, value) {
      const variables = find(serviceName)?.variables;
      if (value === null) variables?.delete(key);
      else variables?.set(key, value);
    },
    addService(name) {
      const at = state.now();
      const id = state.id("srv");
      const url = `${emulator.address.replace("127.0.0.1", `${name}.render.localhost`)}`;
      state.services.set(id, {
        id,
        name,
        slug: name,
        ownerId: owner.id,
        repo: "https://github.com/somebody/else",
        branch: "main",
        rootDir: "",
        autoDeploy: "yes",
        plan: "starter",
        region: "oregon",
        healthCheckPath: "/",
        preDeployCommand: "",
        buildCommand: "npm run build",
        startCommand: "npm start",
        numInstances: 1,
        autoscaling: undefined,
        isSuspended: false,
        createdAt: at,
        updatedAt: at,
        url,
        variables: new Map(),
        deploys: [],
        events: [],
        domains: [],
      });
    },
  };
}
