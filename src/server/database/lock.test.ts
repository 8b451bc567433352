import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundleScript, startChild } from "../testing/child";
import { takeDatabaseLock } from "./lock";

describe("the database lock", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "berth-lock-"));
    file = path.join(folder, "db.lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("names its holder and is free after release", () => {
    const release = takeDatabaseLock(file);
    expect(() => takeDatabaseLock(file)).toThrow(
      /in use by this process since .*Use that Berth, stop it first, or set BERTH_HOME/,
    );
    release();
    takeDatabaseLock(file)();
  });

  it("does not release a lock that somebody else has taken meanwhile", () => {
    const release = takeDatabaseLock(file);
    const other = readFileSync(file, "utf8").replace(/"nonce":"[^"]+"/, '"nonce":"other"');
    writeFileSync(file, other);
    release();
    expect(readFileSync(file, "utf8")).toBe(other);
  });

  it("says so when its file is not readable", () => {
    writeFileSync(file, "half a li");
    expect(() => takeDatabaseLock(file)).toThrow(/is not readable.*Delete the file if no Berth uses this folder/);
  });

  it("goes to exactly one of many that find a dead holder at once", { timeout: 30_000 }, async () => {
    const release = takeDatabaseLock(file);
    const dead = { ...JSON.parse(readFileSync(file, "utf8")), startedAt: "1" };
    release();
    writeFileSync(file, JSON.stringify(dead));
    const script = await bundleScript("lock-process");
    const children = Array.from({ length: 6 }, () => startChild(script, [file], {}));
    const answers = await Promise.all(
      children.map((child) => Promise.race([child.next("held"), child.next("refused")])),
    );
    const held = answers.filter(({ type }) => type === "held");
    expect(held).toHaveLength(1);
    expect(JSON.parse(readFileSync(file, "utf8")).pid).toBe(held[0]?.pid);
    for (const child of children) await child.kill();
  });
});
