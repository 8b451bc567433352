import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { bundleScript, type Child, startChild } from "@/server/testing/child";

const folder = "src/modules/environment/vault/testing";
const shape = { perSave: 4, saves: 3, batchSize: 2 };
export const total = shape.perSave * shape.saves;

/** Processes that rotate the same data key one after the other, or at once. */
export class CrashRotation {
  readonly #home = mkdtempSync(path.join(tmpdir(), "berth-rotation-"));
  readonly #children: Child[] = [];
  readonly #databaseUrl: string | undefined;

  constructor(databaseUrl?: string) {
    this.#databaseUrl = databaseUrl;
  }

  /** Starts a process; between two batches it rests this long, which is when most kills arrive. */
  async start(restMs: number): Promise<Child> {
    const { perSave, saves, batchSize } = shape;
    const child = startChild(
      await bundleScript("rotation-process", folder),
      [perSave, saves, batchSize, restMs].map(String),
      {
        BERTH_HOME: path.join(this.#home, "home"),
        NODE_ENV: "test",
        ...(this.#databaseUrl && {
          DATABASE_URL: this.#databaseUrl,
          AUTH_SECRET: "a-secret-only-for-tests-a-secret-only-for-tests",
          ENCRYPTION_KEYS: `t1:${Buffer.alloc(32, 7).toString("base64")}`,
        }),
      },
    );
    this.#children.push(child);
    return child;
  }

  async close(): Promise<void> {
    for (const child of this.#children) await child.kill();
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** At no point may a value be unreadable or taken for another one. */
export async function expectReadable(child: Child): Promise<void> {
  expect((await child.next("ready")).unreadable).toEqual([]);
}

export async function expectRotated(child: Child): Promise<void> {
  const { status, left, states, unreadable } = await child.next("finished");
  expect({ status, left, states, unreadable }).toEqual({
    status: "succeeded",
    left: 0,
    states: ["active", "retired"],
    unreadable: [],
  });
}

/** Waits until at most so many values are left under the old key. */
export function untilLeft(child: Child, most: number): Promise<unknown> {
  return child.next("left", ({ left }) => Number(left) <= most);
}
