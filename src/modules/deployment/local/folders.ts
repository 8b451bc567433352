import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/** Every path of one app. Nothing else decides where a file of an app lies. */
export function appFolders(root: string, app: string) {
  const base = path.join(root, app);
  return {
    base,
    data: path.join(base, "data"),
    logs: path.join(base, "logs"),
    /** HOME and TMPDIR of the app's processes. */
    scratch: path.join(base, "tmp"),
    releases: path.join(base, "releases"),
    lock: path.join(root, ".state", `${app}.lock`),
    release: (deploymentId: string) => path.join(base, "releases", deploymentId),
    /** Launch records live beside the apps, in a folder that only Berth may write. */
    record: (deploymentId: string, role: "app" | "build") =>
      path.join(root, ".state", app, `${deploymentId}.${role}.json`),
    records: path.join(root, ".state", app),
    manifest: (deploymentId: string) => path.join(root, ".state", app, `${deploymentId}.files.json`),
  };
}

/** Folder shared by all apps for what may be thrown away: npm's cache and dependency sets. */
export function cacheFolder(root: string): string {
  return path.join(root, ".cache");
}

/**
 * Where apps live: inside BERTH_HOME, unless Berth runs as root and other users cannot walk there (`/root` is mode 700);
 * then under /var/lib, named after BERTH_HOME.
 */
export function chooseAppsRoot(home: string, isRoot: boolean): string {
  const inside = path.join(home, "apps");
  if (!isRoot || isReachable(home)) return inside;
  return path.join(
    "/var/lib/berth",
    createHash("sha256").update(path.resolve(home)).digest("hex").slice(0, 12),
    "apps",
  );
}

/** Whether a user without any rights of ours can walk to a path and read it. */
export function isReachable(target: string): boolean {
  for (let at = path.resolve(target); ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** The user an app runs as: undefined for "the same as Berth". */
export interface AppUser {
  uid: number;
  gid: number;
}

/** systemd's range for service users that no account file names. */
const firstUid = 61_184;
const lastUid = 65_519;

/** Installs dependencies: apart from the apps, so that no app can touch what another one gets from the cache. */
export const installer: AppUser = { uid: firstUid, gid: firstUid };

/** Makes the folders of an app. As root, each app gets a user id of its own; the folder's owner is the record of it. */
export function makeAppFolders(root: string, app: string, isRoot: boolean): AppUser | undefined {
  const folders = appFolders(root, app);
  mkdirSync(root, { recursive: true, mode: 0o755 });
  mkdirSync(folders.records, { recursive: true, mode: 0o700 });
  for (const folder of [folders.base, folders.releases]) mkdirSync(folder, { recursive: true, mode: 0o755 });
  const user = isRoot ? (ownerOf(folders.data) ?? freeUser(root)) : undefined;
  for (const folder of [folders.data, folders.scratch]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (user) chownSync(folder, user.uid, user.gid);
  }
  mkdirSync(folders.logs, { recursive: true, mode: 0o700 });
  return user;
}

/** The user of an app that was made before. */
export function appUser(root: string, app: string, isRoot: boolean): AppUser | undefined {
  return isRoot ? ownerOf(appFolders(root, app).data) : undefined;
}

function ownerOf(folder: string): AppUser | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats && stats.uid !== 0 ? { uid: stats.uid, gid: stats.gid } : undefined;
}

function freeUser(root: string): AppUser {
  const taken = new Set(readdirSync(root).map((app) => ownerOf(path.join(root, app, "data"))?.uid));
  for (let uid = firstUid + 1; uid <= lastUid; uid += 1) {
    if (!taken.has(uid)) return { uid, gid: uid };
  }
  throw new Error("No user id is left for another app on this machine. Delete apps that are no longer needed.");
}
