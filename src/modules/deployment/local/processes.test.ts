import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { runCommand } from "./command";
import { lockFile, tryLock } from "./file-lock";
import { endLaunch, launch, readRecord } from "./launcher";
import { groupMembers, isRunning, readStartTime, signalGroup } from "./process-identity";

const folder = mkdtempSync(path.join(tmpdir(), "berth-processes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: "/usr/local/bin:/usr/bin:/bin" };
const never = new AbortController().signal;

function options(name: string, script: string) {
  return { command: [process.execPath, "-e", script], folder, env, user: undefined, record: path.join(folder, name) };
}

describe("launch", () => {
  it("records pid and start time of the very process that becomes the program", async () => {
    const { identity } = await launch({ ...options("a.json", "setInterval(() => {}, 1000)"), output: "pipes" });
    expect(readRecord(path.join(folder, "a.json"))).toEqual(identity);
    expect(isRunning(identity)).toBe(true);
    await expect.poll(() => readFileSync(`/proc/${identity.pid}/cmdline`, "utf8")).toContain("setInterval");
    await endLaunch(path.join(folder, "a.json"), 1000);
    expect(isRunning(identity)).toBe(false);
  });

  it("keeps the record out of the program's reach", async () => {
    const script = `try { require("fs").writeSync(3, "1 forged"); } catch { console.log("closed"); }`;
    const lines: string[] = [];
    await runCommand({ ...options("b.json", script), signal: never, onLine: (_stream, line) => lines.push(line) });
    expect(lines).toEqual(["closed"]);
  });

  it("ends only what it recorded itself, not what another Berth recorded under the same file name", async () => {
    const other = {
      ...options("proxy.json", "setInterval(() => {}, 1000)"),
      record: path.join(folder, "other", "proxy.json"),
    };
    const theirs = await launch({ ...other, output: "pipes" });
    await launch({ ...options("proxy.json", "setInterval(() => {}, 1000)"), output: "pipes" });
    await endLaunch(path.join(folder, "proxy.json"), 1000);
    expect(isRunning(theirs.identity)).toBe(true);
    await endLaunch(other.record, 1000);
    expect(isRunning(theirs.identity)).toBe(false);
  });

  it("leaves the record of a launch that began while the former one was being ended", async () => {
    const stubborn = options(
      "again.json",
      "process.on('SIGTERM', () => {}); console.log(1); setInterval(() => {}, 1000)",
    );
    const former = await launch({ ...stubborn, output: "pipes" });
    await once(former.child.stdout ?? former.child, "data");
    const ending = endLaunch(stubborn.record, 300);
    const next = await launch({ ...stubborn, output: "pipes" });
    await ending;
    expect(readRecord(stubborn.record)).toEqual(next.identity);
    await endLaunch(stubborn.record, 0);
  });

  it("never signals a stranger that got the pid later", async () => {
    const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
    await new Promise((resolve) => stranger.once("spawn", resolve));
    const pid = stranger.pid ?? 0;
    expect(signalGroup({ pid, startedAt: "another boot:1" }, "SIGKILL")).toBe(false);
    expect(readStartTime(pid)).toBeDefined();
    stranger.kill("SIGKILL");
  });
});

describe("runCommand", () => {
  it("hands over both streams and the end", async () => {
    const lines: string[] = [];
    const script = 'console.log("out"); console.error("err"); process.exit(7)';
    const result = await runCommand({
      ...options("c.json", script),
      signal: never,
      onLine: (stream, line) => lines.push(`${stream} ${line}`),
    });
    expect(lines.sort()).toEqual(["stderr err", "stdout out"]);
    expect(result).toMatchObject({ exitCode: 7, killedBy: null });
  });

  it("ends the whole tree within 5 s when aborted, what ignores SIGTERM and what left the group included", async () => {
    const child = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)`;
    const script = `
      const { spawn } = require("child_process");
      process.on("SIGTERM", () => {});
      const inside = spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "ignore" });
      const outside = spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "ignore", detached: true });
      console.log(process.pid, inside.pid, outside.pid);
      setInterval(() => {}, 1000);`;
    const controller = new AbortController();
    const { promise: started, resolve } = Promise.withResolvers<number[]>();
    const running = runCommand({
      ...options("d.json", script),
      signal: controller.signal,
      onLine: (_stream, line) => resolve(line.split(" ").map(Number)),
    });
    const pids = await started;
    const abortedAt = Date.now();
    controller.abort(new Error("cancelled"));
    await expect(running).rejects.toThrow("cancelled");
    expect(Date.now() - abortedAt).toBeLessThan(5000);
    await sleep(50);
    expect(pids.filter((pid) => readStartTime(pid) !== undefined)).toEqual([]);
    expect(groupMembers(pids[0] ?? 0)).toEqual([]);
  });
});

describe("lockFile", () => {
  it("is held by one, also within a process, until it is released", async () => {
    const file = path.join(folder, "one.lock");
    const lock = tryLock(file);
    expect(lock).toBeDefined();
    expect(tryLock(file)).toBeUndefined();
    await expect(lockFile(file, AbortSignal.timeout(200))).rejects.toThrow();
    lock?.release();
    (await lockFile(file, AbortSignal.timeout(2000))).release();
  });

  it("is taken over from the dead and from a reused pid, by one of many", () => {
    const file = path.join(folder, "two.lock");
    for (const owner of [
      { pid: 999_999_999, startedAt: "x", nonce: "n" },
      { pid: 1, startedAt: "x", nonce: "n" },
    ]) {
      writeFileSync(file, JSON.stringify(owner));
      const locks = Array.from({ length: 5 }, () => tryLock(file)).filter(Boolean);
      expect(locks).toHaveLength(1);
      locks[0]?.release();
    }
  });

  it("does not release what somebody else holds by now", () => {
    const file = path.join(folder, "three.lock");
    const first = tryLock(file);
    rmSync(file);
    const second = tryLock(file);
    first?.release();
    expect(tryLock(file)).toBeUndefined();
    second?.release();
  });
});
