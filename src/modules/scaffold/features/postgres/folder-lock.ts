/** Generated code that keeps an embedded database to one process. */
export const folderLockModule = `import { readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * An embedded database is ruined when two processes open its folder, and it does not notice by itself. The lock file
 * beside the folder names the process that has it; the lock of a process that is gone is taken over.
 */
export function lockFolder(folder: string): () => void {
  const path = folder + ".lock";
  try {
    writeFileSync(path, identityOf(process.pid), { flag: "wx" });
  } catch {
    refuseIfHeld(path, folder);
    writeFileSync(path, identityOf(process.pid));
  }
  const unlock = () => rmSync(path, { force: true });
  process.once("exit", unlock);
  return () => {
    process.off("exit", unlock);
    unlock();
  };
}

function refuseIfHeld(path: string, folder: string): void {
  const holder = readFileSync(path, "utf8");
  const pid = Number(holder.split(" ")[0]);
  if (pid === process.pid || !isAlive(pid) || holder !== identityOf(pid)) return;
  throw new Error(
    "The database in " + folder + " is open in process " + pid + ". Stop that process, then start again.",
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The id, and where the system tells, the moment the process began: ids are used again. */
function identityOf(pid: number): string {
  try {
    const stat = readFileSync("/proc/" + pid + "/stat", "utf8");
    return pid + " " + stat.slice(stat.lastIndexOf(")")).split(" ")[20];
  } catch {
    return String(pid);
  }
}
`;
