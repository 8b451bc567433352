import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { childEnv } from "@/server/env";
import { launcher } from "../../scripts/shared/bundles.mjs";
import { asPasted } from "./name";
import { commandNames, createProgram } from "./program";
import { berth, bundleBerth, expectRefused, folder, program } from "./testing/run-berth";

bundleBerth();

describe.concurrent("berth new", () => {
  it("writes a project, names it on standard output and says what to run next", async () => {
    const result = await berth(["new", "shop", "-y"]);
    expect(result.code).toBe(0);
    expect(result.stdout).toBe(`${path.join(result.cwd, "shop")}\n`);
    expect(readdirSync(path.join(result.cwd, "shop"))).toContain("berth.json");
    expect(result.stderr).toContain(`node ${program} deploy --dir ${path.join(result.cwd, "shop")}`);
  });

  it("writes the same bytes twice into a ZIP, and never over a file that is there", async () => {
    const config = '{"name":"shop","database":"drizzle-postgres"}';
    const [one, two] = await Promise.all([
      berth(["new", "--config", config, "--zip", "a.zip", "--json"]),
      berth(["new", "shop", "--database", "drizzle-postgres", "--zip", "a.zip", "--json"]),
    ]);
    expect(readFileSync(path.join(one.cwd, "a.zip"))).toEqual(readFileSync(path.join(two.cwd, "a.zip")));
    expect(JSON.parse(one.stdout)).toMatchObject({ name: "shop", path: path.join(one.cwd, "a.zip") });
    const again = await berth(["new", "shop", "-y", "--zip", "a.zip"], { files: { "a.zip": "mine" } });
    expectRefused(again, 6, /exists already/, ["a.zip"]);
    expect(readFileSync(path.join(again.cwd, "a.zip"), "utf8")).toBe("mine");
  });

  it("fills an empty folder, even the one it runs in, and refuses one that is not", async () => {
    const here = await berth(["new", "shop", "-y", "--out", "."]);
    expect(here.code).toBe(0);
    expect(here.files).toContain("package.json");
    expect(here.files.filter((name) => name.startsWith(".berth-"))).toEqual([]);
    expectRefused(await berth(["new", "shop", "-y", "--out", "."], { files: { mine: "" } }), 6, /is not empty/, [
      "mine",
    ]);
  });

  const hostileNames = [
    ...["../x", "/etc/x", ".git", "CON", "nul", "a".repeat(300), "🚀", "Shop", "a b", "a\nb", "a--b", "", "a$(id)"],
    ...["__proto__", "node-modules", "-"],
  ];
  it.each(hostileNames)("refuses the name %j and writes nothing", async (name) => {
    expectRefused(await berth(["new", "-y", "--", name]), 2, /^error: name: /);
  });

  it("refuses a name that begins with a dash as an option it does not know", async () => {
    expectRefused(await berth(["new", "-rf"]), 2, /unknown option '-rf'/);
  });

  it.each([
    ["malformed JSON", "{nope", /config: malformed JSON/],
    ["an unknown field", '{"name":"x","colour":"red"}', /colour: unknown option/],
    ["__proto__", '{"name":"x","__proto__":{"a":1}}', /__proto__: this key is not allowed/],
    ["constructor", '{"name":"x","constructor":{}}', /constructor: this key is not allowed/],
    ["a NUL byte", '{"name":"x","framework":"ne\\u0000xt"}', /framework: /],
    ["a newline", '{"name":"x\\ny"}', /name: /],
    ["an unknown value", '{"name":"x","database":"oracle"}', /database: "oracle" is not available/],
    ["a forbidden pair", '{"name":"x","database":"none","auth":"nextauth"}', /rule credentials-need-database/],
    ["a list", "[]", /config: there is no file|expected an object/],
    ["a missing file", "nowhere.json", /config: there is no file/],
  ])("refuses a configuration with %s", async (_what, config, message) => {
    expectRefused(await berth(["new", "--config", config]), 2, message);
  });

  it("refuses a configuration of 5 MB, in a file or without a flag that would fix it", async () => {
    const files = { "big.json": JSON.stringify({ name: "x", database: "y".repeat(5_000_000) }) };
    expectRefused(await berth(["new", "--config", "big.json"], { files }), 2, /over 64 KB/, ["big.json"]);
    const hidden = await berth(["new", "x", "--config", "big.json", "--database", "none"], { files });
    expectRefused(hidden, 2, /over 64 KB/, ["big.json"]);
  });

  it("answers errors as JSON with --json", async () => {
    const result = await berth(["new", "../x", "--json"]);
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout).error).toMatchObject({ code: "VALIDATION" });
  });
});

