import { processGlobal } from "../process/globals";
import type { RunKind } from "./run-kind";

// A kind is only ever used with a spec that its own schema has parsed, which this map's type cannot say.
const kinds = processGlobal("run-kinds", () => new Map<string, RunKind<unknown>>());

/** Makes a kind known in this process, whether or not it works on runs. */
export function registerKind<Spec>(kind: RunKind<Spec>): void {
  kinds.set(kind.kind, kind as unknown as RunKind<unknown>);
}

export function findKind(name: string): RunKind<unknown> | undefined {
  return kinds.get(name);
}
