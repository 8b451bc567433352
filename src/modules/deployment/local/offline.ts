import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { appFolders, chooseAppsRoot } from "./folders";
import { endLaunch, readRecord } from "./launcher";
import { isRunning } from "./process-identity";

/** What runs on this machine, told from the launch records alone: for when no Berth runs that could be asked. */
export function listRunningApps(home: string): { name: string; status: "running" }[] {
  const root = rootOf(home);
  const state = path.join(root, ".state");
  if (!existsSync(state)) return [];
  const names = readdirSync(state, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
  return names.sort().flatMap((name) => (runningRecords(root, name).length > 0 ? [{ name, status: "running" }] : []));
}

/** Stops an app while no Berth runs; the next one is told to leave it stopped. False when nothing of it runs. */
export async function stopAppOffline(home: string, name: string): Promise<boolean> {
  const root = rootOf(home);
  const records = runningRecords(root, name);
  if (records.length === 0) return false;
  const mark = stopMark(root, name);
  mkdirSync(path.dirname(mark), { recursive: true, mode: 0o700 });
  writeFileSync(mark, "", { mode: 0o600 });
  for (const record of records) await endLaunch(record);
  return true;
}

/** Whether the owner stopped this app while no Berth ran; says so once. */
export function takeStopMark(root: string, name: string): boolean {
  const mark = stopMark(root, name);
  if (!existsSync(mark)) return false;
  rmSync(mark, { force: true });
  return true;
}

function rootOf(home: string): string {
  return chooseAppsRoot(home, process.getuid?.() === 0);
}

function stopMark(root: string, name: string): string {
  return path.join(root, ".state", `${name}.stopped`);
}

function runningRecords(root: string, name: string): string[] {
  const { records } = appFolders(root, name);
  if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(records)) return [];
  const files = readdirSync(records).filter((file) => file.endsWith(".app.json"));
  return files
    .map((file) => path.join(records, file))
    .filter((file) => {
      const identity = readRecord(file);
      return identity !== undefined && isRunning(identity);
    });
}
