import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, it } from "vitest";
import { createTestDatabase } from "@/server/testing";
import { CrashRotation, expectReadable, expectRotated, total, untilLeft } from "./testing/crash-rotation";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe("a rotation killed with -9 at every batch", () => {
  it.each(["embedded", "PostgreSQL"])("stays readable and finishes (%s)", { timeout: 600_000 }, async (where) => {
    const database = where === "PostgreSQL" ? await createTestDatabase({ fromTemplate: true }) : undefined;
    if (database) cleanups.push(() => database.drop());
    const rotation = new CrashRotation(database?.url);
    cleanups.unshift(() => rotation.close());
    for (let left = total - 2; left >= 0; left -= 2) {
      const child = await rotation.start(200);
      await expectReadable(child);
      await untilLeft(child, left);
      // Some kills arrive in the rest after the batch, some in the middle of the next one.
      await sleep(Math.random() * 300);
      await child.kill();
    }
    const last = await rotation.start(0);
    await expectReadable(last);
    await expectRotated(last);
  });
});
