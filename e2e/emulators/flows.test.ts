import { afterEach, describe, expect, it } from "vitest";
import * as render from "@/modules/connections/render/client";
import { accessTo, flows, type Trial } from "../live/flows";
import { contract as githubContract } from "./github/contract";
import { startGithub } from "./github/github";
import { answerDeviations } from "./kernel/deviations";
import type { Checked, Contract, Emulator, EmulatorOptions } from "./kernel/emulator";
import { withoutDeviations } from "./kernel/spec-check";
import { answerValidator } from "./kernel/spec-validate";
import { readSpecification, specificationFolder } from "./kernel/specification";
import { startRailway } from "./railway/railway";
import { contract as renderContract } from "./render/contract";
import { startRender } from "./render/render";
import { contract as vercelContract } from "./vercel/contract";
import { startVercel } from "./vercel/vercel";

interface StandIn {
  platform: "vercel" | "railway" | "render" | "github";
  start(options: EmulatorOptions): Promise<Emulator>;
  described?: { contract: Contract; file: string };
}

const standIns: StandIn[] = [
  { platform: "vercel", start: startVercel, described: { contract: vercelContract, file: "vercel.openapi.json" } },
  { platform: "railway", start: startRailway },
  { platform: "render", start: startRender, described: { contract: renderContract, file: "render.openapi.json" } },
  { platform: "github", start: startGithub, described: { contract: githubContract, file: "github.openapi.json" } },
];

const open: Emulator[] = [];
afterEach(async () => {
  for (const emulator of open.splice(0)) await emulator.close();
});

/** What the live profile leaves out, since a service of the real platform costs money. */
async function deployOnRender({ access, name, signal }: Trial): Promise<void> {
  const { team, teams, id } = await render.readAccount(access, signal);
  const ownerId = team?.id ?? teams?.[0]?.id ?? id;
  const { service } = await render.createService(
    access,
    {
      ...{ name, ownerId, plan: "starter", repo: "https://github.com/octo/app", branch: "main", rootDir: "" },
      ...{ buildCommand: "npm run build", startCommand: "npm start", preDeployCommand: "", healthCheckPath: "/" },
      variables: [{ key: "GREETING", value: "hello" }],
    },
    signal,
  );
  await render.mergeVariables(access, service.id, { set: { COLOUR: "red" } }, signal);
  expect(await render.listVariables(access, service.id, signal)).toHaveLength(2);
  const deploy = await render.createDeploy(
    access,
    service.id,
    { commit: "0123456789abcdef0123456789abcdef01234567" },
    signal,
  );
  if (deploy) await render.readDeploy(access, { serviceId: service.id, deployId: deploy.id }, signal);
  await render.listDeploys(access, service.id, { limit: 5 }, signal);
  await render.listEvents(access, service.id, { since: new Date(0), limit: 20 }, signal);
  await render.addDomain(access, service.id, "app.example.com", signal);
  await render.suspendService(access, service.id, signal);
  await render.deleteService(access, service.id, signal);
}

/** Runs the flow that the live profile runs against the real platform. */
async function record({ platform, start }: StandIn, signal: AbortSignal) {
  const exchanges: Checked[] = [];
  const emulator = await start({ paceMs: 10, onExchange: (exchange) => exchanges.push(exchange) });
  open.push(emulator);
  const trial: Trial = {
    access: accessTo(platform, emulator.address, emulator.goodToken),
    name: "berth-trial-1",
    signal,
  };
  await flows[platform](trial);
  if (platform === "render") await deployOnRender(trial);
  return { emulator, exchanges };
}

describe("a stand-in", () => {
  it.each(standIns)("of $platform takes the clients through the flow of the live profile", async (standIn) => {
    const { emulator, exchanges } = await record(standIn, new AbortController().signal);
    expect(exchanges.length).toBeGreaterThan(1);
    expect(emulator.violations).toEqual([]);
  });
});

const folder = specificationFolder();

describe.skipIf(!folder)("a stand-in, beside the official description", () => {
  const described = standIns.flatMap(({ described, ...standIn }) => (described ? [{ ...standIn, ...described }] : []));
  // A description of a megabyte takes its time to be compiled.
  const timeout = 180_000;
  it.each(described)("of $platform answers as it says", { timeout }, async ({ contract, file, ...standIn }) => {
    const { exchanges } = await record(standIn, new AbortController().signal);
    const results = exchanges.map(answerValidator(readSpecification(folder ?? "", file), contract));
    expect(results.filter((each) => each !== undefined).length).toBeGreaterThan(1);
    const faults = [...new Set(results.flatMap((each) => each ?? []))];
    expect(withoutDeviations(faults, answerDeviations[standIn.platform] ?? [])).toEqual([]);
  });
});
