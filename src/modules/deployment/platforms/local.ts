import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { type ActiveStep, RunInterrupted } from "@/server/runs";
import { addressSilent, beingDeleted, DeploymentFailure, isOutOfDisk, nameTaken, outOfDisk } from "../failures/failure";
import {
  awaitServing,
  findRunning,
  listRecorded,
  type ServeOptions,
  serveRelease,
  stopRelease,
} from "../local/app-process";
import { type BuildOptions, buildRelease, installPackages } from "../local/build";
import { type FileLock, lockFile } from "../local/file-lock";
import { freeBytes, pruneReleases, type ReleaseFile, readRelease, writeRelease } from "../local/files";
import { appFolders, makeAppFolders } from "../local/folders";
import { probeApp } from "../local/health";
import type { LocalHost } from "../local/host";
import { endLaunch } from "../local/launcher";
import { holdsDatabase, releaseFolder } from "../local/shared-release";
import type { Supervisor } from "../local/supervisor";
import { app, deployment } from "../tables";
import { addIntent, readIntent } from "./intent";
import type { ActiveDeployment, Check, Platform, Ready, StepInput, Target } from "./platform";
import { switchBack, switchOver } from "./switch";
import { takeOver } from "./take-over";

const leastFreeBytes = 500 * 1024 ** 2;
const healthDeadlineMs = 60_000;
const releasesKept = 3;

type AppRow = typeof app.$inferSelect;
type Started = Ready & Required<Pick<Ready, "process">>;

/** This machine: apps are built in their own folders, run as process groups and reached through the local proxy. */
export class LocalPlatform implements Platform {
  /** From the start of the new version to the end of the run nobody else may start or stop a process of the app. */
  private readonly locks = new Map<string, FileLock>();

  constructor(
    private readonly host: LocalHost,
    private readonly supervisor: Supervisor,
  ) {}

  async prepare(active: ActiveDeployment) {
    await mkdir(this.host.root, { recursive: true });
    if ((await freeBytes(this.host.root)) < leastFreeBytes)
      throw new DeploymentFailure(outOfDisk("PLATFORM_UNAVAILABLE", []));
    const { isolation } = this.host;
    const told = isolation === "bubblewrap" ? "isolated by bubblewrap" : "not isolated: a process group with limits";
    active.log("initialize", "berth", `Apps on this machine are ${told}.`);
    return { isolation };
  }

  async createProject(active: ActiveDeployment): Promise<Target> {
    const { spec, run } = active;
    const port = await this.host.proxy.ensure();
    const row = await run.update(async (tx) => {
      const hostId = this.host.id;
      const fresh = { id: tx.newId(), orgId: run.orgId, projectId: spec.projectId, name: spec.name, hostId };
      await tx.db
        .insert(app)
        .values(fresh)
        .onConflictDoNothing({ target: [app.hostId, app.name] });
      const [found] = await tx.db
        .select()
        .from(app)
        .where(and(eq(app.hostId, hostId), eq(app.name, spec.name)));
      if (!found || found.projectId !== spec.projectId) return undefined;
      if (found.desired === "deleted") throw beingDeleted(spec.name);
      await tx.db
        .update(deployment)
        .set({ appId: found.id, isolation: this.host.isolation })
        .where(eq(deployment.id, active.id));
      return found;
    });
    if (!row) throw nameTaken(spec.name, await this.freeName(active));
    makeAppFolders(this.host.root, spec.name, this.host.isRoot);
    const folders = appFolders(this.host.root, spec.name);
    const address = this.host.proxy.addressOf(spec.name, port);
    return { appId: row.id, name: spec.name, address, dataFolder: path.join(folders.data, "db") };
  }

  async locate(target: Target): Promise<Target> {
    return { ...target, address: this.host.proxy.addressOf(target.name, await this.host.proxy.ensure()) };
  }

  readFiles(target: Target, deploymentId: string): Promise<ReleaseFile[] | undefined> {
    const folders = appFolders(this.host.root, target.name);
    return readRelease(folders.release(deploymentId), folders.manifest(deploymentId));
  }

