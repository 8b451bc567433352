import type { PlatformInfo } from "../../schema";
import { Platform } from "../platform-names";

/** One place the wizard deploys to. Without a connection the organization's only account of the platform is meant. */
export interface ChosenTarget {
  platform: Platform;
  connectionId?: string;
  target?: "production" | "preview";
}

/** The targets an address names, `platform=vercel,railway`; this machine where it names none. */
export function readTargets(query: URLSearchParams): ChosenTarget[] {
  const named = (query.get("platform") ?? "").split(",");
  const chosen = Platform.filter((platform) => named.includes(platform));
  return (chosen.length > 0 ? chosen : (["local"] as const)).map((platform) => ({ platform }));
}

/** What `readTargets` reads; undefined for the default, which an address need not say. */
export function writeTargets(targets: readonly ChosenTarget[]): string | undefined {
  const names = targets.map(({ platform }) => platform).join(",");
  return names === "local" ? undefined : names;
}

/** Adds a platform or takes it away; the last one stays, because an app has to go somewhere. */
export function toggleTarget(targets: readonly ChosenTarget[], platform: Platform): ChosenTarget[] {
  const rest = targets.filter((target) => target.platform !== platform);
  if (rest.length === targets.length) return inOrder([...targets, { platform }]);
  return rest.length === 0 ? [...targets] : rest;
}

export function changeTarget(targets: readonly ChosenTarget[], changed: ChosenTarget): ChosenTarget[] {
  return targets.map((target) => (target.platform === changed.platform ? changed : target));
}

/** Whether the address of a page asks for a PostgreSQL of the platform, `postgres=create`. */
export function readDatabaseWish(query: URLSearchParams): boolean {
  return query.get("postgres") === "create";
}

/** The platform whose demands on values cover those of the others: what a hosting platform takes runs on this machine too. */
export function strictestPlatform(targets: readonly ChosenTarget[]): Platform {
  return targets.find(({ platform }) => platform !== "local")?.platform ?? "local";
}

/** Names the account of each target: the first that works, where none was chosen. */
export function withAccounts<T extends ChosenTarget>(targets: readonly T[], platforms: readonly PlatformInfo[]): T[] {
  return targets.map((target) => {
    const accounts = platforms.find(({ id }) => id === target.platform)?.accounts ?? [];
    const usable = accounts.find(({ state }) => state === "ok");
    return target.connectionId || !usable ? target : { ...target, connectionId: usable.connectionId };
  });
}

function inOrder(targets: ChosenTarget[]): ChosenTarget[] {
  return targets.toSorted((one, other) => Platform.indexOf(one.platform) - Platform.indexOf(other.platform));
}
