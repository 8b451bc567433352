import type { Logger } from "pino";
import type { Ctx } from "./context";
import { permissions } from "./context";
import type { BoundKeyring } from "./crypto";
import type { Database, Db } from "./db";
import type { Env } from "./env";
import type { Jobs } from "./jobs";
import type { Metrics } from "./metrics";
import { processGlobal } from "./process/globals";
import { newId } from "./process/ids";
import type { ShutdownHook } from "./process/shutdown";
import type { RunFeeds } from "./runs/feeds";
import { baseUrl } from "./web/host";

export interface Kernel {
  readonly env: Env;
  readonly db: Db;
  readonly database: Database;
  readonly jobs: Jobs;
  /** Live events of runs; `watchEvents` reads from it. */
  readonly events: RunFeeds;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Replaced when a restore brings another installation's salt. */
  keyring: BoundKeyring;
  /** Names this machine's data folder; runs on the local platform are bound to it. */
  readonly hostId: string;
  /** True from the first signal to stop: ready answers 503 and no new work is taken. */
  isDraining(): boolean;
  /** Registers work for the way down, run before the database closes, newest first. */
  onShutdown(name: string, hook: ShutdownHook): void;
  /** Registers work to do again once a backup was restored: accounts and tokens are other ones then. */
  onRestore(hook: () => Promise<void>): void;
  /** Runs those hooks. */
  restored(): Promise<void>;
  /** Stops everything in order; the second call returns the first one's promise. */
  shutdown(): Promise<void>;
}

const slot = processGlobal<{ kernel?: Promise<Kernel> }>("kernel", () => ({}));

/** The kernel of this process, once boot has made it. */
export function getKernel(): Promise<Kernel> {
  if (slot.kernel) return slot.kernel;
  return Promise.reject(new Error("Berth is not started in this process: boot.ts has to run first."));
}

/** Called by boot: the first start wins, later ones get its kernel. */
export function startKernel(start: () => Promise<Kernel>): Promise<Kernel> {
  slot.kernel ??= start();
  return slot.kernel;
}

/** A ctx for Berth's own work in an organization: every permission, no person. */
export function systemCtx(
  kernel: Kernel,
  options: { orgId: string; requestId?: string | undefined; signal?: AbortSignal | undefined },
): Ctx {
  const requestId = options.requestId ?? newId();
  return {
    db: kernel.db,
    actor: { kind: "system" },
    orgId: options.orgId,
    permissions: new Set(permissions),
    requestId,
    log: kernel.log.child({ requestId }),
    jobs: kernel.jobs,
    keyring: kernel.keyring,
    signal: options.signal ?? new AbortController().signal,
    fetch: globalThis.fetch,
    apis: kernel.env,
    githubApp: kernel.env.githubApp,
    baseUrl: baseUrl(kernel.env),
    mail: kernel.env.mail,
    origin: {},
    now: () => new Date(),
    newId,
  };
}
