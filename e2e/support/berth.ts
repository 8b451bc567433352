import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BerthProcess, freePort, startBerth, stopLaunched } from "../../scripts/shared/berth-process.mjs";

export type { BerthProcess };

/** A data folder of its own. Others may walk through it, so that apps of a root Berth live inside and go with it. */
function makeHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), "berth-e2e-"));
  chmodSync(home, 0o711);
  return home;
}

/** Starts the built Berth on a free port, unless told to wait; `restart` comes back on the same folder and port. */
export async function openBerth(env: Record<string, string> = {}, home = makeHome(), { isStarted = true } = {}) {
  const settings = { PORT: String(await freePort()), LOG_LEVEL: "warn", ...env };
  const start = () => startBerth({ home, env: settings });
  let server = isStarted ? await start() : undefined;
  return {
    home,
    get server(): BerthProcess {
      if (!server) throw new Error("This Berth was not started yet.");
      return server;
    },
    async restart(): Promise<BerthProcess> {
      server = await start();
      return server;
    },
    /** Ends Berth and every app, and removes the folder. */
    async close(): Promise<void> {
      await server?.stop();
      stopLaunched(home);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
