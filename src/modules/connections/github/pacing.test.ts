import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { awaitTurn } from "./pacing";

/** A clock that only moves when somebody waits. */
function clock() {
  let at = 1000;
  const waits: number[] = [];
  return {
    waits,
    now: () => at,
    async sleep(ms: number) {
      waits.push(ms);
      at += ms;
    },
  };
}

const { signal } = new AbortController();

it("lets 75 changes a minute pass and makes the next one wait until the first is a minute old", async () => {
  const time = clock();
  const id = randomUUID();
  for (let turn = 0; turn < 75; turn += 1) await awaitTurn(id, signal, time);
  expect(time.waits).toEqual([]);
  await awaitTurn(id, signal, time);
  expect(time.waits).toEqual([60_000]);
});

it("counts each connection on its own", async () => {
  const time = clock();
  for (let turn = 0; turn < 75; turn += 1) await awaitTurn("busy", signal, time);
  await awaitTurn(randomUUID(), signal, time);
  expect(time.waits).toEqual([]);
});

it("ends its wait when nobody wants the change any more", async () => {
  const given = new AbortController();
  given.abort();
  await expect(awaitTurn(randomUUID(), given.signal)).rejects.toThrow(/abort/i);
});
