import { rm } from "node:fs/promises";
import path from "node:path";
import { and, eq, getTableColumns, inArray } from "drizzle-orm";
import { type Kernel, systemCtx } from "@/server/kernel";
import { appendEvents } from "@/server/runs";
import { run, runStep } from "@/server/tables";
import { readEnvironment } from "../app-environment";
import { readAllowedNames } from "../step-outputs";
import { app, deployment } from "../tables";
import { findRunning, listRecorded, rotateLogs, serveRelease, stopRelease } from "./app-process";
import { type FileLock, lockFile, tryLock } from "./file-lock";
import { appFolders } from "./folders";
import type { LocalHost } from "./host";
import { takeStopMark } from "./offline";
import { isRunning } from "./process-identity";
import type { ProxyRoute } from "./proxy";

type AppRow = typeof app.$inferSelect;
/** With the address that the serving process was told. */
type Tended = AppRow & { url: string | null };

/** After this many starts in a row that did not last, an app counts as crashed and waits for its owner. */
export const crashLimit = 5;
const stableMs = 60_000;
const restartDeadlineMs = 60_000;

/** Makes what runs on this machine agree with what the rows ask for: adopts, restarts, stops and removes apps. */
export class Supervisor {
  private readonly busy = new Map<string, Promise<void>>();
  private readonly pauses = new Map<string, { untilMs: number }>();
  private ownership: FileLock | undefined;
  private isStopped = false;
  private lastProxyCheck = 0;
  private proxyPort: number | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly host: LocalHost,
  ) {}

  /** One look at every app of this machine; work on an app goes on in the background. */
  async look(): Promise<void> {
    // One process per machine supervises; the others stand by for its death.
    this.ownership ??= tryLock(path.join(this.host.root, ".state", "supervisor.lock"));
    if (!this.ownership || this.isStopped) return;
    const rows = await this.selectApps().where(eq(app.hostId, this.host.id));
    await this.keepStopped(rows);
    await this.keepProxy(rows);
    for (const row of rows) {
      if (this.busy.has(row.id) || !this.needsWork(row)) continue;
      const work = this.settle(row.id)
        .catch((error: unknown) =>
          this.kernel.log.error({ err: error, app: row.name }, "an app could not be looked after"),
        )
        .finally(() => this.busy.delete(row.id));
      this.busy.set(row.id, work);
    }
  }

  /** Lets the apps run on, and hands the care of them to the next Berth. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.allSettled(this.busy.values());
    this.ownership?.release();
    const rows = await this.kernel.db.select().from(app).where(eq(app.hostId, this.host.id));
    if (this.ownership && rows.every((row) => !isServing(row))) await this.host.proxy.stop();
  }

  /** Brings the version that should serve back after a failed replacement. The caller holds the app's lock or its run. */
  async restore(row: AppRow, onLine: (line: string) => void): Promise<void> {
    if (!row.currentDeploymentId || row.desired !== "running" || isServing(row)) return;
    onLine("The earlier version is started again.");
    await this.startCurrent(row);
  }

  /** Tells the proxy where each name leads; `without` names an app that is about to go down. */
  async publishRoutes(without?: string): Promise<void> {
    const rows = await this.kernel.db.select().from(app).where(eq(app.hostId, this.host.id));
    const routes = rows.map((row): [string, ProxyRoute] => {
      const isUp = row.desired === "running" && row.pid !== null && row.id !== without;
      return [row.name, { port: isUp ? row.port : null, state: isUp ? "running" : "stopped" }];
    });
    await this.host.proxy.publish(Object.fromEntries(routes));
  }

  /** Ends and removes an app whose row went with its project; a name that is in use again is left alone. */
  async removeOrphan(name: string): Promise<void> {
    const lock = await lockFile(appFolders(this.host.root, name).lock, AbortSignal.timeout(30_000));
    try {
      const [row] = await this.kernel.db
        .select({ id: app.id })
        .from(app)
        .where(and(eq(app.hostId, this.host.id), eq(app.name, name)));
      if (!row) await this.removeFolders(name);
      await this.publishRoutes();
    } finally {
      lock.release();
    }
  }

  /** What its owner stopped while no Berth ran stays stopped. */
  private async keepStopped(rows: AppRow[]): Promise<void> {
    for (const row of rows) {
      if (row.desired !== "running" || !takeStopMark(this.host.root, row.name)) continue;
      await this.update(row, { desired: "stopped" });
      row.desired = "stopped";
    }
  }

  private needsWork(row: Tended): boolean {
    if (row.desired === "deleted") return true;
    if (row.desired === "stopped") return row.pid !== null;
    if (!row.currentDeploymentId) return false;
    if (!isServing(row)) return row.restarts < crashLimit && Date.now() >= (this.pauses.get(row.id)?.untilMs ?? 0);
    return this.hasMoved(row);
  }

  /** The proxy had to take another port, and the app still calls itself by the old address. */
  private hasMoved({ url }: Tended): boolean {
    return url !== null && this.proxyPort !== undefined && new URL(url).port !== String(this.proxyPort);
  }

  private async settle(id: string): Promise<void> {
    const name = (await this.readApp(id))?.name;
    const lock = name && tryLock(appFolders(this.host.root, name).lock);
    if (!lock) return;
    try {
      const row = await this.readApp(id);
      if (!row || !this.needsWork(row)) return;
      if (row.desired === "deleted") await this.remove(row);
      else if (row.desired === "stopped") await this.halt(row);
      else if (!(await this.isBeingReplaced(row))) await this.revive(row);
    } finally {
      lock.release();
    }
  }

  private async revive(row: Tended): Promise<void> {
    await rotateLogs(this.host, row.name);
    if (isServing(row)) await this.tell(row, "warning", "Its address has another port now, so the app starts again.");
    const found = findRunning(this.host, row.name, row.currentDeploymentId ?? "");
    if (row.pid !== null && !found) {
      await this.update(row, { pid: null, pidStartedAt: null });
      await this.publishRoutes();
    }
    try {
      await this.startCurrent(row);
      this.pauses.delete(row.id);
      setTimeout(() => void this.forgive(row.id), stableMs).unref();
    } catch (error) {
      const restarts = row.restarts + 1;
      this.pauses.set(row.id, { untilMs: Date.now() + 1000 * 2 ** row.restarts });
      await this.update(row, { restarts });
      this.kernel.log.warn({ err: error, app: row.name, restarts }, "an app did not start");
      const isGivenUp = restarts >= crashLimit;
      await this.tell(
        row,
        "warning",
        isGivenUp
          ? "The app crashed too often and stays down until it is started."
          : "The app crashed; it is started again.",
      );
    }
  }

  /** Starts the version that should serve. Throws when it does not become healthy. */
  private async startCurrent(row: AppRow): Promise<void> {
    const [current] = await this.kernel.db
      .select()
      .from(deployment)
      .where(eq(deployment.id, row.currentDeploymentId ?? ""));
    if (!current?.snapshotId) return;
    for (const id of listRecorded(this.host, row.name)) await stopRelease(this.host, row.name, id);
    const address = this.host.proxy.addressOf(row.name, await this.host.proxy.ensure());
    const target = { address, dataFolder: path.join(appFolders(this.host.root, row.name).data, "db") };
    const ctx = systemCtx(this.kernel, { orgId: row.orgId });
    const allowedNames = await readAllowedNames(this.kernel, current.id);
    const of = { ...current, platform: "local", target, allowedNames } as const;
    const { values, doubts } = await readEnvironment(ctx, of, current.snapshotId);
    for (const { key, message } of doubts) await this.tell(row, "warning", `${key}: ${message}`);
    const { identity, port } = await serveRelease(this.host, {
      app: row.name,
      deploymentId: current.id,
      values,
      publicHost: new URL(address).host,
      deadlineMs: restartDeadlineMs,
      signal: AbortSignal.timeout(restartDeadlineMs * 2),
      onLine: () => undefined,
    });
    await this.update(row, { pid: identity.pid, pidStartedAt: identity.startedAt, port });
    await this.kernel.db.update(deployment).set({ url: address }).where(eq(deployment.id, current.id));
    await this.publishRoutes();
    await this.tell(row, "status", "The app runs.", "succeeded");
  }

  private async halt(row: AppRow): Promise<void> {
    await this.publishRoutes(row.id);
    for (const id of listRecorded(this.host, row.name)) await stopRelease(this.host, row.name, id);
    await this.update(row, { pid: null, pidStartedAt: null });
    await this.publishRoutes();
    await this.tell(row, "status", "The app was stopped.", "stopped");
  }

  private async remove(row: AppRow): Promise<void> {
    await this.publishRoutes(row.id);
    await this.removeFolders(row.name);
    await this.kernel.db.delete(app).where(eq(app.id, row.id));
    await this.publishRoutes();
  }

  private async removeFolders(name: string): Promise<void> {
    for (const id of listRecorded(this.host, name)) await stopRelease(this.host, name, id);
    const folders = appFolders(this.host.root, name);
    await rm(folders.base, { recursive: true, force: true });
    await rm(folders.records, { recursive: true, force: true });
  }

  /** A run that has come as far as starting the new version owns the app's processes, also while it waits to be taken up again. */
  private async isBeingReplaced(row: AppRow): Promise<boolean> {
    const rows = await this.kernel.db
      .select({ id: run.id })
      .from(deployment)
      .innerJoin(run, eq(run.id, deployment.id))
      .innerJoin(runStep, and(eq(runStep.runId, run.id), eq(runStep.name, "monitor")))
      .where(and(eq(deployment.appId, row.id), inArray(run.status, ["running", "cancelling"])))
      .limit(1);
    return rows.length > 0;
  }

  private async keepProxy(rows: AppRow[]): Promise<void> {
    if (rows.length === 0 || Date.now() - this.lastProxyCheck < 5000) return;
    const isFirst = this.lastProxyCheck === 0;
    this.lastProxyCheck = Date.now();
    this.proxyPort = await this.host.proxy.ensure();
    if (isFirst) await this.publishRoutes();
  }

  private async forgive(id: string): Promise<void> {
    const row = await this.readApp(id).catch(() => undefined);
    if (row && row.restarts > 0 && isServing(row)) await this.update(row, { restarts: 0 });
  }

  private async readApp(id: string): Promise<Tended | undefined> {
    const [row] = await this.selectApps().where(eq(app.id, id));
    return row;
  }

  private selectApps() {
    return this.kernel.db
      .select({ ...getTableColumns(app), url: deployment.url })
      .from(app)
      .leftJoin(deployment, eq(deployment.id, app.currentDeploymentId));
  }

  private async update(row: AppRow, change: Partial<AppRow>): Promise<void> {
    await this.kernel.db.update(app).set(change).where(eq(app.id, row.id));
  }

  private async tell(row: AppRow, kind: "status" | "warning", message: string, status?: string): Promise<void> {
    if (!row.currentDeploymentId) return;
    const ctx = systemCtx(this.kernel, { orgId: row.orgId });
    await appendEvents(ctx, row.currentDeploymentId, [{ kind, message, ...(status ? { status } : {}) }]);
  }
}

function isServing(row: AppRow): boolean {
  return row.pid !== null && row.pidStartedAt !== null && isRunning({ pid: row.pid, startedAt: row.pidStartedAt });
}
