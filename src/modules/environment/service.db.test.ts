import { sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { type Ctx, permissions } from "@/server/context";
import { AppError } from "@/server/errors";
import { systemCtx } from "@/server/kernel";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import {
  ensureGenerated,
  listEnvironments,
  listVariables,
  openSnapshot,
  revealVariable,
  setVariables,
  takeSnapshot,
  unsetVariables,
} from "./service";
import { dataKey, envConfig, envSnapshot, envVariable, envVariableVersion } from "./tables";

const environment = "production";
const secretOf = (value: string, sensitive = true) => ({ value, sensitive });

describeOnDatabases("environment service", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  let count = 0;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = await newProject();
  });
  const newProject = async (owner = ctx) => {
    count += 1;
    return (await createProject(owner, { name: `shop-${count}` })).id;
  };
  const set = (values: Record<string, string>, at = ctx) => {
    const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, secretOf(value)]));
    return setVariables(at, { projectId, environment, variables });
  };
  const valuesOf = async (snapshotId: string, at = ctx) => {
    const opened = await openSnapshot(at, snapshotId);
    return Object.fromEntries(Array.from(opened, ([key, secret]) => [key, secret.unwrap()]));
  };
  const current = async () => valuesOf((await takeSnapshot(ctx, { projectId, environment })).snapshotId);
  const audits = async (action: string) => {
    const rows = await ctx.db.select().from(auditLog);
    return rows.filter((row) => row.orgId === ctx.orgId && row.action === action);
  };

  it("stores values and gives them back, awkward ones too", async () => {
    const values = { EMPTY: "", LINES: "a\r\nb", ASTRAL: "😀é", DOLLAR: "$(id) $X", BIG: "é".repeat(32_768) };
    const saved = await set(values);
    expect(saved).toMatchObject({ added: Object.keys(values), changed: [], removed: [] });
    expect(await current()).toEqual(values);
  });

  it("opens what an earlier snapshot held after later edits and removals", async () => {
    const first = await set({ A: "1", B: "1" });
    const second = await set({ A: "2", C: "1" });
    const third = await unsetVariables(ctx, { projectId, environment, keys: ["B"] });
    const fourth = await set({ B: "3" });
    expect(await valuesOf(first.snapshotId)).toEqual({ A: "1", B: "1" });
    expect(await valuesOf(second.snapshotId)).toEqual({ A: "2", B: "1", C: "1" });
    expect(await valuesOf(third.snapshotId)).toEqual({ A: "2", C: "1" });
    expect(await valuesOf(fourth.snapshotId)).toEqual({ A: "2", B: "3", C: "1" });
    const list = await listVariables(ctx, { projectId, environment });
    expect(list.map(({ key, version }) => [key, version])).toEqual([
      ["A", 2],
      ["B", 3],
      ["C", 1],
    ]);
  });

  it("writes nothing when nothing changes", async () => {
    const first = await set({ A: "1" });
    const again = await set({ A: "1" });
    expect(again).toEqual({ snapshotId: first.snapshotId, added: [], changed: [], removed: [] });
    expect(await audits("environment.saved")).toHaveLength(1);
  });

  it("shows only what is not sensitive", async () => {
    await setVariables(ctx, {
      projectId,
      environment,
      variables: { OPEN: secretOf("seen", false), CLOSED: secretOf("unseen") },
    });
    const list = await listVariables(ctx, { projectId, environment });
    expect(list.map(({ key, value }) => [key, value])).toEqual([
      ["CLOSED", undefined],
      ["OPEN", "seen"],
    ]);
    const hidden = await setVariables(ctx, { projectId, environment, variables: { OPEN: secretOf("seen") } });
    expect(hidden.changed).toEqual(["OPEN"]);
    expect((await listVariables(ctx, { projectId, environment })).every(({ value }) => value === undefined)).toBe(true);
  });

  it("keeps environments apart and counts them", async () => {
    await set({ A: "1", B: "2" });
    await setVariables(ctx, { projectId, environment: "staging", variables: { A: secretOf("s") } });
    expect(await current()).toEqual({ A: "1", B: "2" });
    expect(await listEnvironments(ctx, { projectId })).toEqual([
      { name: "production", count: 2 },
      { name: "staging", count: 1 },
    ]);
  });

  it("reveals one value and records who read it", async () => {
    await set({ API_KEY: "sk-reveal-me" });
    expect(await revealVariable(ctx, { projectId, environment, key: "API_KEY" })).toEqual({ value: "sk-reveal-me" });
    const [row, ...more] = await audits("environment.revealed");
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      targetId: projectId,
      actorKind: "user",
      details: { environment, key: "API_KEY", version: 1 },
    });
    await expect(revealVariable(ctx, { projectId, environment, key: "NONE" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("makes a secret once, also when asked at the same moment, and replaces empty text", async () => {
    await set({ EMPTY_SECRET: "", OWN_SECRET: "kept" });
    const ask = () =>
      ensureGenerated(ctx, { projectId, environment, keys: ["AUTH_SECRET", "EMPTY_SECRET", "OWN_SECRET"] });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.flatMap(({ added, changed }) => [...added, ...changed]).sort()).toEqual([
      "AUTH_SECRET",
      "EMPTY_SECRET",
    ]);
    const values = await current();
    expect(values.OWN_SECRET).toBe("kept");
    expect(values.AUTH_SECRET).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(values.EMPTY_SECRET).toMatch(/^[A-Za-z0-9_-]{43}$/);
    await ask();
    expect(await current()).toEqual(values);
  });

  it("loses nothing when many save at once, the first time too", async () => {
    const writers = Array.from({ length: 12 }, (_, index) => index);
    await Promise.all(writers.map((index) => set({ SHARED: `by-${index}`, [`OWN_${index}`]: `${index}` })));
    const values = await current();
    for (const index of writers) expect(values[`OWN_${index}`]).toBe(`${index}`);
    const [config, ...otherConfigs] = (await ctx.db.select().from(envConfig)).filter(
      (row) => row.projectId === projectId,
    );
    expect(otherConfigs).toEqual([]);
    const seqs = (await ctx.db.select().from(envSnapshot))
      .filter((row) => row.configId === config?.id)
      .map(({ seq }) => seq);
    expect(seqs.sort((a, b) => a - b)).toEqual(writers.map((index) => index + 1));
    const shared = (await listVariables(ctx, { projectId, environment })).find(({ key }) => key === "SHARED");
    expect(shared?.version).toBe(writers.length);
    const keys = (await ctx.db.select().from(dataKey)).filter((row) => row.projectId === projectId);
    expect(keys).toMatchObject([{ state: "active", encryptCount: 24 }]);
  });

  it("refuses without the permission, and stores nothing", async () => {
    const { snapshotId } = await set({ A: "1" });
    const without = (missing: string): Ctx => ({
      ...ctx,
      permissions: new Set(permissions.filter((each) => each !== missing)),
    });
    const forbidden = { code: "FORBIDDEN" };
    await expect(set({ A: "2" }, without("environment:write"))).rejects.toMatchObject(forbidden);
    const unset = unsetVariables(without("environment:write"), { projectId, environment, keys: ["A"] });
    await expect(unset).rejects.toMatchObject(forbidden);
    const generate = ensureGenerated(without("environment:write"), { projectId, environment, keys: ["B"] });
    await expect(generate).rejects.toMatchObject(forbidden);
    await expect(listVariables(without("environment:read"), { projectId, environment })).rejects.toMatchObject(
      forbidden,
    );
    await expect(takeSnapshot(without("environment:read"), { projectId, environment })).rejects.toMatchObject(
      forbidden,
    );
    await expect(openSnapshot(without("environment:reveal"), snapshotId)).rejects.toMatchObject(forbidden);
    const reveal = revealVariable(without("environment:reveal"), { projectId, environment, key: "A" });
    await expect(reveal).rejects.toMatchObject(forbidden);
    expect(await current()).toEqual({ A: "1" });
  });

  it("shows another organization nothing", async () => {
    const { snapshotId } = await set({ A: "1" });
    const stranger = await getCtx();
    const missing = { code: "NOT_FOUND" };
    await expect(set({ A: "2" }, stranger)).rejects.toMatchObject(missing);
    await expect(listVariables(stranger, { projectId, environment })).rejects.toMatchObject(missing);
    await expect(revealVariable(stranger, { projectId, environment, key: "A" })).rejects.toMatchObject(missing);
    await expect(openSnapshot(stranger, snapshotId)).rejects.toMatchObject(missing);
    await expect(takeSnapshot(stranger, { projectId, environment })).rejects.toMatchObject(missing);
    await expect(listEnvironments(stranger, { projectId })).rejects.toMatchObject(missing);
  });

  it("refuses bad input by name, and stores nothing", async () => {
    const bad: Record<string, string>[] = [
      { "bad name": "x" },
      { A: "a\0b" },
      { A: "\uD800" },
      { A: "é".repeat(32_769) },
      { constructor: "x" },
    ];
    for (const values of bad) await expect(set({ GOOD: "1", ...values })).rejects.toThrow();
    const environments = ["Production", "../x", "", "a".repeat(41)];
    for (const name of environments) {
      await expect(
        setVariables(ctx, { projectId, environment: name, variables: { A: secretOf("1") } }),
      ).rejects.toThrow();
    }
    expect(await listVariables(ctx, { projectId, environment })).toEqual([]);
    await expect(unsetVariables(ctx, { projectId, environment, keys: ["NONE"] })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "NONE is not set in the environment production.",
    });
    expect(await listEnvironments(ctx, { projectId })).toEqual([]);
  });

  it("holds no stored value in the clear in any table", async () => {
    const secrets = { HIDDEN: "needle-hidden-7f3a", SHOWN: "needle-shown-7f3a" };
    const variables = { HIDDEN: secretOf(secrets.HIDDEN), SHOWN: secretOf(secrets.SHOWN, false) };
    await setVariables(ctx, { projectId, environment, variables });
    await revealVariable(ctx, { projectId, environment, key: "HIDDEN" });
    await ensureGenerated(ctx, { projectId, environment, keys: ["MADE"] });
    const values = Object.values(await current());
    const dump = await dumpTables(ctx);
    expect(dump).toContain("env_variable_version");
    expect(dump).toContain("HIDDEN");
    for (const value of values) {
      for (const form of [value, Buffer.from(value).toString("base64"), Buffer.from(value).toString("hex")]) {
        expect(dump.includes(form.replace(/=+$/, ""))).toBe(false);
      }
    }
  });

  it("does not open a value that was moved to another variable, version, configuration or project", async () => {
    await set({ A: "one", B: "two" });
    await set({ A: "three" });
    await setVariables(ctx, { projectId, environment: "staging", variables: { A: secretOf("staged") } });
    const other = await newProject();
    await setVariables(ctx, { projectId: other, environment, variables: { A: secretOf("foreign") } });
    const [a1, a2, b1, staged, foreign] = await Promise.all([
      tokenOf(projectId, environment, "A", 1),
      tokenOf(projectId, environment, "A", 2),
      tokenOf(projectId, environment, "B", 1),
      tokenOf(projectId, "staging", "A", 1),
      tokenOf(other, environment, "A", 1),
    ]);
    for (const moved of [a1, b1, staged, foreign]) {
      await write(a2.id, moved.token);
      await expect(current()).rejects.toThrow(AppError);
    }
    await write(a2.id, a2.token);
    expect(await current()).toEqual({ A: "three", B: "two" });
  });

  it("does not open a changed value, and names a data key that is gone", async () => {
    await set({ A: "one" });
    const { id, token } = await tokenOf(projectId, environment, "A", 1);
    const [head, keyId, body] = [token.slice(0, 7), token.split(":")[2] ?? "", token.split(":")[3] ?? ""];
    const bytes = Buffer.from(body, "base64url");
    // One bit of each byte; that every bit counts is shown where the sealing is tested.
    for (let bit = 0; bit < bytes.length * 8; bit += 9) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await write(id, `${head}${keyId}:${flipped.toString("base64url")}`);
      await expect(current()).rejects.toThrow(AppError);
    }
    await write(id, `${head}${keyId}:${bytes.subarray(0, -4).toString("base64url")}`);
    await expect(current()).rejects.toThrow(AppError);
    await write(id, `${head}no-such-key:${body}`);
    await expect(current()).rejects.toMatchObject({ code: "PRECONDITION", details: { reason: "KEY_NOT_FOUND" } });
  });

  it("never repeats a token for the same text", async () => {
    await set({ A: "same", B: "same" });
    const [a, b] = await Promise.all([
      tokenOf(projectId, environment, "A", 1),
      tokenOf(projectId, environment, "B", 1),
    ]);
    expect(a.token).not.toBe(b.token);
    expect(a.valueHmac).toBe(b.valueHmac);
    const other = await newProject();
    await setVariables(ctx, { projectId: other, environment, variables: { A: secretOf("same") } });
    expect((await tokenOf(other, environment, "A", 1)).valueHmac).not.toBe(a.valueHmac);
  });

  it("is read by Berth itself for a deployment, and the reading is recorded", async () => {
    const { snapshotId } = await set({ A: "1" });
    const system = systemCtx(getCtx.kernel(), { orgId: ctx.orgId });
    const opened = await openSnapshot(system, snapshotId);
    expect(`${opened.get("A")} ${JSON.stringify([...opened.values()])}`).not.toContain("1");
    expect(await audits("environment.read")).toMatchObject([
      { actorKind: "system", details: { snapshotId, keys: ["A"] } },
    ]);
    await expect(openSnapshot(system, "none")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  async function tokenOf(project: string, name: string, key: string, version: number) {
    const rows = await ctx.db
      .select({ row: envVariableVersion })
      .from(envVariableVersion)
      .innerJoin(envVariable, sql`${envVariable.id} = ${envVariableVersion.variableId}`)
      .innerJoin(envConfig, sql`${envConfig.id} = ${envVariable.configId}`)
      .where(
        sql`${envConfig.projectId} = ${project} and ${envConfig.environment} = ${name}
          and ${envVariable.key} = ${key} and ${envVariableVersion.version} = ${version}`,
      );
    const row = rows[0]?.row;
    if (!row?.token) throw new Error(`${key} version ${version} is not stored`);
    return { id: row.id, token: row.token, valueHmac: row.valueHmac };
  }

  async function write(id: string, token: string): Promise<void> {
    await ctx.db.update(envVariableVersion).set({ token }).where(sql`${envVariableVersion.id} = ${id}`);
  }
});

async function dumpTables(ctx: Ctx): Promise<string> {
  const names = await rowsOf<{ name: string }>(
    ctx,
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const dumps = await Promise.all(
    names.map(async ({ name }) => {
      const rows = await rowsOf<{ text: string }>(ctx, `select row_to_json(t)::text as text from "${name}" t`);
      return [name, ...rows.map(({ text }) => text)].join("\n");
    }),
  );
  return dumps.join("\n");
}

async function rowsOf<T>(ctx: Ctx, statement: string): Promise<T[]> {
  const result: unknown = await ctx.db.execute(sql.raw(statement));
  return (Array.isArray(result) ? result : (result as { rows: T[] }).rows) as T[];
}
