import { describe, expect, it } from "vitest";
import { WorkerPool } from "./worker-pool";

type Handle = (work: PromiseWithResolvers<void>) => Promise<void>;

/** A queue in memory: hands work to a worker that is free. */
function poolOf(least: number, most: number) {
  const workers = new Map<string, { handle: Handle; isBusy: boolean; isLeaving: boolean }>();
  const waiting: PromiseWithResolvers<void>[] = [];
  let made = 0;
  const next = () => {
    for (const [id, worker] of workers) {
      if (worker.isBusy) continue;
      if (worker.isLeaving) workers.delete(id);
      const work = worker.isLeaving ? undefined : waiting.shift();
      if (!work) continue;
      worker.isBusy = true;
      void worker.handle(work).then(() => {
        worker.isBusy = false;
        next();
      });
    }
  };
  const pool = new WorkerPool<PromiseWithResolvers<void>>({
    least,
    most,
    async add(handle) {
      made += 1;
      const id = `worker-${made}`;
      workers.set(id, { handle, isBusy: false, isLeaving: false });
      queueMicrotask(next);
      return id;
    },
    async remove(id) {
      const worker = workers.get(id);
      if (worker) worker.isLeaving = true;
      queueMicrotask(next);
    },
    onError: (error) => {
      throw error;
    },
  });
  return {
    pool,
    workers,
    busy: () => [...workers.values()].filter(({ isBusy }) => isBusy).length,
    send(count: number) {
      const sent = Array.from({ length: count }, () => Promise.withResolvers<void>());
      waiting.push(...sent);
      next();
      return sent;
    },
  };
}

describe("WorkerPool", () => {
  it("grows to the work there is, within its bounds, and shrinks again", async () => {
    const { pool, workers, busy, send } = poolOf(2, 20);
    await pool.open((work) => work.promise);
    expect(workers.size).toBe(2);
    const sent = send(50);
    await expect.poll(busy).toBe(20);
    expect(workers.size).toBe(20);
    for (const each of sent) each.resolve();
    await expect.poll(busy).toBe(0);
    await expect.poll(() => workers.size).toBe(2);
    const [again] = send(1);
    await expect.poll(busy).toBe(1);
    again?.resolve();
    await expect.poll(busy).toBe(0);
  });

  it("grows no more once it is closed", async () => {
    const { pool, busy, send, workers } = poolOf(2, 20);
    await pool.open((work) => work.promise);
    pool.close();
    const sent = send(10);
    await expect.poll(busy).toBe(2);
    expect(workers.size).toBe(2);
    for (const each of sent) each.resolve();
    await expect.poll(busy).toBe(0);
  });
});
