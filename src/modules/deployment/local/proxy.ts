import { createHash, randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { z } from "zod";
import { childEnv } from "@/server/env";
import { lockFile } from "./file-lock";
import { endLaunch, launch, readRecord } from "./launcher";
import { isRunning } from "./process-identity";

/** Where a name leads: the private port of the serving process, or nowhere while the app is stopped. */
export interface ProxyRoute {
  port: number | null;
  state: "running" | "stopped";
}

/** Moving changes every app's address, so a port that is held only for a moment is waited for. */
const usualPortPatienceMs = 2_000;

/** Streams stay open for as long as a visitor likes. */
const drainMs = 5_000;

const Settings = z.object({ port: z.number().int(), token: z.string(), program: z.string().optional() });
type Settings = z.infer<typeof Settings>;

const counts = z.record(z.string(), z.number());
const Status = z.object({ pid: z.number(), requests: counts, open: counts.default({}) });

const firstPort = 4400;

/** The detached proxy process of this data folder: one stable port for all apps, which outlives Berth. */
export class LocalProxy {
  private readonly folder: string;
  private readonly host: string;
  private readonly program: string;
  private readonly log: Logger;
  private starting: Promise<number> | undefined;

  constructor(options: { folder: string; host: string; programDir: string; log: Logger }) {
    this.folder = options.folder;
    // Names under .localhost lead to the loopback address only; another address is of use for all interfaces at most.
    this.host = options.host === "0.0.0.0" || options.host === "::" ? options.host : "127.0.0.1";
    const bundled = path.join(options.programDir, "dist", "proxy.mjs");
    const source = path.join(options.programDir, "src", "modules", "deployment", "local", "proxy-main.ts");
    this.program = existsSync(bundled) ? bundled : source;
    this.log = options.log;
  }

  /** The public port, once the proxy runs; starts it when it does not. */
  ensure(): Promise<number> {
    this.starting ??= this.ensureOnce().finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  /** Puts the routes in force; a proxy that runs takes them over at once. */
  async publish(routes: Record<string, ProxyRoute>): Promise<void> {
    this.writeRoutes(routes);
    await this.ask("POST").catch(() => undefined);
  }

  /** Requests served since the proxy started, per app. Empty while it is down. */
  async requestCounts(): Promise<Record<string, number>> {
    return (await this.ask("GET").catch(() => undefined))?.requests ?? {};
  }

  /** Waits until no request is under way at a private port that gets no new ones; long ones are not waited for. */
  async drain(port: number, signal: AbortSignal): Promise<void> {
    for (const deadline = Date.now() + drainMs; Date.now() < deadline; await sleep(25, undefined, { signal })) {
      const status = await this.ask("GET").catch(() => undefined);
      if (!status?.open[port]) return;
    }
  }

  /** An address given out earlier, at the port where the apps answer now. */
  currentAddress(earlier: string): string {
    const port = this.readSettings()?.port;
    return port === undefined ? earlier : earlier.replace(/:\d+$/, `:${port}`);
  }

  /** The address of an app. */
  addressOf(app: string, port: number): string {
    return `http://${app}.localhost:${port}`;
  }

  /** Waits for a start that is under way, so that neither takes the other's process for its own. */
  stop(): Promise<void> {
    return this.withLock(() => this.end());
  }

  private end(): Promise<void> {
    return endLaunch(this.record, 1000);
  }

  private async withLock<T>(work: () => Promise<T>): Promise<T> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const lock = await lockFile(path.join(this.folder, "lock"), AbortSignal.timeout(30_000));
    try {
      return await work();
    } finally {
      lock.release();
    }
  }

  private get record(): string {
    return path.join(this.folder, "process.json");
  }

  private ensureOnce(): Promise<number> {
    return this.withLock(async () => {
      if (!existsSync(path.join(this.folder, "routes.json"))) this.writeRoutes({});
      const settings = this.readSettings();
      const program = createHash("sha256").update(readFileSync(this.program)).digest("hex");
      if (settings?.program === program && (await this.isServing())) return settings.port;
      await this.end();
      return this.start({ token: settings?.token ?? randomBytes(24).toString("base64url"), program }, settings?.port);
    });
  }

  private async start(fixed: Omit<Settings, "port">, usualPort: number | undefined): Promise<number> {
    let port = usualPort ?? firstPort;
    for (let tries = 0; tries < 100; tries += 1, port = port >= 65_535 ? firstPort : port + 1) {
      const patienceMs = port === usualPort ? usualPortPatienceMs : 0;
      if (!(await isFreeWithin(patienceMs, port, this.host))) continue;
      this.replace("settings.json", JSON.stringify({ port, ...fixed }));
      if (!(await this.launchOnce())) continue;
      if (usualPort !== undefined && port !== usualPort) {
        this.log.warn({ usualPort, port }, "the usual port of the local apps is taken, they moved to another one");
      }
      return port;
    }
    throw new Error(
      `No port from ${firstPort} on is free for the local apps. End a program that holds one, then try again.`,
    );
  }

  private async launchOnce(): Promise<boolean> {
    const output = openSync(path.join(this.folder, "proxy.log"), "a", 0o600);
    try {
      const { child, identity } = await launch({
        command: [process.execPath, this.program, this.folder, this.host],
        folder: this.folder,
        env: childEnv({ NODE_ENV: "production" }),
        user: undefined,
        record: this.record,
        output: { stdout: output, stderr: output },
      });
      child.unref();
      for (let tries = 0; tries < 200 && isRunning(identity); tries += 1) {
        if ((await this.ask("GET").catch(() => undefined))?.pid === identity.pid) return true;
        await sleep(50);
      }
      await this.end();
      return false;
    } finally {
      closeSync(output);
    }
  }

  private async isServing(): Promise<boolean> {
    const identity = readRecord(this.record);
    if (!identity || !isRunning(identity)) return false;
    return (await this.ask("GET").catch(() => undefined))?.pid === identity.pid;
  }

  private async ask(method: "GET" | "POST"): Promise<z.infer<typeof Status>> {
    const settings = this.readSettings();
    if (!settings) throw new Error("The proxy was never started.");
    const response = await fetch(`http://127.0.0.1:${settings.port}/__berth/status`, {
      method,
      headers: { authorization: `Bearer ${settings.token}` },
      signal: AbortSignal.timeout(2000),
    });
    return Status.parse(await response.json());
  }

  private readSettings(): Settings | undefined {
    try {
      return Settings.parse(JSON.parse(readFileSync(path.join(this.folder, "settings.json"), "utf8")));
    } catch {
      return undefined;
    }
  }

  private writeRoutes(routes: Record<string, ProxyRoute>): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    this.replace("routes.json", JSON.stringify(routes));
  }

  /** A reader sees the old file or the new one, never half of it. */
  private replace(name: string, content: string): void {
    const draft = path.join(this.folder, `${name}.${process.pid}`);
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, path.join(this.folder, name));
  }
}

async function isFreeWithin(milliseconds: number, port: number, host: string): Promise<boolean> {
  for (const deadline = Date.now() + milliseconds; ; await sleep(100)) {
    if (await isFree(port, host)) return true;
    if (Date.now() >= deadline) return false;
  }
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
