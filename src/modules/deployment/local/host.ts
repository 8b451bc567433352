import path from "node:path";
import { childEnv } from "@/server/env";
import type { Kernel } from "@/server/kernel";
import { processGlobal } from "@/server/process/globals";
import { appFolders, appUser, chooseAppsRoot, installer } from "./folders";
import { LocalProxy } from "./proxy";
import { prepareRuntime, type Runtime } from "./runtime";
import { chooseIsolation, type Isolation, wrapCommand } from "./sandbox";

/** This machine as a place where apps run. */
export interface LocalHost {
  id: string;
  home: string;
  root: string;
  isRoot: boolean;
  runtime: Runtime;
  proxy: LocalProxy;
  isolation: Isolation;
}

const slot = processGlobal<{ host?: LocalHost }>("local-host", () => ({}));

/** The local host of this process, looked at once. */
export function openLocalHost(kernel: Pick<Kernel, "env" | "hostId" | "log">): LocalHost {
  if (slot.host?.home === kernel.env.home) return slot.host;
  const { home, host, programDir } = kernel.env;
  const isRoot = process.getuid?.() === 0;
  const root = chooseAppsRoot(home, isRoot);
  const runtime = prepareRuntime(root, childEnv({}).PATH ?? "", isRoot, programDir);
  const proxy = new LocalProxy({ folder: path.join(home, "proxy"), host, programDir, log: kernel.log });
  const isolation = chooseIsolation(isRoot ? installer : undefined);
  slot.host = { id: kernel.hostId, home, root, isRoot, runtime, proxy, isolation };
  return slot.host;
}

/** A command of an app inside the sandbox tier of this machine: the app's own folders are all it may write. */
export function sandboxed(
  host: LocalHost,
  app: string,
  folder: string,
  command: string[],
  alsoWritable: string[] = [],
): string[] {
  const { data, scratch } = appFolders(host.root, app);
  return wrapCommand(host.isolation, command, {
    writable: [folder, data, scratch, ...alsoWritable],
    hidden: [host.home, host.root],
    visible: host.runtime.folders,
    folder,
  });
}

/** What every process of an app gets: the allow-list, Berth's Node first on the path, and a home of its own. */
export function baseEnv(host: LocalHost, app: string, folder: string): Record<string, string> {
  const { scratch } = appFolders(host.root, app);
  return childEnv({
    PATH: [path.join(folder, "node_modules", ".bin"), host.runtime.searchPath].join(path.delimiter),
    HOME: scratch,
    TMPDIR: scratch,
    NEXT_TELEMETRY_DISABLED: "1",
    ASTRO_TELEMETRY_DISABLED: "1",
  });
}

export function userOf(host: LocalHost, app: string) {
  return appUser(host.root, app, host.isRoot);
}
