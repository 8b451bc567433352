import { z } from "zod";
import { startGithub } from "./github/github";
import type { Emulator, EmulatorOptions } from "./kernel/emulator";
import { Scenario } from "./kernel/scenario";
import { startRailway } from "./railway/railway";
import { startRender } from "./render/render";
import { startSupabaseStorage } from "./supabase-storage/supabase-storage";
import { startVercel } from "./vercel/vercel";

/** A scenario file: one scenario a platform; that of `all` applies to those that have none. */
export const ScenarioFile = z.strictObject({
  all: Scenario.optional(),
  vercel: Scenario.optional(),
  railway: Scenario.optional(),
  render: Scenario.optional(),
  github: Scenario.optional(),
  "supabase-storage": Scenario.optional(),
});
export type ScenarioFile = z.infer<typeof ScenarioFile>;

/** A running stand-in, with the lines that point Berth at it. */
export interface StandIn {
  label: string;
  address: string;
  environment: Record<string, string>;
  goodToken: string;
  badToken: string;
  /** What `berth platform connect` calls it; undefined where nothing is connected. */
  connectAs: string | undefined;
}

/** One state of a deployment lasts so long that a person sees it. */
const paceMs = 1500;

/** Starts every stand-in. `port` is the first of five in a row; free ones unless told. */
export async function startEmulators(file: ScenarioFile, port?: number) {
  let used = 0;
  const options = (platform: keyof ScenarioFile): EmulatorOptions => {
    const own = { scenario: file[platform] ?? file.all ?? {}, paceMs };
    used += 1;
    return port === undefined ? own : { ...own, port: port + used - 1 };
  };
  const vercel = await startVercel(options("vercel"));
  const railway = await startRailway(options("railway"));
  const github = await startGithub(options("github"));
  const render = await startRender({ ...options("render"), github });
  const storage = await startSupabaseStorage({
    ...options("supabase-storage"),
    buckets: {
      public: { isPublic: true, files: { "hello.txt": "Hello\n" } },
      configs: { files: { "README.md": "# Configs\n" } },
      closed: { deny: ["read", "list", "write"], files: { "secret.txt": "closed\n" } },
    },
  });
  const standIns: StandIn[] = [
    describe("Vercel", vercel, "vercel"),
    describe("Railway", railway, "railway"),
    describe("Render", render, "render"),
    withOauth(describe("GitHub", github, "github"), github.oauth),
    {
      ...describe("Supabase Storage", storage, undefined),
      environment: { SUPABASE_URL: storage.address, SUPABASE_KEY: storage.goodToken },
    },
  ];
  const close = () => Promise.all([vercel, railway, github, render, storage].map((emulator) => emulator.close()));
  return { standIns, close };
}

function describe(label: string, { address, goodToken, badToken }: Emulator, connectAs: string | undefined): StandIn {
  const environment = connectAs === undefined ? {} : { [`${connectAs.toUpperCase()}_API_URL`]: address };
  return { label, address, environment, goodToken, badToken, connectAs };
}

/** Whoever tries the flows can sign in at the stand-in instead of pasting its token. */
function withOauth(standIn: StandIn, { clientId, clientSecret }: { clientId: string; clientSecret: string }): StandIn {
  const app = { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret };
  return { ...standIn, environment: { ...standIn.environment, ...app } };
}
