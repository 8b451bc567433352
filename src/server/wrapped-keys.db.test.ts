import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { openToken, sealToken } from "@/modules/connections/seal";
import { openSnapshot, setVariables } from "@/modules/environment";
import { openCredentials, sealCredentials } from "@/modules/models/credentials";
import { openPlace, sealPlace } from "@/modules/notifications/sealed-place";
import { createProject } from "@/modules/projects";
import { createBackup } from "./backup";
import { readBackupFile } from "./backup-file";
import { registerModuleKeys } from "./boot";
import type { Ctx } from "./context";
import { type BoundKeyring, Keyring } from "./crypto";
import { queryRows } from "./db";
import { openKeyring } from "./keyring-check";
import { berthInstallation } from "./tables";
import { describeOnDatabases } from "./testing";
import { checkWrappedKeys, countByMasterKey, findWrappingTables, rewrapBatch } from "./wrapped-keys";

const keyOf = (kid: string, fill: number) => `${kid}:${Buffer.alloc(32, fill).toString("base64")}`;
const old = keyOf("t1", 7);
const fresh = keyOf("t2", 8);
const connection = { platform: "vercel", address: "https://api.example.com" };
const model = { provider: "openai", address: null, region: null };
const webhook = { address: "https://hooks.example.com/x", allowPrivate: false };

