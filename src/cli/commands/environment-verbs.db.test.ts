import { expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { describeOnPglite } from "@/server/testing";
import { berthServer } from "../testing/berth-server";
import { bundleBerth, expectRefused } from "../testing/run-berth";

bundleBerth();

describeOnPglite("berth env, the other verbs", (getCtx) => {
  const server = berthServer(getCtx);
  const { run, answer } = server;

  it("needs compares what a folder reads with what is set, and says with its exit code whether something is missing", async () => {
    await run("needs", ["set", "API_KEYS=1", "OLD=1"]);
    expectRefused(await run("needs", ["needs"]), 6, /did not generate needs and never deployed it.*--dir DIR/);
    const files = {
      "package.json": "{}",
      "a.ts": 'if (!process.env.API_KEY) throw new Error("API_KEY");\n',
    };
    const table = await run("needs", ["needs", "--dir", ".", "--exit-code"], { files });
    expect(table.code).toBe(1);
    expect(table.stdout).toMatch(/^STATE +NAME +READ AT +NOTE\nmissing +API_KEY +a\.ts:1 /);
    expect(table.stdout).toMatch(/unused +API_KEYS +probably meant API_KEY\nunused +OLD\n$/);
    expect(table.stderr).toBe("1 of 1 needed variables is missing. 2 set and read nowhere.\n");
    await run("needs", ["set", "API_KEY=1"]);
    expect(await answer("needs", ["needs", "--dir", ".", "--exit-code"], { files })).toMatchObject({
      needed: 1,
      counts: { set: 1, missing: 0, unused: 2 },
    });
  });

  it("needs knows a generated project by its configuration", async () => {
    await createProject(server.ctx(), { name: "made", config: { name: "made", database: "drizzle-postgres" } });
    const usage = await answer("made", ["needs", "--platform", "vercel"]);
    expect(usage).toMatchObject({ platform: "vercel", readFrom: { kind: "configuration" } });
    expectRefused(await run("made", ["needs", "--platform", "heroku"]), 2, /heroku/);
  });

  it("test tries a value, and fails with 1 where it does not work", async () => {
    await run("tested", ["set", "DATABASE_URL=postgres://u:hunter2@127.0.0.1:1/app", "PLAIN=1"]);
    const guarded = await run("tested", ["test", "DATABASE_URL"]);
    expect([guarded.code, guarded.stderr]).toEqual([1, expect.stringMatching(/^Failed after .*--allow-private\n$/s)]);
    const allowed = await run("tested", ["test", "DATABASE_URL", "--allow-private", "--json"]);
    expect(JSON.parse(allowed.stdout)).toMatchObject({ key: "DATABASE_URL", outcome: "failed", cause: "refused" });
    const given = await run("tested", ["test", "DATABASE_URL", "--stdin", "--json"], { input: "no address\n" });
    expect(JSON.parse(given.stdout)).toMatchObject({ cause: "malformed" });
    for (const { stdout, stderr } of [guarded, allowed, given]) expect(stdout + stderr).not.toContain("hunter2");
    expectRefused(await run("tested", ["test", "PLAIN"]), 2, /knows no test for PLAIN/);
    expectRefused(await run("tested", ["test", "NOT_THERE"]), 5, /NOT_THERE is not set/);
  });

  it("describe says what a variable is, and which stored value does not fit", async () => {
    await run("told", ["set", "LEVEL=loud"]);
    const told = await run("told", ["describe", "LEVEL", "--type", "enum", "--options", "info, warn", "--required"]);
    expect([told.code, told.stderr]).toEqual([0, expect.stringContaining("has to be one of info, warn.")]);
    expect(await answer("told", ["list"])).toMatchObject([{ type: "enum", options: ["info", "warn"], required: true }]);
    await run("told", ["describe", "LEVEL", "--optional", "--visibility", "restricted"]);
    expect(await answer("told", ["list"])).toMatchObject([{ required: false, visibility: "restricted" }]);
    expectRefused(await run("told", ["describe", "LEVEL", "--visibility", "plain"]), 2, /restricted/);
    expectRefused(await run("told", ["describe", "LEVEL"]), 2, /Nothing to say of it/);
    expectRefused(await run("told", ["describe", "LEVEL", "--required", "--optional"]), 2, /cannot be used with/);
    expectRefused(await run("told", ["describe", "LEVEL", "--options", "a,,b"]), 2, /commas between them/);
  });

  it("set says what to think of before a name is used, and refuses what is none", async () => {
    const cautioned = await run("names", ["set", "lower=1", "LD_PRELOAD=/x.so", "PLAIN=1"]);
    expect(cautioned).toMatchObject({ code: 0, stdout: "" });
    expect(cautioned.stderr).toMatch(/^lower: Names are usually written in capitals.*\nLD_PRELOAD: .*programs start/);
    expect(cautioned.stderr).not.toContain("PLAIN:");
    for (const [name, reason] of [
      ["__proto__", /"__proto__" is not a variable name\. This name is reserved\./],
      ["constructor", /This name is reserved/],
      ["A B", /Use letters, digits and underscores/],
      ["\u0410PI", /U\+0410, which may look like another one/],
    ] as const) {
      expectRefused(await run("names", ["set", `${name}=1`]), 2, reason);
      expectRefused(await run("names", ["set", "--generate", name]), 2, reason);
      expectRefused(await run("names", ["describe", name, "--required"]), 2, reason);
    }
  });

  it("set tells of references that lead nowhere or back to themselves, and stores them", async () => {
    const reference = (name: string) => `$${"{{"}${name}}}`;
    const saved = await run("circles", ["set", `A=${reference("B")}`, `B=${reference("A")}`, "--reference"]);
    expect(saved).toMatchObject({ code: 0 });
    expect(saved.stderr).toContain("leads back to itself (production.A > production.B > production.A)");
    const missing = await run("circles", ["set", `C=${reference("NONE")}`, "--reference"]);
    expect(missing.stderr).toContain("NONE");
    expectRefused(await run("circles", ["pull"]), 6, /leads back to itself/);
  });

  it("allow-reserved lets one value through until it changes, and says of which names it cannot", async () => {
    await run("starts", ["set", "NODE_OPTIONS=--no-warnings", "PATH=/x", "PLAIN=1"]);
    const stateOf = async (name: string) =>
      (await answer("starts", ["list"])).find(({ key }: { key: string }) => key === name).reserved;
    expect(await stateOf("NODE_OPTIONS")).toBe("refused");
    const allowed = await run("starts", ["allow-reserved", "NODE_OPTIONS"]);
    expect([allowed.code, allowed.stderr]).toEqual([0, expect.stringContaining("from the next start on.")]);
    expect(await stateOf("NODE_OPTIONS")).toBe("allowed");
    await run("starts", ["set", "NODE_OPTIONS=--inspect"]);
    expect(await stateOf("NODE_OPTIONS")).toBe("refused");
    expect(await answer("starts", ["allow-reserved", "NODE_OPTIONS"])).toMatchObject({ isAllowed: true });
    expect(await answer("starts", ["allow-reserved", "NODE_OPTIONS", "--revoke"])).toMatchObject({ isAllowed: false });
    expect(await stateOf("NODE_OPTIONS")).toBe("refused");
    expectRefused(await run("starts", ["allow-reserved", "PATH"]), 2, /Nobody can allow it/);
    expectRefused(await run("starts", ["allow-reserved", "PLAIN"]), 2, /PLAIN is an ordinary name/);
    expectRefused(await run("starts", ["allow-reserved", "LD_PRELOAD"]), 5, /LD_PRELOAD is not set/);
  });

  it("generate stores a value and does not show it", async () => {
    const made = await run("dice", ["generate", "ID", "--kind", "uuid"]);
    expect(made).toMatchObject({ code: 0, stdout: "", stderr: "dice, production: 1 added, 0 changed.\n" });
    const { ID } = JSON.parse((await run("dice", ["pull", "--format", "json"])).stdout);
    expect(ID).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expectRefused(await run("dice", ["generate", "ID", "--kind", "dice"]), 2, /nothing to generate/);
  });

  it("copy previews, then copies what is named, and never within one environment", async () => {
    await run("copied", ["set", "A=s3cret", "B=2", "-e", "staging"]);
    const dry = await run("copied", ["copy", "-e", "staging", "--to", "production", "--dry-run"]);
    expect(dry).toMatchObject({ code: 0, stdout: "+ A\n+ B\n" });
    expect(dry.stderr).toContain("Nothing was copied.");
    expect(await answer("copied", ["list"])).toEqual([]);
    expect(await answer("copied", ["promote", "-e", "staging", "--to", "production", "--key", "A"])).toMatchObject({
      added: ["A"],
      dryRun: false,
    });
    expect((await answer("copied", ["compare", "-e", "staging", "--with", "production"])).variables).toEqual([
      { key: "A", status: "same" },
      { key: "B", status: "missing" },
    ]);
    expectRefused(await run("copied", ["copy", "--to", "production"]), 2, /onto itself/);
    expectRefused(await run("copied", ["copy", "--to", "staging", "--key", "NO"]), 5, /NO is not set/);
    expectRefused(await run("copied", ["copy"]), 2, /--to/);
  });

  it("configurations are listed, made and activated", async () => {
    const command = (...words: string[]) => server.berth(["env", "configurations", ...words, "--project", "sets"]);
    await run("sets", ["set", "A=1"]);
    expect((await command()).stdout).toMatch(/production +default +active +1 set/);
    const created = await command("create", "blue", "--base", "staging");
    expect([created.code, created.stderr]).toEqual([
      0,
      expect.stringContaining("activate blue --project sets -e production"),
    ]);
    expect((await command("activate", "blue")).code).toBe(0);
    const listed = JSON.parse((await command("list", "--json")).stdout) as { name: string; isActive: boolean }[];
    expect(listed.filter(({ isActive }) => isActive)).toMatchObject([{ name: "blue", baseEnvironment: "staging" }]);
    expectRefused(await command("activate", "green"), 5, /green/);
    expectRefused(await command("create", "Not a name"), 2, /lower-case/);
  });

  it("templates are listed, applied by id or name, and saved", async () => {
    const list = JSON.parse((await server.berth(["env", "templates", "--category", "mail", "--json"])).stdout);
    expect(list.map(({ category }: { category: string }) => category)).toContain("mail");
    const refused = await run("begun", ["apply", "extras-payments"]);
    expectRefused(refused, 2, /needs a value for STRIPE_SECRET_KEY/);
    const values = ["STRIPE_SECRET_KEY=sk_test_AbCdEfGhIjKlMnOp", "STRIPE_WEBHOOK_SECRET="];
    const applied = await run("begun", ["apply", "payments", "--set", ...values]);
    expect([applied.code, applied.stdout]).toEqual([0, "+ STRIPE_SECRET_KEY\n+ STRIPE_WEBHOOK_SECRET\n"]);
    const saved = await run("begun", ["save-template", "Shop", "--key", "STRIPE_SECRET_KEY"]);
    expect(saved).toMatchObject({ code: 0, stderr: expect.stringContaining("Shop keeps STRIPE_SECRET_KEY.") });
    const again = await run("begun", ["save-template", "Shop"]);
    expectRefused(again, 6, /There is a template called Shop already/);
    const other = await run("other", ["apply", "shop", "--file", "-"], { input: "STRIPE_SECRET_KEY=sk_test_x\n" });
    expect(other).toMatchObject({ code: 0, stdout: "+ STRIPE_SECRET_KEY\n" });
    expectRefused(await run("other", ["apply", "no-such"]), 5, /There is no template no-such/);
    expectRefused(await run("other", ["apply", "shop", "--set", "NOT_A_PAIR"]), 2, /is not NAME=value/);
  });

  it("sync, drift and reload say where there is no app", async () => {
    await run("alone", ["set", "A=1"]);
    for (const verb of ["sync", "drift"])
      expectRefused(await run("alone", [verb]), 5, /No app runs with the environment production of alone\. Deploy one/);
    expectRefused(
      await run("alone", ["sync", "--app", "x", "--platform", "render"]),
      5,
      /No app named x on render runs/,
    );
    expectRefused(await run("alone", ["reload"]), 6, /No app of alone runs/);
    expectRefused(await run("nobody", ["drift"]), 5, /no project named nobody/);
  });
});
