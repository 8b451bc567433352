import { sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { describeOnDatabases } from "@/server/testing";
import { ensureGenerated, openSnapshot, revealVariable, setVariables, takeSnapshot } from "../service";
import { envConfig, envVariable, envVariableVersion } from "../tables";

const environment = "production";
const secretOf = (value: string, sensitive = true) => ({ value, sensitive });

describeOnDatabases("vault", (getCtx) => {
  let ctx: Ctx;
  let projectId: string;
  let count = 0;
  beforeEach(async () => {
    ctx = await getCtx();
    projectId = await newProject();
  });
  const newProject = async () => {
    count += 1;
    return (await createProject(ctx, { name: `shop-${count}` })).id;
  };
  const set = (values: Record<string, string>) => {
    const variables = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, secretOf(value)]));
    return setVariables(ctx, { projectId, environment, variables });
  };
  const current = async () => {
    const { snapshotId } = await takeSnapshot(ctx, { projectId, environment });
    const opened = await openSnapshot(ctx, snapshotId);
    return Object.fromEntries(Array.from(opened, ([key, secret]) => [key, secret.unwrap()]));
  };

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