describe.concurrent("berth add", () => {
  const newProject = async (...flags: string[]): Promise<string> =>
    (await berth(["new", "shop", "-y", "--out", ".", ...flags])).cwd;
  const read = (dir: string, file: string) => readFileSync(path.join(dir, file), "utf8");

  it("writes what berth new would have written, shows the diff and says what to do next", async () => {
    const [dir, whole] = await Promise.all([newProject(), newProject("--extras", "redis,vitest")]);
    const result = await berth(["add", "redis,vitest", "-y", "--dir", dir]);
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('+  REDIS_URL: { feature: "Cache"');
    expect(result.stdout).toMatch(/^package-lock\.json: \d+ lines become \d+, not shown$/m);
    expect(result.stderr).toMatch(/Files: \d+ added, \d+ changed\./);
    expect(result.stderr).toMatch(/REDIS_URL +for Cache +Address of the Redis server/);
    expect(result.stderr).toMatch(/Next:\n {2}cd .*\n {2}npm ci\n {2}set REDIS_URL in \.env\.local/);
    const files = readdirSync(whole, { recursive: true, encoding: "utf8" }).sort();
    expect(readdirSync(dir, { recursive: true, encoding: "utf8" }).sort()).toEqual(files);
    for (const file of ["package.json", "package-lock.json", "berth.json", "src/env.ts"]) {
      expect(read(dir, file)).toBe(read(whole, file));
    }
  });

  it("writes nothing with --dry-run or without consent; its diff is one that git applies", async () => {
    const dir = await newProject();
    const before = read(dir, "berth.json");
    const looked = await berth(["add", "ci", "--dry-run", "--dir", dir]);
    const unasked = await berth(["add", "ci", "--dir", dir]);
    expect([looked.code, unasked.code]).toEqual([0, 2]);
    expect(unasked.stderr).toMatch(/Add -y to write this/);
    expect(read(dir, "berth.json")).toBe(before);
    const applied = spawnSync("git", ["apply", "-"], { cwd: dir, input: looked.stdout, encoding: "utf8" });
    expect({ status: applied.status, stderr: applied.stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(read(dir, "berth.json")).config.extras).toEqual(["ci"]);
  });

  it("answers with the plan as JSON", async () => {
    const result = await berth(["add", "--auth", "better-auth", "-y", "--json", "--dir", await newProject()]);
    expect(JSON.parse(result.stdout)).toMatchObject({
      written: true,
      added: [{ value: "drizzle-postgres", because: { rule: "better-auth-needs-database" } }, {}, {}],
      counts: { conflicting: 0, merged: 0 },
      install: "npm ci",
    });
  });

  it("writes nothing over an edit until it is told whose lines count", async () => {
    const dir = await newProject();
    const edited = read(dir, "src/env.ts").replace(/( {2}NEXT_PUBLIC_APP_URL: \{.*\n)/, "$1  // Ours.\n");
    writeFileSync(path.join(dir, "src/env.ts"), edited);
    const refused = await berth(["add", "redis", "-y", "--dir", dir]);
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 6,
      stderr: expect.stringMatching(/Nothing was written: .* src\/env\.ts \(line \d+\)\. Add --conflict keep/),
    });
    expect(readdirSync(path.join(dir, "src"))).not.toContain("cache");
    const marked = await berth(["add", "redis", "-y", "--conflict", "markers", "--dir", dir]);
    expect([marked.code, read(dir, "src/env.ts")]).toEqual([0, expect.stringContaining("<<<<<<< yours\n  // Ours.")]);
  });

  it("needs a project of berth new, of a catalog it knows", async () => {
    expectRefused(await berth(["add", "redis"]), 5, /There is no berth\.json here/);
    const newer = { "berth.json": '{"catalogVersion":"2999-01-01","config":{}}' };
    expectRefused(await berth(["add", "redis"], { files: newer }), 6, /Update Berth, then add/, ["berth.json"]);
    expectRefused(await berth(["add"]), 2, /Say what to add/);
    expectRefused(await berth(["add", "redis", "--conflict", "merge"]), 2, /Allowed choices are keep, theirs, markers/);
  });
});

