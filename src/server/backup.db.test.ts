import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { recordAudit } from "./audit";
import { createBackup } from "./backup";
import { readBackupFile } from "./backup-file";
import { newDataKey, open, seal } from "./crypto";
import { inTransaction, queryRows } from "./db";
import { parseEnv } from "./env";
import { systemCtx } from "./kernel";
import { restoreBackup } from "./restore";
import { createRun, listEvents } from "./runs";
import { auditLog, berthInstallation, run } from "./tables";
import { describeOnDatabases, openFresh } from "./testing";

describeOnDatabases("backup", (getCtx) => {
  const place = ["p", "c", "v", "1", "KEY"];

  async function fill() {
    const ctx = await getCtx();
    const id = ctx.newId();
    const projectId = ctx.newId();
    const dataKey = newDataKey();
    await inTransaction(ctx, async (tx) => {
      await createRun(tx, { id, kind: "none", spec: { text: "ü \u2028 '\"" }, timeoutSeconds: 60 });
      await tx.db.update(run).set({ status: "succeeded" }).where(eq(run.id, id));
      await recordAudit(tx, { action: "test.made", targetKind: "run", targetId: id });
      const { kid, wrapped } = ctx.keyring.wrapDataKey({ projectId, dataKeyId: "d1" }, dataKey);
      await tx.db.execute(sql`insert into project (id, org_id, name) values (${projectId}, ${ctx.orgId}, 'app')`);
      await tx.db.execute(
        sql`insert into data_key (id, project_id, kid, wrapped) values ('d1', ${projectId}, ${kid}, ${wrapped}) on conflict (id) do nothing`,
      );
    });
    return { ctx, id, projectId, token: seal(dataKey, "d1", "the value", place) };
  }

  it("comes back whole in an empty installation, values readable again", async () => {
    const { ctx, id, projectId, token } = await fill();
    const kernel = getCtx.kernel();
    const bytes = await createBackup(kernel);
    expect(Buffer.from(bytes).toString("latin1")).not.toContain("the value");
    const fresh = await openFresh(getCtx.dialect);
    try {
      const result = await restoreBackup(fresh.kernel, bytes);
      expect(result.rows).toBeGreaterThan(5);
      const restored = systemCtx(fresh.kernel, { orgId: ctx.orgId });
      const events = await listEvents(restored, id, { after: 0, limit: 10 });
      expect(events).toEqual(await listEvents(ctx, id, { after: 0, limit: 10 }));
      const [row] = await restored.db.select().from(run).where(eq(run.id, id));
      const [original] = await ctx.db.select().from(run).where(eq(run.id, id));
      expect(row).toEqual(original);
      const [key] = await queryRows<{ kid: string; wrapped: string }>(
        restored.db,
        sql`select kid, wrapped from data_key`,
      );
      if (!key) throw new Error("no data key");
      const dataKey = restored.keyring.unwrapDataKey({ projectId, dataKeyId: "d1" }, key);
      expect(open(dataKey, token, place).unwrap()).toBe("the value");
      // The audit log's counter goes on behind the restored rows, and references hold again.
      await inTransaction(restored, (tx) => recordAudit(tx, { action: "test.after", targetKind: "run", targetId: id }));
      const ids = (await restored.db.select({ id: auditLog.id }).from(auditLog)).map((entry) => entry.id);
      expect(new Set(ids).size).toBe(ids.length);
      await expect(
        restored.db.execute(
          sql`insert into run_event (run_id, seq, kind, fence, data) values ('none', 1, 'log', 0, '{}')`,
        ),
      ).rejects.toThrow();
      await expect(restoreBackup(fresh.kernel, bytes)).rejects.toMatchObject({ code: "CONFLICT" });
    } finally {
      await fresh.close();
    }
  });

  it("is refused when a byte is missing or changed, and nothing is written", async () => {
    await fill();
    const bytes = Buffer.from(await createBackup(getCtx.kernel()));
    const fresh = await openFresh(getCtx.dialect);
    try {
      const before = await fresh.kernel.db.select().from(berthInstallation);
      const changed = Buffer.from(bytes);
      const middle = changed.length >> 1;
      changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle);
      for (const bad of [bytes.subarray(0, -9), changed, Buffer.from("hello"), Buffer.alloc(0)]) {
        await expect(restoreBackup(fresh.kernel, bad)).rejects.toMatchObject({ code: "VALIDATION" });
      }
      expect(await fresh.kernel.db.select().from(berthInstallation)).toEqual(before);
      expect(await fresh.kernel.db.select().from(run)).toEqual([]);
    } finally {
      await fresh.close();
    }
  });

  it("names the keys it needs, and brings them when it was made with them", async () => {
    await fill();
    const kernel = getCtx.kernel();
    const plain = await createBackup(kernel);
    const withKeys = await createBackup(kernel, { passphrase: "a long passphrase" });
    expect(readBackupFile(plain).header).toMatchObject({ keyIds: ["t1"] });
    expect(readBackupFile(plain).header.keys).toBeUndefined();
    const fresh = await openFresh("pglite", (home) => parseEnv({ BERTH_HOME: home }));
    try {
      const wrong = restoreBackup(fresh.kernel, plain);
      await expect(wrong).rejects.toMatchObject({ code: "PRECONDITION", message: expect.stringContaining("keys t1") });
      const wrongPassphrase = restoreBackup(fresh.kernel, withKeys, { passphrase: "another passphrase" });
      await expect(wrongPassphrase).rejects.toThrow("does not open the keys");
      await restoreBackup(fresh.kernel, withKeys, { passphrase: "a long passphrase" });
      expect(fresh.kernel.keyring.ids()).toContain("t1");
      expect(parseEnv({ BERTH_HOME: fresh.kernel.env.home }).encryptionKeys).toBe(fresh.kernel.env.encryptionKeys);
    } finally {
      await fresh.close();
    }
    await expect(createBackup(kernel, { passphrase: "short" })).rejects.toMatchObject({ code: "VALIDATION" });
  });
});
