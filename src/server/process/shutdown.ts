import type { Logger } from "pino";

export type ShutdownHook = () => Promise<void> | void;

const hookSeconds = 15;

/** The way down: hooks run newest first, each bounded in time, and one that fails does not stop the others. */
export class Shutdown {
  readonly #hooks: { name: string; hook: ShutdownHook }[] = [];
  readonly #first: { name: string; hook: ShutdownHook }[] = [];
  readonly #log: Logger;
  #done: Promise<void> | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  get isDraining(): boolean {
    return this.#done !== undefined;
  }

  add(name: string, hook: ShutdownHook): void {
    this.#hooks.push({ name, hook });
  }

  /** A hook that runs before all others, whenever they were added. */
  addFirst(name: string, hook: ShutdownHook): void {
    this.#first.push({ name, hook });
  }

  run(): Promise<void> {
    this.#done ??= this.#runHooks();
    return this.#done;
  }

  async #runHooks(): Promise<void> {
    for (const { name, hook } of [...this.#first, ...this.#hooks.toReversed()]) {
      const timer = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error(`did not finish within ${hookSeconds} s`)), hookSeconds * 1000).unref();
      });
      const startedAt = Date.now();
      try {
        await Promise.race([Promise.resolve().then(hook), timer]);
        this.#log.debug({ hook: name, ms: Date.now() - startedAt }, "a step of the shutdown is done");
      } catch (error) {
        this.#log.error({ err: error, hook: name }, "a step of the shutdown failed");
      }
    }
  }
}

/** A terminal or a service manager signals the whole group and the parent passes it on: that is one signal, not two. */
const sameSignalMs = 1_000;

/** SIGINT and SIGTERM: the first one shuts down in order and exits 0, a later one exits at once. */
export function handleSignals(shutdown: () => Promise<void>): void {
  let firstAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (firstAt !== undefined && now - firstAt < sameSignalMs) return;
    if (firstAt !== undefined) process.exit(signal === "SIGINT" ? 130 : 143);
    firstAt = now;
    void shutdown().finally(() => process.exit(0));
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}
