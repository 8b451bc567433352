import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../testing";
import { bundleScript, type Child, startChild } from "../testing/child";
import { crashRun, expectWhole } from "../testing/crash-run";

let script: string;
const children: Child[] = [];
const cleanups: (() => unknown)[] = [];
const start = (setup: ReturnType<typeof crashRun>) => {
  const child = startChild(script, setup.args, setup.env);
  children.push(child);
  return child;
};

beforeAll(async () => {
  script = await bundleScript("run-process");
});

afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const steps = ["one", "two", "three", "four", "five"];

describe("kill -9 in each step", () => {
  it("of the embedded default: one process after the other finishes the run", { timeout: 240_000 }, async () => {
    const setup = crashRun({ stepMs: 400 });
    cleanups.push(() => rmSync(setup.home, { recursive: true }));
    for (const step of steps) {
      const child = start(setup);
      await child.next("step", ({ name }) => name === step);
      await sleep(Math.random() * 300);
      await child.kill();
    }
    await expectWhole(start(setup), setup.effects);
    expect(setup.effects().length).toBeLessThanOrEqual(2 * steps.length);
  });

  it.each(steps)("of a process on PostgreSQL in %s: another one takes over", { timeout: 120_000 }, async (step) => {
    const { url, drop } = await createTestDatabase({ fromTemplate: true });
    cleanups.push(drop);
    const setup = crashRun({ stepMs: 800, databaseUrl: url });
    cleanups.push(() => rmSync(setup.home, { recursive: true }));
    const first = start(setup);
    await first.next("step", ({ name }) => name === step);
    const second = start(setup);
    await second.next("ready");
    await first.kill();
    const killedAt = Date.now();
    if ((await Promise.race([second.next("claimed"), second.next("finished")])).type === "claimed") {
      expect(Date.now() - killedAt).toBeLessThan(60_000);
    }
    await expectWhole(second, setup.effects);
  });
});

describe("a process paused beyond its lease", () => {
  it("writes nothing after it wakes up", { timeout: 180_000 }, async () => {
    const { url, drop } = await createTestDatabase({ fromTemplate: true });
    cleanups.push(drop);
    const setup = crashRun({ stepMs: 4_000, databaseUrl: url });
    cleanups.push(() => rmSync(setup.home, { recursive: true }));
    const first = start(setup);
    await first.next("step");
    const second = start(setup);
    await second.next("ready");
    // Paused at the beginning of its next step, whichever that is by now.
    const done = first.messages.filter(({ type }) => type === "step").length;
    await first.next("step", ({ name }) => name === steps[done]);
    first.process.kill("SIGSTOP");
    await second.next("step");
    await sleep(500);
    first.process.kill("SIGCONT");
    const events = await expectWhole(second, setup.effects);
    // The paused process still had lines of its step to emit; they would stand between those of the second.
    const takenOverAt = events.findIndex(({ fence }) => fence === 2);
    const lines = events.slice(takenOverAt).filter(({ kind }) => kind === "log");
    expect(lines.length).toBe((steps.length - done) * 10);
    expect(lines.every(({ data }) => data.line?.endsWith("fence 2"))).toBe(true);
    const firstEffects = setup.effects().filter((line) => line.endsWith(" 1"));
    expect(firstEffects).toEqual(steps.slice(0, done + 1).map((step) => `${step} 1`));
  });
});