describeOnDatabases("keys wrapped by the master keys", (getCtx) => {
  let ctx: Ctx;
  let salt: string;
  const ring = (text: string): BoundKeyring => Keyring.parse(text).bind(salt);
  const db = () => getCtx.kernel().db;
  const rewrapAll = async (keyring: BoundKeyring, size: number) => {
    let total = 0;
    for (;;) {
      const done = await rewrapBatch(db(), keyring, size);
      if (done === 0) return total;
      total += done;
    }
  };

  beforeAll(async () => {
    registerModuleKeys();
    [{ salt } = { salt: "" }] = await db().select().from(berthInstallation);
  });

  beforeEach(async () => {
    for (const { table } of await findWrappingTables(db())) await db().execute(sql.raw(`delete from "${table}"`));
    ctx = await getCtx();
  });

  /** One of each: a project's values, a platform's token, a model's key, a webhook. Answers how each is read. */
  async function store(count: number) {
    const { orgId } = ctx;
    const reads: ((reader: Ctx) => Promise<string>)[] = [];
    for (let index = 0; index < count; index++) {
      const id = ctx.newId();
      const token = sealToken(ctx, { id, orgId, ...connection }, `token-${index}`);
      await db().execute(sql`insert into platform_connection (id, org_id, platform, name, address, account, kid, wrapped, token, created_by)
        values (${id}, ${orgId}, 'vercel', ${id}, ${connection.address}, '{}', ${token.kid}, ${token.wrapped}, ${token.token}, 'me')`);
      const place = sealPlace(ctx, { id, orgId, kind: "webhook" }, webhook);
      await db().execute(sql`insert into outbound_channel (id, org_id, kind, name, events, hint, kid, wrapped, token, created_by)
        values (${id}, ${orgId}, 'webhook', ${id}, '[]', '', ${place.kid}, ${place.wrapped}, ${place.token}, 'me')`);
      const project = await createProject(ctx, { name: `shop-${id}` });
      const ref = { projectId: project.id, environment: "production" };
      const { snapshotId } = await setVariables(ctx, {
        ...ref,
        variables: { A: { value: `v-${index}`, sensitive: true } },
      });
      reads.push(
        async (reader) =>
          openToken(reader, { id, orgId, ...connection }, await stored("platform_connection", id)).unwrap(),
        async (reader) =>
          openPlace(reader, { id, orgId, kind: "webhook", ...(await stored("outbound_channel", id)) }).address,
        async (reader) => (await openSnapshot(reader, snapshotId)).get("A")?.unwrap() ?? "",
      );
    }
    const id = ctx.newId();
    const sealed = sealCredentials(ctx, { id, orgId, ...model }, { form: "key", key: "sk-model" });
    await db().execute(sql`insert into model_connection (id, org_id, provider, model, credential_form, kid, wrapped, token)
      values (${id}, ${orgId}, 'openai', 'm', 'key', ${sealed.kid}, ${sealed.wrapped}, ${sealed.token})`);
    reads.push(async (reader) =>
      JSON.stringify(openCredentials(reader, { id, orgId, ...model }, await stored("model_connection", id))),
    );
    return { keys: count * 3 + 1, read: (reader: Ctx) => Promise.all(reads.map((each) => each(reader))) };
  }

  async function stored(table: string, id: string) {
    const columns = sql`select kid, wrapped, token from ${sql.raw(table)} where id = ${id}`;
    const [row] = await queryRows<{ kid: string; wrapped: string; token: string }>(db(), columns);
    if (!row) throw new Error(`${table} has no ${id}`);
    return row;
  }

  it("are all known: none is forgotten by a rotation or a backup", async () => {
    const tables = await findWrappingTables(db());
    expect(tables.map(({ table }) => table)).toEqual([
      "data_key",
      "model_connection",
      "outbound_channel",
      "platform_connection",
    ]);
    expect(tables.every(({ isKnown }) => isKnown)).toBe(true);
    await db().execute(sql`create table forgotten (id text, kid text, wrapped text)`);
    await expect(rewrapBatch(db(), ring(fresh))).rejects.toThrow("forgotten");
    await db().execute(sql`drop table forgotten`);
  });

  it("are wrapped anew in batches, and then need the new key alone", async () => {
    const { keys, read } = await store(3);
    const before = await read(ctx);
    expect(await countByMasterKey(db())).toEqual(new Map([["t1", keys]]));
    const both = ring(`${fresh},${old}`);
    expect(await rewrapBatch(db(), both, 2)).toBe(2);
    expect(await read({ ...ctx, keyring: both })).toEqual(before);
    expect(await rewrapAll(both, 2)).toBe(keys - 2);
    expect(await countByMasterKey(db())).toEqual(new Map([["t2", keys]]));
    expect(await read({ ...ctx, keyring: ring(fresh) })).toEqual(before);
    await expect(read({ ...ctx, keyring: ring(old) })).rejects.toThrow("The encryption key t2 is missing");
  });

  it("are wrapped once each by two rotations at the same time", async () => {
    const { keys, read } = await store(5);
    const before = await read(ctx);
    const both = ring(`${fresh},${old}`);
    const totals = await Promise.all([rewrapAll(both, 2), rewrapAll(both, 3), rewrapAll(both, 1)]);
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(keys);
    expect(await read({ ...ctx, keyring: ring(fresh) })).toEqual(before);
  });

  it("keep Berth from starting without the key they need, or with another one of its name", async () => {
    await store(1);
    await expect(checkWrappedKeys(db(), ring(`${fresh},${old}`))).resolves.toBeUndefined();
    await expect(checkWrappedKeys(db(), ring(fresh))).rejects.toThrow(
      /lacks the key t1, which 4 stored keys need.*Put it back/,
    );
    await expect(checkWrappedKeys(db(), ring(`${fresh},${keyOf("t1", 9)}`))).rejects.toThrow(
      /key t1 .* does not open what was stored under that id/,
    );
  });

  it("are tried at start, after the start's own check has moved to a new key", async () => {
    await store(1);
    const { database, env } = getCtx.kernel();
    const start = (encryptionKeys: string) => openKeyring(database, { ...env, encryptionKeys });
    await start(`${fresh},${old}`);
    await expect(start(fresh)).rejects.toThrow("lacks the key t1");
    await expect(start(keyOf("t3", 3))).rejects.toThrow("lacks the key t2");
    await expect(start(`${keyOf("t2", 5)},${old}`)).rejects.toThrow("key t2 of ENCRYPTION_KEYS is not the one");
    await rewrapAll(ring(`${fresh},${old}`), 10);
    expect((await start(fresh)).ids()).toEqual(["t2"]);
    await rewrapAll(ring(`${old},${fresh}`), 10);
    await start(`${old},${fresh}`);
  });

  it("name their master keys in a backup, those of notification channels too", async () => {
    const both = ring(`${fresh},${old}`);
    const id = ctx.newId();
    const place = sealPlace({ ...ctx, keyring: both }, { id, orgId: ctx.orgId, kind: "webhook" }, webhook);
    await db().execute(sql`insert into outbound_channel (id, org_id, kind, name, events, hint, kid, wrapped, token, created_by)
      values (${id}, ${ctx.orgId}, 'webhook', 'hook', '[]', '', ${place.kid}, ${place.wrapped}, ${place.token}, 'me')`);
    expect(readBackupFile(await createBackup(getCtx.kernel())).header.keyIds).toEqual(["t1", "t2"]);
  });
});
