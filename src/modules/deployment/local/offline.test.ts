import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { childEnv } from "@/server/env";
import { appFolders } from "./folders";
import { endLaunch, launch } from "./launcher";
import { listRunningApps, stopAppOffline, takeStopMark } from "./offline";
import { isRunning } from "./process-identity";

let home: string;
let root: string;
const started: string[] = [];

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "berth-offline-"));
  // Else a root Berth keeps its apps outside, where their own users can reach them.
  chmodSync(home, 0o711);
  root = path.join(home, "apps");
});

afterEach(async () => {
  for (const record of started.splice(0)) await endLaunch(record, 0);
  rmSync(home, { recursive: true, force: true });
});

async function startApp(name: string) {
  const record = appFolders(root, name).record("d1", "app");
  started.push(record);
  const env = childEnv({});
  return launch({ command: ["sleep", "600"], folder: home, env, user: undefined, record, output: "pipes" });
}

it("lists nothing where no app was ever started", () => {
  expect(listRunningApps(home)).toEqual([]);
});

it("lists what runs, stops it for good, and leaves word for the next Berth once", async () => {
  const { identity } = await startApp("shop");
  await startApp("blog");
  expect(listRunningApps(home).map(({ name }) => name)).toEqual(["blog", "shop"]);
  expect(await stopAppOffline(home, "shop")).toBe(true);
  expect(isRunning(identity)).toBe(false);
  expect(listRunningApps(home).map(({ name }) => name)).toEqual(["blog"]);
  expect([takeStopMark(root, "shop"), takeStopMark(root, "shop")]).toEqual([true, false]);
  expect(takeStopMark(root, "blog")).toBe(false);
});

it("leaves no word about an app that does not run, whatever its name", async () => {
  for (const name of ["shop", "../shop", ".state", ""]) {
    expect(await stopAppOffline(home, name)).toBe(false);
    expect(takeStopMark(root, name)).toBe(false);
  }
});
