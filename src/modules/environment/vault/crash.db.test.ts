import { afterEach, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/server/testing";
import { CrashRotation, expectReadable, expectRotated, total, untilLeft } from "./testing/crash-rotation";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});
const crashRotation = (databaseUrl?: string) => {
  const made = new CrashRotation(databaseUrl);
  cleanups.unshift(() => made.close());
  return made;
};

describe("a rotation after kill -9", () => {
  it("goes on where it was in the embedded default", { timeout: 180_000 }, async () => {
    const rotation = crashRotation();
    const first = await rotation.start(60_000);
    await untilLeft(first, total - 2);
    await first.kill();
    const second = await rotation.start(0);
    await expectReadable(second);
    await expectRotated(second);
    const left = second.messages.filter(({ type }) => type === "left").map((message) => Number(message.left));
    expect(Math.max(...left)).toBeLessThanOrEqual(total - 2);
  });

  it("is taken over by another process on PostgreSQL", { timeout: 180_000 }, async () => {
    const { url, drop } = await createTestDatabase({ fromTemplate: true });
    cleanups.push(drop);
    const rotation = crashRotation(url);
    const first = await rotation.start(60_000);
    await untilLeft(first, total - 2);
    const second = await rotation.start(0);
    await expectReadable(second);
    await first.kill();
    await expectRotated(second);
  });
});
