import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { bundleScript, type Child, startChild } from "@/server/testing/child";
import type { DeploymentDetail, DeploymentEvent, StepName } from "../schema";
import { type Hosting, type HostingPlatform, type Made, startHosting } from "./hosting";

/** A Berth of its own beside the stand-ins of a platform, to be killed. */
export interface Victim {
  hosting: Hosting;
  /**
   * Deploys an app, kills Berth with SIGKILL in the step, starts it again, and sees that everything came out once. With
   * `isDue`, the kill waits in the step until what the stand-in holds says so.
   */
  killIn(step: StepName, isDue?: (made: Made) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Long enough to be killed in the middle of a call, short enough to wait for dozens of them. */
const callMs = 60;

export async function prepareVictim(
  platform: HostingPlatform,
  { hasDatabase = false }: { hasDatabase?: boolean } = {},
): Promise<Victim> {
  const home = mkdtempSync(path.join(tmpdir(), `berth-crash-${platform}-`));
  const [script, hosting] = await Promise.all([
    bundleScript("hosted-process", "src/modules/deployment/testing"),
    startHosting(platform, { paceMs: 150 }),
  ]);
  for (const { scenario } of hosting.emulators) scenario.set({ rules: [{ delayMs: callMs }] });
  const addresses = hosting.accounts.map((account) => [`${account.platform.toUpperCase()}_API_URL`, account.address]);
  const env = { BERTH_HOME: home, NODE_ENV: "test", ...Object.fromEntries(addresses) };
  const children: Child[] = [];
  const start = (name: string) => {
    const given = JSON.stringify({
      platform,
      accounts: hosting.accounts,
      ...(hasDatabase ? { database: "create" } : {}),
    });
    const child = startChild(script, [name, given], env);
    children.push(child);
    return child;
  };
  return {
    hosting,
    async killIn(step, isDue) {
      const name = `kill-${step}`;
      const first = start(name);
      const ready = await first.next("ready");
      await first.next("event", ({ event }) => isBegun(event as DeploymentEvent, step));
      while (isDue && !isDue(hosting.made(name))) await sleep(2);
      await first.kill();
      const second = start(name);
      expect((await second.next("ready")).id).toBe(ready.id);
      const detail = (await second.next("finished")).detail as DeploymentDetail;
      await second.kill();
      const events = second.messages.flatMap(({ type, event }) => (type === "event" ? [event as DeploymentEvent] : []));
      expectWhole(detail, events);
      expectOnce(hosting, name, detail);
      expect(hosting.made(name).databases).toBe(hasDatabase ? 1 : 0);
    },
    async close() {
      for (const child of children) await child.kill();
      await hosting.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function isBegun(event: DeploymentEvent, step: StepName): boolean {
  return event.kind === "step" && event.step === step && event.status === "running";
}

function expectWhole(detail: DeploymentDetail, events: readonly DeploymentEvent[]): void {
  expect(detail.error).toBeUndefined();
  expect(detail).toMatchObject({ status: "succeeded", emulated: true });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ kind }) => kind === "end")).toHaveLength(1);
}

/** Exactly one of everything on the platform, and every variable. */
export function expectOnce(hosting: Hosting, name: string, detail: DeploymentDetail): void {
  const made = hosting.made(name);
  expect(made).toMatchObject({ projects: 1, services: 1, deployments: 1 });
  expect(made.repositories).toBe(hosting.platform === "render" ? 1 : 0);
  // On Render the commands take the app's own address from the platform, so it is no variable there.
  const isSet = (key: string) => hosting.platform !== "render" || key !== "NEXT_PUBLIC_APP_URL";
  expect(Object.keys(made.variables)).toEqual(expect.arrayContaining(detail.variableNames.filter(isSet)));
  for (const key of ["FIRST_VALUE", "SECOND_VALUE", "THIRD_VALUE"]) expect(made.variables[key]).toHaveLength(43);
  for (const { violations } of hosting.emulators) expect(violations).toEqual([]);
}
