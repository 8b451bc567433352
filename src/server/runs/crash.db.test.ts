import { rmSync } from "node:fs";
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

describe("after kill -9", () => {
  it("the embedded default resumes in the step it was in, as soon as it is up", { timeout: 180_000 }, async () => {
    const setup = crashRun({ stepMs: 400 });
    cleanups.push(() => rmSync(setup.home, { recursive: true }));
    const first = start(setup);
    await first.next("step", ({ name }) => name === "three");
    await first.kill();

    const second = start(setup);
    await second.next("ready");
    const readyAt = Date.now();
    await second.next("step", ({ name }) => name === "three");
    expect(Date.now() - readyAt).toBeLessThan(20_000);
    await expectWhole(second, setup.effects);
    expect(setup.effects()).toEqual(["one 1", "two 1", "three 1", "three 2", "four 2", "five 2"]);
  });

  it("another process on PostgreSQL takes over by itself", { timeout: 180_000 }, async () => {
    const { url, drop } = await createTestDatabase({ fromTemplate: true });
    cleanups.push(drop);
    // Long enough that the second process is up before the first would be done, on a busy machine too.
    const setup = crashRun({ stepMs: 4_000, databaseUrl: url });
    cleanups.push(() => rmSync(setup.home, { recursive: true }));
    const first = start(setup);
    await first.next("step", ({ name }) => name === "two");
    const second = start(setup);
    await second.next("ready");
    await first.kill();
    const killedAt = Date.now();
    await second.next("claimed");
    const seconds = (Date.now() - killedAt) / 1000;
    // About 9 s when the machine is free; what is checked is that nobody has to do anything.
    expect(seconds).toBeLessThan(60);
    process.stdout.write(`takeover after kill -9: ${seconds.toFixed(1)} s\n`);
    await expectWhole(second, setup.effects);
    expect(setup.effects().filter((line) => line.startsWith("one"))).toEqual(["one 1"]);
  });
});
