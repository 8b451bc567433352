import type { Connection, ConnectOutcome } from "@/modules/connections/schema";
import type { DeploymentDetail, Platform } from "@/modules/deployment/schema";
import type { ProjectSummary } from "@/modules/projects/schema";
import { type BerthAddress, mutate, query } from "../../scripts/shared/berth-client.mjs";
import { type GithubEmulator, startGithub } from "../emulators/github/github";
import { type RailwayEmulator, startRailway } from "../emulators/railway/railway";
import { type RenderEmulator, startRender } from "../emulators/render/render";
import { startVercel, type VercelEmulator } from "../emulators/vercel/vercel";
import { openBerth } from "./berth";
import { getDeployment } from "./deployments";
import { test as base } from "./test";

interface StandIns {
  vercel: VercelEmulator;
  railway: RailwayEmulator;
  render: RenderEmulator;
  github: GithubEmulator;
}

export const hostingPlatforms = ["vercel", "railway", "render"] as const;
export type HostingPlatform = (typeof hostingPlatforms)[number];
export const labels = { vercel: "Vercel", railway: "Railway", render: "Render", github: "GitHub" } as const;

/** A second token of each account, for the journey that replaces the first. */
export const secondTokens = {
  vercel: "vercel-second-token-0123456789abcdef",
  railway: "railway-second-token-0123456789abcdef",
  render: "render-second-token-0123456789abcdef",
} as const;

interface HostingFixtures {
  /** Stand-ins of the platforms, which the Berth of the worker reaches instead. */
  standIns: StandIns;
}

/** The test of the journeys to hosting platforms: one Berth beside stand-ins of all of them. */
export const test = base.extend<object, HostingFixtures>({
  standIns: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const both = (platform: HostingPlatform) => [`${platform}-good-token-0123456789abcdef`, secondTokens[platform]];
      const github = await startGithub();
      const [vercel, railway, render] = await Promise.all([
        startVercel({ tokens: both("vercel") }),
        startRailway({ tokens: both("railway") }),
        startRender({ tokens: both("render"), github }),
      ]);
      await use({ vercel, railway, render, github });
      await Promise.all([vercel, railway, render, github].map((emulator) => emulator.close()));
    },
    { scope: "worker" },
  ],
  berth: [
    async ({ standIns }, use) => {
      const { vercel, railway, render, github } = standIns;
      const opened = await openBerth({
        VERCEL_API_URL: vercel.address,
        RAILWAY_API_URL: railway.address,
        RENDER_API_URL: render.address,
        GITHUB_API_URL: github.address,
        GITHUB_CLIENT_ID: github.oauth.clientId,
        GITHUB_CLIENT_SECRET: github.oauth.clientSecret,
      });
      await use(opened.server);
      await opened.close();
    },
    { scope: "worker", timeout: 900_000 },
  ],
});

/** Connects the accounts that no test has connected yet, with tokens that are accepted now. */
export async function ensureConnected(berth: BerthAddress, standIns: StandIns): Promise<void> {
  const connected = await query<Connection[]>(berth, "platform.connections", {});
  for (const platform of [...hostingPlatforms, "github"] as const) {
    if (connected.some((each) => each.platform === platform)) continue;
    const account = { platform, token: standIns[platform].goodToken };
    const answer = await mutate<ConnectOutcome>(berth, "platform.connect", account);
    if (answer.outcome !== "choose-team") continue;
    await mutate(berth, "platform.connect", { ...account, teamId: answer.teams[0]?.id });
  }
}

/** Starts a deployment of a generated app without a browser; the journey begins where it has gone to. */
export async function begin(berth: BerthAddress, name: string, platforms: readonly Platform[]): Promise<string[]> {
  const config = { name };
  const project = await mutate<ProjectSummary>(berth, "project.create", { name, config });
  const connections = await query<Connection[]>(berth, "platform.connections", {});
  const targets = platforms.map((platform) => ({
    platform,
    connectionId: connections.find((each) => each.platform === platform)?.id,
  }));
  const { deployments } = await mutate<{ deployments: { id: string }[] }>(berth, "deployment.startAll", {
    projectId: project.id,
    targets,
  });
  return deployments.map(({ id }) => id);
}

/** The deployment a page of Berth is about. */
export function shownDeployment(berth: BerthAddress, url: string): Promise<DeploymentDetail> {
  return getDeployment(berth, new URL(url).pathname.split("/").at(-1) ?? "");
}

/** Somebody else has something of that name there. */
export async function takeName(standIns: StandIns, platform: HostingPlatform, name: string): Promise<void> {
  if (platform === "railway") return void standIns.railway.addProject(name);
  if (platform === "render") return standIns.render.addService(name);
  const { address, goodToken } = standIns.vercel;
  const headers = { authorization: `Bearer ${goodToken}`, "content-type": "application/json" };
  const body = JSON.stringify({ name, environmentVariables: [] });
  const { status } = await fetch(`${address}/v11/projects`, { method: "POST", headers, body });
  if (status !== 200) throw new Error(`The stand-in of Vercel answered ${status} to a new project.`);
}
