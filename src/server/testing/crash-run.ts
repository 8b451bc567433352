import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { newId } from "../process/ids";
import type { Child } from "./child";

/** What a crash test starts its processes with. */
export function crashRun(options: { stepMs: number; databaseUrl?: string }) {
  const home = mkdtempSync(path.join(tmpdir(), "berth-crash-"));
  const effects = path.join(home, "effects.txt");
  const env: Record<string, string> = {
    BERTH_HOME: path.join(home, "home"),
    NODE_ENV: "test",
    ...(options.databaseUrl && {
      DATABASE_URL: options.databaseUrl,
      AUTH_SECRET: "a-secret-only-for-tests-a-secret-only-for-tests",
      ENCRYPTION_KEYS: `t1:${Buffer.alloc(32, 7).toString("base64")}`,
    }),
  };
  const args = [newId(), JSON.stringify({ effects, stepMs: options.stepMs })];
  return { home, env, args, effects: () => readFileSync(effects, "utf8").trim().split("\n") };
}

interface EventRow {
  seq: number;
  fence: number;
  kind: string;
  data: { step?: string; status?: string; line?: string };
}

/** The invariants every interrupted run has to keep; returns its events. */
export async function expectWhole(finisher: Child, effects: () => string[]): Promise<EventRow[]> {
  const events = (await finisher.next("finished")).events as EventRow[];
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  // A stale write would carry an older fence than the event before it.
  const fences = events.map(({ fence }) => fence);
  expect(fences).toEqual(fences.toSorted((a, b) => a - b));
  expect(events.at(-1)).toMatchObject({ kind: "end", data: { status: "succeeded" } });
  const succeeded = events.filter(({ kind, data }) => kind === "step" && data.status === "succeeded");
  expect(succeeded.map(({ data }) => data.step)).toEqual(["one", "two", "three", "four", "five"]);
  expect([...new Set(effects().map((line) => line.split(" ")[0]))]).toEqual(["one", "two", "three", "four", "five"]);
  return events;
}
