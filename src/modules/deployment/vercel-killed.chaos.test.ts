import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundleScript, type Child, startChild } from "@/server/testing/child";
import { startVercel, type VercelEmulator } from "../../../e2e/emulators/vercel/vercel";
import type { DeploymentDetail, DeploymentEvent } from "./schema";

const home = mkdtempSync(path.join(tmpdir(), "berth-vercel-crash-"));
const children: Child[] = [];
let script = "";
let vercel: VercelEmulator;

beforeAll(async () => {
  script = await bundleScript("hosted-process", "src/modules/deployment/testing");
  vercel = await startVercel({ paceMs: 700 });
});
afterAll(async () => {
  for (const child of children) await child.kill();
  await vercel.close();
  rmSync(home, { recursive: true, force: true });
});

function start(): Child {
  const env = { BERTH_HOME: home, NODE_ENV: "test", VERCEL_API_URL: vercel.address };
  const { platform, address, goodToken } = vercel;
  const given = JSON.stringify({ platform, accounts: [{ platform, address, goodToken, teamId: null }] });
  const child = startChild(script, ["shop", given], env);
  children.push(child);
  return child;
}

const isStep = (name: string) => (message: Record<string, unknown>) => {
  const event = message.event as DeploymentEvent;
  return event.kind === "step" && event.step === name && event.status === "running";
};

const steps = [
  "initialize",
  "create-project",
  "generate",
  "upload",
  "configure-environment",
  "trigger-build",
  "monitor",
  "complete",
];

it("killed in every step, a deployment ends well: one project, one deployment, every variable and line", {
  timeout: 300_000,
}, async () => {
  for (const step of steps) {
    const child = start();
    await child.next("event", isStep(step));
    await child.kill();
  }
  const last = start();
  const detail = (await last.next("finished")).detail as DeploymentDetail;
  expect(detail).toMatchObject({ status: "succeeded", isCurrent: true });
  const projects = [...vercel.world.projects.values()];
  const deployments = [...vercel.world.deployments.values()];
  expect([projects.length, deployments.length]).toEqual([1, 1]);
  expect(deployments[0]).toMatchObject({ readyState: "READY", meta: { berthDeployment: detail.id } });
  const names = projects[0]?.variables.map(({ key }) => key).sort();
  expect(names).toEqual(["BERTH_APP", ...detail.variableNames].sort());
  const lines = last.messages.flatMap(({ event }) => (event as DeploymentEvent | undefined)?.line ?? []);
  const printed = deployments[0]?.log.since(0).flatMap(({ text }) => text ?? []);
  expect(lines.filter((line) => printed?.includes(line))).toEqual(printed?.filter((line) => line !== ""));
  expect(vercel.violations).toEqual([]);
});
