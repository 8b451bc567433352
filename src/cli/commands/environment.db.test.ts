import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { childEnv } from "@/server/env";
import { auditLog } from "@/server/tables";
import { describeOnPglite } from "@/server/testing";
import { berthServer } from "../testing/berth-server";
import { bundleBerth, expectRefused, folder, program } from "../testing/run-berth";

bundleBerth();

describeOnPglite("berth env", (getCtx) => {
  const server = berthServer(getCtx);
  const { run, answer, env } = server;

  describe("push", () => {
    it("says what a file adds and changes, stores it, and then has nothing to change", async () => {
      await run("push-a", ["set", "KEPT=1", "CHANGED=old"]);
      const files = { "s.yaml": 'KEPT: "1"\nCHANGED: new\nADDED: "yes"\n' };
      const dry = await run("push-a", ["import", "s.yaml", "--dry-run"], { files });
      expect(dry).toMatchObject({ code: 0, stderr: "~ CHANGED\n+ ADDED\n" });
      expect(await answer("push-a", ["push", "s.yaml", "--reason", "new keys"], { files })).toMatchObject({
        ...{ format: "yaml", added: ["ADDED"], changed: ["CHANGED"], unchanged: ["KEPT"], removed: [] },
      });
      const again = await run("push-a", ["push", "s.yaml"], { files });
      expect(again.stderr).toBe("push-a, production: nothing to change.\n");
      const [last] = await answer("push-a", ["history"]);
      expect(last).toMatchObject({ seq: 2, cause: "import", reason: "new keys", changed: ["CHANGED"] });
    });

    it("keeps what is readable readable, and removes only with --prune", async () => {
      await run("push-b", ["set", "OPEN=1", "--public"]);
      await run("push-b", ["set", "GONE=1"]);
      await answer("push-b", ["push", "-"], { input: "OPEN=2\n" });
      const listed = await answer("push-b", ["ls"]);
      expect(listed).toMatchObject([{ key: "GONE" }, { key: "OPEN", value: "2", visibility: "plain" }]);
      expect(await answer("push-b", ["push", "-", "--prune"], { input: "OPEN=2\n" })).toMatchObject({
        removed: ["GONE"],
      });
      expect((await answer("push-b", ["list"])).map(({ key }: { key: string }) => key)).toEqual(["OPEN"]);
      await answer("push-b", ["push", "-", "--prune"], { input: "NEW=1\n" });
      const saves = await answer("push-b", ["history"]);
      expect(saves[0]).toMatchObject({ seq: 5, cause: "import", added: ["NEW"], removed: ["OPEN"] });
    });

    it("stores nothing of a file with a fault, and says where it is without the value", async () => {
      const files = { ".env": 'GOOD=1\nBAD="hunter2' };
      const result = await run("push-c", ["push"], { files });
      expectRefused(result, 2, /\.env, read as dotenv: line 2, column 5: The quote that opens/, [".env"]);
      expect(result.stderr).not.toContain("hunter2");
      const nul = await run("push-c", ["push", "x.json"], { files: { "x.json": '{"A": "\\u0000"}' } });
      expectRefused(nul, 2, /line 1, column 2: A: A value cannot contain a NUL byte/, ["x.json"]);
      expectRefused(await run("push-c", ["push", "none.env"]), 2, /cannot read "none.env"/);
      expectRefused(await run("push-c", ["push", "-"], { input: "# nothing\n" }), 2, /holds no variable/);
      expectRefused(await run("push-c", ["list"]), 5, /no project named push-c/);
      expectRefused(await run("push-c", ["push", "--format", "xml"]), 2, /Give one of dotenv, json/);
    });

    it("holds a value to the type its variable has", async () => {
      await run("push-d", ["set", "PORT_NUMBER=80"]);
      await run("push-d", ["describe", "PORT_NUMBER", "--type", "port"]);
      const refused = await run("push-d", ["push", "-"], { input: "PORT_NUMBER=eighty\nOTHER=1" });
      expectRefused(refused, 2, /Nothing was stored\. PORT_NUMBER: The value has to be a port/);
      expect(await answer("push-d", ["list"])).toHaveLength(1);
    });
  });

  describe("pull", () => {
    it("gives back in every format what was pushed, and leaves out what is restricted", async () => {
      const values = { PEM: "-----BEGIN-----\nx\n-----END-----\n", QUOTE: 'it\'s "$HOME"', EMPTY: "", UNI: "é😀" };
      await answer("pull-a", ["push", "-", "--format", "json"], { input: JSON.stringify(values) });
      await run("pull-a", ["set", "NEVER=shown", "--visibility", "restricted"]);
      for (const format of ["dotenv", "json", "yaml", "shell", "kubernetes", "github-actions"]) {
        const pulled = await run("pull-a", ["export", "--format", format]);
        expect(pulled).toMatchObject({ code: 0, stderr: "Left out, because they are restricted: NEVER.\n" });
        expect(pulled.stdout).not.toContain("shown");
        const dry = await run("pull-a", ["push", "-", "--format", format, "--dry-run", "--json"], {
          input: pulled.stdout,
        });
        expect(JSON.parse(dry.stdout)).toMatchObject({
          added: [],
          changed: [],
          unchanged: expect.arrayContaining(["PEM"]),
        });
      }
      const docker = await run("pull-a", ["pull", "--format", "docker"]);
      expectRefused(docker, 2, /Nothing was written as docker\. PEM: .* cannot hold a line break/);
    });

    it("writes a file for its owner alone, not over another one, and is recorded", async () => {
      await run("pull-b", ["set", "A=1"]);
      const written = await run("pull-b", ["pull", "--out", "x.env"]);
      const file = path.join(written.cwd, "x.env");
      expect([readFileSync(file, "utf8"), statSync(file).mode & 0o777]).toEqual(["A=1\n", 0o600]);
      const files = { "x.env": "mine" };
      expectRefused(await run("pull-b", ["pull", "--out", "x.env"], { files }), 6, /exists already/, ["x.env"]);
      const forced = await run("pull-b", ["pull", "--out", "x.env", "--force"], { files });
      expect([readFileSync(path.join(forced.cwd, "x.env"), "utf8"), forced.files]).toEqual(["A=1\n", ["x.env"]]);
      const rows = await server.ctx().db.select().from(auditLog);
      const exported = rows.filter(({ action }) => action === "environment.exported").at(-1);
      expect(exported?.details).toMatchObject({
        environment: "production",
        purpose: "export",
        keys: ["A"],
        restricted: [],
      });
    });
  });

  it("set makes values that it does not show, but for a public key", async () => {
    const made = await run("made", ["set", "--generate", "ID=uuid", "S=secret:20", "K=key-pair:p256", "--json"]);
    const { added, publicKeys } = JSON.parse(made.stdout);
    expect(added).toEqual(["ID", "S", "K"]);
    expect(publicKeys.K).toContain("BEGIN PUBLIC KEY");
    expect(made.stdout).not.toContain("PRIVATE");
    const values = JSON.parse((await run("made", ["pull", "--format", "json"])).stdout);
    expect(values).toMatchObject({
      K: expect.stringContaining("BEGIN PRIVATE KEY"),
      S: expect.stringMatching(/^.{27}$/),
    });
    expectRefused(await run("made", ["set", "--generate", "S=secret:4"]), 2, /"S=secret:4" is nothing to generate/);
  });

  it("diff compares with another environment and with a file, and shows no value", async () => {
    await run("diff", ["set", "SAME=s3cret", "OTHER=one-value", "HERE=1"]);
    await run("diff", ["set", "SAME=s3cret", "OTHER=two-value", "THERE=1", "-e", "staging"]);
    const other = await run("diff", ["diff", "-e", "staging", "--with", "production", "--exit-code", "--all"]);
    expect(other.code).toBe(1);
    expect(other.stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ...[
        ["HERE", "only in production"],
        ["OTHER", "different"],
        ["SAME", "the same"],
        ["THERE", "only in staging"],
        [""],
      ],
    ]);
    const file = await run("diff", ["diff", "--file", "-", "--json"], { input: "SAME=s3cret\nOTHER=x\nNEW=1\n" });
    expect(JSON.parse(file.stdout).variables).toEqual([
      { key: "HERE", status: "missing" },
      { key: "NEW", status: "extra" },
      { key: "OTHER", status: "different" },
      { key: "SAME", status: "same" },
    ]);
    expect(other.stdout + other.stderr + file.stdout + file.stderr).not.toMatch(/s3cret|-value/);
    expect(
      (await run("diff", ["diff", "--file", "-", "--exit-code"], { input: "SAME=s3cret\nOTHER=one-value\nHERE=1" }))
        .code,
    ).toBe(0);
    expectRefused(await run("diff", ["diff"]), 2, /Say what to compare with/);
  });

  it("restore brings back one variable or all of them, as a new save", async () => {
    for (const value of ["one", "two"]) await run("past", ["set", `A=${value}`, `B=${value}`]);
    await run("past", ["rm", "B"]);
    expect(await answer("past", ["restore", "1", "--key", "A", "--reason", "it broke"])).toMatchObject({
      changed: ["A"],
    });
    const pull = async () => JSON.parse((await run("past", ["pull", "--format", "json"])).stdout);
    expect(await pull()).toEqual({ A: "one" });
    expect(await answer("past", ["restore", "2"])).toMatchObject({ added: ["B"], changed: ["A"] });
    expect(await pull()).toEqual({ A: "two", B: "two" });
    const table = (await run("past", ["history", "--limit", "2"])).stdout;
    expect(table).toMatch(/^NUMBER +WHEN +WHO +WHY +CHANGES\n5 .*\+B ~A\n4 .*it broke +~A\n$/);
    expect(await answer("past", ["history", "--key", "B"])).toHaveLength(4);
    expectRefused(await run("past", ["restore", "99"]), 5, /production has no save 99/);
  });

  describe("run", () => {
    const show = (name: string) => [
      "--",
      process.execPath,
      "-e",
      `process.stdout.write(process.env.${name} ?? "unset")`,
    ];

    it("gives a command the values and the person's own environment, and writes nothing", async () => {
      await run("run-a", ["set", "TOKEN=from Berth", "LIST=a,b"]);
      const result = await run("run-a", ["run", ...show("TOKEN")]);
      expect(result).toMatchObject({ code: 0, stdout: "from Berth", stderr: "", files: [] });
      expect((await run("run-a", ["run", ...show("PATH")])).stdout).not.toBe("unset");
    });

    it("reads no shell in a value, and passes arguments and input on as they are", async () => {
      await run("run-b", ["set", "A=$(exit 3) `id` $HOME"]);
      expect((await run("run-b", ["run", ...show("A")])).stdout).toBe("$(exit 3) `id` $HOME");
      const echo = "process.stdin.pipe(process.stdout); process.stdout.write(process.argv.slice(1).join('|'))";
      const result = await run("run-b", ["run", "--", process.execPath, "-e", echo, "--", "a b", "--json", "-e"], {
        input: "!",
      });
      expect(result.stdout).toBe("a b|--json|-e!");
    });

    it("ends with the command's exit code, and as a shell does where there is none", async () => {
      await run("run-c", ["set", "A=1"]);
      const code = async (...command: string[]) => (await run("run-c", ["run", "--", ...command])).code;
      expect(await code(process.execPath, "-e", "process.exit(42)")).toBe(42);
      expect(await code(process.execPath, "-e", "process.kill(process.pid, 'SIGKILL')")).toBe(137);
      expect(await code("no-such-command")).toBe(127);
      const script = path.join(folder, "plain.txt");
      writeFileSync(script, "text");
      chmodSync(script, 0o644);
      expect(await code(script)).toBe(126);
    });

    it("passes signals on", async () => {
      await run("run-d", ["set", "A=1"]);
      const waiting = "process.on('SIGTERM', () => process.exit(7)); setInterval(() => 0, 1000); console.log('ready')";
      const args = ["env", "run", "--project", "run-d", "--", process.execPath, "-e", waiting];
      const child: ChildProcess = spawn(process.execPath, [program, ...args], {
        env: childEnv({ HOME: folder, ...env() }),
        stdio: ["ignore", "pipe", "inherit"],
      });
      await new Promise((resolve) => child.stdout?.once("data", resolve));
      child.kill("SIGTERM");
      expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(7);
    });

    it("refuses names that run code unless they are wanted, and leaves out what is restricted", async () => {
      await run("run-e", ["set", "NODE_OPTIONS=--no-warnings", "A=1"]);
      await run("run-e", ["set", "NEVER=shown", "--visibility", "restricted"]);
      expectRefused(
        await run("run-e", ["run", ...show("A")]),
        2,
        /NODE_OPTIONS: a value there changes how programs start/,
      );
      const allowed = await run("run-e", ["run", "--allow-reserved", ...show("NEVER")]);
      expect(allowed).toMatchObject({ stdout: "unset", stderr: "Not set, because they are restricted: NEVER.\n" });
    });

    it("says so when there is more than a process can be given", async () => {
      await answer("run-f", ["push", "-"], { input: `V0=${"x".repeat(64_000)}` });
      const words = Array.from({ length: 100 }, (_, index) => `R${index}=$${"{{V0}}"}`);
      await run("run-f", ["set", ...words, "--reference"]);
      const result = await run("run-f", ["run", ...show("V0")]);
      expect([result.code, result.stderr]).toEqual([126, expect.stringContaining("more than a process can be given")]);
    });
  });

  it("types writes what is stored and what the code reads into one module", async () => {
    await run("typed", ["set", "STORED=1"]);
    const files = {
      "env.ts": "export const key = process.env.MUST_HAVE!;\n",
      "package.json": '{"dependencies":{"zod":"4"}}',
    };
    const written = await run("typed", ["types", "--out", "environment.ts"], { files });
    expect(written).toMatchObject({ code: 0, stdout: "environment.ts\n", stderr: "environment.ts: 2 variables.\n" });
    const module = readFileSync(path.join(written.cwd, "environment.ts"), "utf8");
    expect(module).toMatch(/MUST_HAVE: z\.string\(\),\n {2}STORED: z\.string\(\)\.optional\(\),\n/);
  });
});