describe.concurrent("berth detect", () => {
  const files = {
    "package.json": '{"dependencies":{"next":"16.0.0","next-auth":"5.0.0"}}',
    "env.ts": "export const url = process.env.DATABASE_URL!;\n",
  };

  it("says what a folder is made of, as JSON and in words, without a server", async () => {
    const json = await berth(["detect", ".", "--json"], { files });
    expect(json.code).toBe(0);
    const found = JSON.parse(json.stdout);
    expect(found).toMatchObject({ framework: "next", database: "none", auth: "nextauth", aiProvider: "none" });
    expect(found.variables[0]).toMatchObject({ key: "AUTH_SECRET", places: [{ file: "package.json", line: 1 }] });
    const words = await berth(["detect", "."], { files });
    expect(words.stdout).toMatch(/Framework +next +package\.json:1 \(next 16\.0\.0\)/);
    expect(words.stdout).toMatch(/DATABASE_URL +required +secret +database +env\.ts:1/);
  });

  it("reads a ZIP, and refuses one that would leave its folder", async () => {
    const { zipSync, strToU8 } = await import("fflate");
    const write = (name: string, path: string) =>
      writeFileSync(path, zipSync({ [name]: strToU8("process.env.FROM_ZIP"), "a/b.txt": strToU8("b") }));
    const [good, bad] = [path.join(folder, "good.zip"), path.join(folder, "bad.zip")];
    write("app/index.ts", good);
    write("../evil.ts", bad);
    expect(JSON.parse((await berth(["detect", good, "--json"])).stdout).variables[0].key).toBe("FROM_ZIP");
    const refused = await berth(["detect", bad]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(/not one inside a project/);
  });

  it("names a source that is not there, and one that is no ZIP", async () => {
    expect(await berth(["detect", "nowhere"])).toMatchObject({ code: 5, stderr: expect.stringContaining("nowhere") });
    const text = await berth(["detect", "a.txt"], { files: { "a.txt": "hello" } });
    expect(text).toMatchObject({ code: 2, stderr: expect.stringContaining("not a ZIP") });
  });

  it("follows no link", async () => {
    const { cwd } = await berth(["--version"], { files: { "a.ts": "process.env.INSIDE" } });
    symlinkSync("/etc", path.join(cwd, "etc"));
    const result = await berth(["detect", cwd, "--json"]);
    const { fileCount, notes } = JSON.parse(result.stdout);
    expect([fileCount, notes[0].message]).toEqual([1, "Links are not followed: etc."]);
  });
});

describe.concurrent("berth scan", () => {
  const token = `gh${"p_"}aB3dE5gH7jK9mN1pQ2sT4uV6wX8yZ0cF2hJ4`;

  it("names each secret with what to do, shows none of it, and fails", async () => {
    const files = { "a.ts": `const one = 1;\nconst token = "${token}";\n`, ".env": `TOKEN=${token}` };
    const json = await berth(["scan", ".", "--json"], { files });
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      findings: [{ rule: "github-token", file: "a.ts", line: 2, column: 16, isBlocking: true }],
      leftOut: [".env"],
      incomplete: [],
    });
    const words = await berth(["scan", "."], { files });
    expect(words.stdout).toMatch(
      /^a\.ts:2:16 {2}GitHub token {2}ghp_\*+J4\n.*revoke it at .*\n {2}fingerprint [0-9a-f]{16}\n$/s,
    );
    for (const { stdout, stderr } of [json, words]) expect(stdout + stderr).not.toContain(token.slice(4, 12));
  });

  it("reads a ZIP, and has nothing to say of a project without secrets", async () => {
    const { zipSync, strToU8 } = await import("fflate");
    const zip = path.join(folder, "leaky.zip");
    writeFileSync(zip, zipSync({ "app/a.ts": strToU8(`"${token}"`), "app/b.ts": strToU8("b") }));
    expect(JSON.parse((await berth(["scan", zip, "--json"])).stdout).findings).toMatchObject([{ file: "a.ts" }]);
    expect(await berth(["scan", "."], { files: { "a.ts": "process.env.TOKEN" } })).toMatchObject({
      code: 0,
      stdout: "",
    });
    expect(await berth(["scan", "nowhere"])).toMatchObject({ code: 5, stderr: expect.stringContaining("nowhere") });
  });
});

