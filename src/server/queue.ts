import { eq, sql } from "drizzle-orm";
import { type ConstructorOptions, type Job, PgBoss } from "pg-boss";
import type { Logger } from "pino";
import { assertOutsideTransaction, type Database, outsideTransaction, queryRows } from "./db";
import { AppError } from "./errors";
import type { CommandHandler, Jobs } from "./jobs";
import type { Engine } from "./runs/engine";
import { findNext, groupChannel, isWaiting } from "./runs/group";
import { registerKind } from "./runs/kinds";
import type { Json, RunKind } from "./runs/run-kind";
import { run } from "./tables";
import { WorkerPool } from "./worker-pool";

const heartbeatSeconds = 10;
/**
 * The longest pg-boss takes is a day. A run's own deadline comes first, and heartbeats tell that a worker is gone; while a
 * run waits for a person neither may end it.
 */
const leaseSeconds = 86_000;
const workersThatWait = 4;

interface QueueParts {
  database: Database;
  /** How pg-boss reaches the same database. */
  connection: ConstructorOptions;
  engine: Engine;
  log: Logger;
  hostId: string;
  /** False in a process that only serves the web: it sends, but takes nothing. */
  isWorker: boolean;
}

interface RunJob {
  runId: string;
}
interface CommandJob {
  name: string;
  payload: Json;
}