  async upload(active: ActiveDeployment, target: Target, files: readonly ReleaseFile[]): Promise<{ folder: string }> {
    if (active.spec.releaseOf !== null) return takeOver(active, await this.readApp(active, target), this.host.root);
    const folders = appFolders(this.host.root, target.name);
    const user = makeAppFolders(this.host.root, target.name, this.host.isRoot);
    await endLaunch(folders.record(active.id, "build"));
    const manifest = await onDisk("UPLOAD_FAILED", () => writeRelease(folders.release(active.id), files, user));
    await writeFile(folders.manifest(active.id), JSON.stringify(manifest), { mode: 0o600 });
    const folder = folders.release(active.id);
    active.log("upload", "berth", `${files.length} files written to ${folder}`);
    return { folder };
  }

  async build(active: ActiveDeployment, { target, values }: StepInput, step: ActiveStep): Promise<void> {
    if (active.spec.releaseOf !== null)
      return active.log(step.name, "berth", "Nothing is built: only values changed that the app reads when it runs.");
    // A build that was running when Berth died is still running, or left half its work: end it, then start afresh.
    await endLaunch(appFolders(this.host.root, target.name).record(active.id, "build"));
    const row = await this.readApp(active, target);
    const options: BuildOptions = {
      app: target.name,
      deploymentId: active.id,
      values,
      previousId: row.currentDeploymentId ?? undefined,
      signal: step.signal,
      onLine: (stream, line) => active.log(step.name, stream, line),
    };
    await onDisk("BUILD_FAILED", () => installPackages(this.host, options));
    await onDisk("BUILD_FAILED", () => buildRelease(this.host, options));
  }

  async start(active: ActiveDeployment, input: StepInput, step: ActiveStep): Promise<Started> {
    await this.lock(active, input.target, step.signal);
    const { name } = input.target;
    const options = this.serveOptions(active, input, step);
    const adopted = await this.adopt(active, options, step);
    if (adopted) return adopted;
    await stopRelease(this.host, name, active.id);
    if (await this.cannotOverlap(active, input)) await this.stopOthers(active, input.target, step.name);
    const serving = await serveRelease(this.host, {
      ...options,
      onStart: ({ port }) => addIntent(step, { port }),
    });
    return readyOf(serving);
  }

  async activate(
    active: ActiveDeployment,
    input: StepInput,
    ready: Ready,
    step: ActiveStep,
  ): Promise<{ url: string; checks: Check[] }> {
    const { target } = input;
    await this.lock(active, target, step.signal);
    // The machine may have gone down between the health check and here.
    const isStill = findRunning(this.host, target.name, active.id)?.pid === ready.process?.pid;
    const serving = (isStill ? ready.process : undefined) ?? (await this.start(active, input, step)).process;
    await this.host.proxy.ensure();
    const former = await switchOver(active, target, serving, step);
    await this.supervisor.publishRoutes();
    const check = await this.checkAddress(target).catch(async (error: unknown) => {
      await switchBack(active);
      await this.supervisor.publishRoutes();
      throw error;
    });
    if (former.port !== null) await this.host.proxy.drain(former.port, step.signal);
    await this.stopOthers(active, target, step.name);
    const folders = appFolders(this.host.root, target.name);
    const kept = former.currentDeploymentId ? [active.id, former.currentDeploymentId] : [active.id];
    await pruneReleases(folders.releases, releasesKept, kept);
    return { url: target.address, checks: [check] };
  }

  async settle(active: ActiveDeployment, isSuccess: boolean): Promise<void> {
    const { name, projectId } = active.spec;
    const folders = appFolders(this.host.root, name);
    try {
      await endLaunch(folders.record(active.id, "build"), 1000);
      await this.lock(active, { name }, active.run.signal);
      if (!isSuccess) await switchBack(active);
      const [row] = await active.run.ctx.db
        .select()
        .from(app)
        .where(and(eq(app.hostId, this.host.id), eq(app.name, name), eq(app.projectId, projectId)));
      if (!row || row.currentDeploymentId === active.id) return;
      await this.supervisor.publishRoutes();
      await stopRelease(this.host, name, active.id);
      await this.supervisor.restore(row, (line) => active.log("monitor", "berth", line));
    } finally {
      this.unlock(active.id);
    }
  }