describe.concurrent("berth env check", () => {
  const config = '{"name":"shop","aiTemplate":"chatbot","aiProvider":"openai"}';

  it("says for each variable whether it will do", async () => {
    const files = { ".env": "OPENAI_API_KEY=sk your key\n" };
    const result = await berth(["env", "check", "--config", config, "--file", ".env", "--json"], { files });
    expect(result.code).toBe(1);
    const check = JSON.parse(result.stdout);
    expect(check.valid).toBe(false);
    expect(check.variables.find((each: { key: string }) => each.key === "OPENAI_API_KEY")).toMatchObject({
      required: true,
      sensitive: true,
      status: "error",
    });
  });

  it("reads the configuration of a project's folder", async () => {
    const project = await berth(["new", "shop", "-y", "--out", "."]);
    const result = await berth(["env", "check", "--dir", project.cwd, "--file", ".env"], { files: { ".env": "" } });
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: "Valid.\n" });
  });

  it("reads the variables of a project that Berth did not make from its code", async () => {
    const files = { "env.ts": "export const key = process.env.MUST_HAVE!;\n", ".env": "" };
    const result = await berth(["env", "check", "--dir", ".", "--file", ".env", "--json"], { files });
    expect(result.code).toBe(1);
    expect(JSON.parse(result.stdout).variables).toMatchObject([
      { key: "MUST_HAVE", required: true, status: "missing" },
    ]);
  });

  it("never expands what it reads", async () => {
    const files = { ".env": `OPENAI_API_KEY=$(touch ${folder}/ran)\n` };
    await berth(["env", "check", "--config", config, "--file", ".env"], { files });
    expect(readdirSync(folder)).not.toContain("ran");
  });

  it("refuses a missing file", async () => {
    expectRefused(
      await berth(["env", "check", "--config", config, "--file", "no.env"]),
      2,
      /there is no file "no.env"/,
    );
  });
});

describe.concurrent("the command line", () => {
  it.each([
    [["nwe"], /Did you mean new\?/],
    [["deploy", "--platfrom", "local"], /Did you mean --platform\?/],
    [["deploy", "--platform", "moon", "--project", "x"], /Name each once of: local, vercel/],
    [["deploy", "--dir", ".", "--project", "x"], /cannot be used with/],
    [["deploy"], /Say what to deploy/],
    [["status"], /missing required argument 'id'/],
    [["deploy", "--project", "x", "--timeout", "soon"], /Give a number of seconds/],
    [["deploy", "--project", "x", "--name", "../x"], /--name <name>' argument '\.\.\/x' is invalid/],
    [["retry", "0192", "--timeout", "5"], /Give a number of seconds/],
    [["retry", "0192", "--name", "A b"], /is invalid/],
    [["retry", "0192", "--set", "NOPE"], /Give NAME=value/],
  ])("refuses %j with what to do", async (args, message) => {
    expectRefused(await berth(args), 2, message);
  });

  it("has help with an example for every command", async () => {
    const leavesOf = (command: Command): Command[] =>
      command.commands.length > 0 ? command.commands.flatMap(leavesOf) : [command];
    const leaves = leavesOf(await createProgram());
    expect(leaves.map((command) => command.name())).toEqual(expect.arrayContaining(["rollback", "activate"]));
    for (const command of leaves) {
      let help = "";
      const writeOut = (text: string) => {
        help += text;
      };
      command.configureOutput({ writeOut }).outputHelp();
      expect(help, command.name()).toMatch(/Examples:\n {2}\$ \S/);
      expect(help).toContain("--json");
    }
  });

  it("loads for a command the file that adds it, and knows its name in a text", async () => {
    const every = (await createProgram()).commands;
    const known = every.flatMap((command) => [command.name(), ...command.aliases()]);
    expect([...commandNames].sort()).toEqual(known.sort());
    for (const name of commandNames) {
      expect(asPasted(`Run berth ${name} now.`), name).not.toContain("Run berth");
      const { commands } = await createProgram(name);
      expect(commands.flatMap((command) => [command.name(), ...command.aliases()])).toContain(name);
      expect(commands.length).toBeLessThan(every.length);
    }
  });

  it.skipIf(process.platform === "win32")("keeps every option from Node behind the launcher", async () => {
    const dist = path.join(folder, "dist");
    mkdirSync(dist);
    copyFileSync(program, path.join(dist, "cli.mjs"));
    const file = path.join(dist, "berth");
    writeFileSync(file, launcher, { mode: 0o755 });
    const env = childEnv({ HOME: folder, BERTH_HOME: folder, XDG_CONFIG_HOME: folder });
    const args = ["deploy", "--config", '{"name":"shop"}', "--env-file", path.join(folder, "missing.env")];
    const { status, stderr } = spawnSync(file, args, { env, encoding: "utf8" });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/env-file: cannot read ".*missing\.env"/),
    });
  });
});