/** `Jobs` on pg-boss: a queue for each kind of run, one more for each host, and one for the commands of each host. */
export class JobQueue implements Jobs {
  readonly #parts: QueueParts;
  readonly #boss: PgBoss;
  readonly #queues = new Map<string, Promise<void>>();
  readonly #commands = new Map<string, CommandHandler>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #pools = new Map<string, { close(): void }>();
  #isListeningForCommands = false;
  #unlisten: (() => Promise<void>) | undefined;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    const isEmbedded = parts.database.dialect === "pglite";
    this.#boss = new PgBoss({
      ...parts.connection,
      schema: "pgboss",
      backend: parts.database.dialect,
      useListenNotify: true,
      schedule: false,
      // A dead worker is noticed within heartbeat + these; in the embedded default there is no other process.
      superviseIntervalSeconds: isEmbedded ? 60 : 1,
      monitorIntervalSeconds: isEmbedded ? 60 : 1,
    });
    this.#boss.on("error", (error) => parts.log.warn({ err: error }, "the job queue reported an error"));
    this.#boss.on("warning", (warning) => parts.log.debug({ warning }, "the job queue reported a warning"));
  }

  async start(): Promise<void> {
    await this.#boss.start();
    if (this.#parts.isWorker) {
      this.#unlisten = await this.#parts.database.listen(groupChannel, (groupKey) => this.#sendNext(groupKey));
    }
    if (this.#parts.database.dialect !== "pglite") return;
    // Under the lock no other process can hold these: they belong to a Berth that was killed.
    await queryRows(
      this.#parts.database.db,
      sql`update pgboss.job set state = 'created', started_on = null where state = 'active'`,
    );
  }

  /** Takes no new jobs from here on. */
  async stopTaking(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#unlisten?.();
    for (const pool of this.#pools.values()) pool.close();
    await Promise.all([...this.#pools.keys()].map((name) => this.#boss.offWork(name, { wait: false })));
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 5_000, close: true });
  }

  async send(runId: string): Promise<void> {
    assertOutsideTransaction("jobs.send");
    const [row] = await this.#parts.database.db.select().from(run).where(eq(run.id, runId));
    if (!row) throw new AppError("NOT_FOUND", `There is no run ${runId}.`);
    const name = runQueue(row.kind, row.hostId);
    await this.#ensureQueue(name);
    // Without a job until its turn comes: then the end of the one before it sends it, or the reaper.
    if (await isWaiting(this.#parts.database.db, runId)) return;
    await this.#boss.send(name, { runId } satisfies RunJob, { singletonKey: runId, expireInSeconds: leaseSeconds });
  }

  #sendNext(groupKey: string): void {
    const sending = outsideTransaction(async () => {
      const next = await findNext(this.#parts.database.db, groupKey);
      if (next) await this.send(next);
    });
    sending.catch((error: unknown) => this.#parts.log.warn({ err: error }, "could not send the next run of a group"));
  }

  async register<Spec>(kind: RunKind<Spec>, options: { concurrency: number }): Promise<void> {
    registerKind(kind);
    if (!this.#parts.isWorker) return;
    for (const name of [runQueue(kind.kind, null), runQueue(kind.kind, this.#parts.hostId)]) {
      await this.#work<RunJob>(name, options.concurrency, (job) =>
        this.#parts.engine.execute(job.data.runId, job.signal),
      );
    }
  }

  schedule(name: string, everySeconds: number, handler: () => Promise<void>): void {
    if (!this.#parts.isWorker) return;
    let isRunning = false;
    const tick = async () => {
      if (isRunning) return;
      isRunning = true;
      try {
        await handler();
      } catch (error) {
        this.#parts.log.error({ err: error, schedule: name }, "scheduled work failed");
      } finally {
        isRunning = false;
      }
    };
    const timer = outsideTransaction(() => setInterval(() => void tick(), everySeconds * 1000));
    timer.unref();
    this.#timers.push(timer);
  }

  async command(hostId: string, name: string, payload: Json): Promise<void> {
    assertOutsideTransaction("jobs.command");
    const queue = commandQueue(hostId);
    await this.#ensureQueue(queue, "standard");
    await this.#boss.send(queue, { name, payload } satisfies CommandJob, { retryLimit: 5, expireInSeconds: 300 });
  }

  async onCommand(name: string, handler: CommandHandler): Promise<void> {
    this.#commands.set(name, handler);
    if (!this.#parts.isWorker || this.#isListeningForCommands) return;
    this.#isListeningForCommands = true;
    await this.#work<CommandJob>(
      commandQueue(this.#parts.hostId),
      4,
      async ({ data }) => {
        const found = this.#commands.get(data.name);
        if (!found) throw new Error(`No handler for the command ${data.name}.`);
        await found(data.payload);
      },
      "standard",
    );
  }

  async #work<T extends object>(
    name: string,
    concurrency: number,
    handle: (job: Job<T>) => Promise<void>,
    policy?: string,
  ) {
    await this.#ensureQueue(name, policy);
    const settings = {
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: this.#parts.database.dialect === "pglite" ? 5 : 1,
      heartbeatRefreshSeconds: 3,
    };
    const pool = new WorkerPool<Job<T>>({
      least: Math.min(concurrency, workersThatWait),
      most: concurrency,
      add: (take) =>
        this.#boss.work<T>(name, settings, async ([job]) => {
          if (job) await take(job);
        }),
      remove: (id) => this.#boss.offWork(name, { id, wait: false }),
      onError: (error) => this.#parts.log.warn({ err: error, queue: name }, "could not change the number of workers"),
    });
    this.#pools.set(name, pool);
    await pool.open((job) => outsideTransaction(() => handle(job)));
  }

  /** `exclusive` with the run's id as key: a run has at most one job that waits or works. */
  #ensureQueue(name: string, policy = "exclusive"): Promise<void> {
    const existing = this.#queues.get(name);
    if (existing) return existing;
    const created = this.#boss.createQueue(name, {
      policy,
      notify: true,
      retryLimit: 1_000,
      retryDelay: 0,
      deleteAfterSeconds: 3_600,
      ...(this.#parts.database.dialect === "pglite" ? {} : { heartbeatSeconds }),
    });
    this.#queues.set(name, created);
    created.catch(() => this.#queues.delete(name));
    return created;
  }
}

function runQueue(kind: string, hostId: string | null): string {
  return hostId ? `run.${kind}.${hostId}` : `run.${kind}`;
}

function commandQueue(hostId: string): string {
  return `command.${hostId}`;
}