  private async checkAddress(target: Target): Promise<Check> {
    const { host, port } = new URL(target.address);
    const probe = await probeApp({ port: Number(port), host });
    if (probe.kind === "answer" && probe.isGood)
      return { name: "address", ok: true, message: `${target.address} answers.` };
    const reason = probe.kind === "silent" ? probe.reason : `it answered ${probe.app.status}`;
    throw addressSilent(target.address, reason);
  }

  private async lock(active: ActiveDeployment, target: Pick<Target, "name">, signal: AbortSignal): Promise<void> {
    if (this.locks.has(active.id)) return;
    this.locks.set(active.id, await lockFile(appFolders(this.host.root, target.name).lock, signal));
    // A run that another process takes over is not settled here, and must not hold the app for good.
    active.run.signal.addEventListener("abort", () => {
      const reason: unknown = active.run.signal.reason;
      if (RunInterrupted.is(reason) && (reason.reason === "lost" || reason.reason === "shutdown"))
        this.unlock(active.id);
    });
  }

  private unlock(id: string): void {
    this.locks.get(id)?.release();
    this.locks.delete(id);
  }

  /** The process an earlier claim of this run started, if it is still there. */
  private async adopt(active: ActiveDeployment, options: ServeOptions, step: ActiveStep): Promise<Started | undefined> {
    const identity = findRunning(this.host, options.app, active.id);
    const { port } = readIntent(step.intent);
    if (!identity || port === undefined) return undefined;
    active.log(step.name, "berth", "The new version is running already; its health is checked again.");
    try {
      return readyOf(await awaitServing(this.host, options, { identity, port }));
    } catch (error) {
      await stopRelease(this.host, options.app, active.id);
      throw error;
    }
  }

  private async stopOthers(active: ActiveDeployment, target: Target, step: string): Promise<void> {
    for (const id of listRecorded(this.host, target.name).filter((recorded) => recorded !== active.id)) {
      if (findRunning(this.host, target.name, id))
        active.log(step, "berth", "The version that ran until now is stopped.");
      await stopRelease(this.host, target.name, id);
    }
  }

  /** An embedded database belongs to one process: two versions that open its folder at once destroy it. */
  private async cannotOverlap({ id, spec }: ActiveDeployment, { values, target }: StepInput): Promise<boolean> {
    if (Object.values(values).some((value) => value.startsWith("pglite:"))) return true;
    // Each release has files of its own, except where a reload starts the same one again.
    return spec.releaseOf !== null && (await holdsDatabase(releaseFolder(appFolders(this.host.root, target.name), id)));
  }

  private serveOptions(active: ActiveDeployment, { target, values }: StepInput, step: ActiveStep): ServeOptions {
    return {
      app: target.name,
      deploymentId: active.id,
      values,
      publicHost: new URL(target.address).host,
      deadlineMs: healthDeadlineMs,
      signal: step.signal,
      onLine: (stream, line) => active.log(step.name, stream, line),
    };
  }

  private async readApp(active: ActiveDeployment, target: Target): Promise<AppRow> {
    const [row] = await active.run.ctx.db.select().from(app).where(eq(app.id, target.appId));
    if (!row || row.desired === "deleted") throw beingDeleted(target.name);
    return row;
  }

  private async freeName(active: ActiveDeployment): Promise<string> {
    const rows = await active.run.ctx.db.select({ name: app.name }).from(app).where(eq(app.hostId, this.host.id));
    const taken = new Set(rows.map(({ name }) => name));
    const base = active.spec.name.slice(0, 46);
    for (let number = 2; ; number += 1) {
      if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
    }
  }
}

function readyOf(serving: Awaited<ReturnType<typeof serveRelease>>): Started {
  const { identity, port, health } = serving;
  return {
    process: { ...identity, port },
    checks: [{ name: "health", ok: true, message: `${health.path} answered ${health.status}.` }],
    featuresOff: health.featuresOff,
  };
}

async function onDisk<T>(type: "UPLOAD_FAILED" | "BUILD_FAILED", work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isOutOfDisk(error)) throw new DeploymentFailure(outOfDisk(type, []), { cause: error });
    throw error;
  }
}
