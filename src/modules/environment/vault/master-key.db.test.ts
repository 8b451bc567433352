import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { createProject } from "@/modules/projects";
import { registerModuleKeys } from "@/server/boot";
import { type Ctx, permissions } from "@/server/context";
import { queryRows } from "@/server/db";
import { parseEnv } from "@/server/env";
import { type Kernel, systemCtx } from "@/server/kernel";
import { openKeyring } from "@/server/keyring-check";
import { watchEvents } from "@/server/runs";
import { describeOnPglite, openFresh } from "@/server/testing";
import { registerEnvironmentJobs } from "../jobs";
import { openSnapshot, setVariables } from "../service";
import { getVaultStatus, rotateKeys } from "./verbs";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A Berth that keeps its master keys itself. */
async function openOwn(): Promise<{ kernel: Kernel; ctx: Ctx }> {
  registerModuleKeys();
  const { kernel, close } = await openFresh("pglite", (home) => parseEnv({ BERTH_HOME: home, NODE_ENV: "test" }));
  closing.push(close);
  await registerEnvironmentJobs(kernel);
  await kernel.db.execute(sql`insert into organization (id, name) values ('o', 'Own')`);
  const ctx = { ...systemCtx(kernel, { orgId: "o" }), permissions: new Set(permissions) };
  return { kernel, ctx };
}

async function untilEnd(kernel: Kernel, runId: string) {
  const events = [];
  for await (const event of watchEvents(kernel, runId, { after: 0, signal: AbortSignal.timeout(50_000) }))
    events.push(event);
  return events.at(-1);
}

describeOnPglite("a master key that Berth keeps itself", () => {
  it("is made, stored, used by work under way, and makes the old one removable", async () => {
    const { kernel, ctx } = await openOwn();
    const { id: projectId } = await createProject(ctx, { name: "shop" });
    const variables = { A: { value: "one", sensitive: true } };
    const { snapshotId } = await setVariables(ctx, { projectId, environment: "production", variables });
    const [before] = (await getVaultStatus(ctx)).masterKeys;
    expect((await getVaultStatus(ctx)).canMakeKey).toBe(true);

    const { runId } = await rotateKeys(ctx, { scope: "master", newKey: true });
    expect(await untilEnd(kernel, runId)).toMatchObject({ kind: "end", status: "succeeded" });
    const [active, old] = (await getVaultStatus(ctx)).masterKeys;
    expect(active).toMatchObject({ isActive: true, wraps: 1 });
    expect(old).toEqual({ id: before?.id, isActive: false, isPresent: true, wraps: 0, isRemovable: true });
    // The ctx was made before the rotation, as that of a deployment under way.
    expect((await openSnapshot(ctx, snapshotId)).get("A")?.unwrap()).toBe("one");

    const stored = parseEnv({ BERTH_HOME: kernel.env.home, NODE_ENV: "test" });
    expect(stored.encryptionKeys).toBe(kernel.env.encryptionKeys);
    expect(stored.encryptionKeys.split(":")[0]).toBe(active?.id);
    const alone = { ...stored, encryptionKeys: stored.encryptionKeys.split(",")[0] ?? "" };
    expect((await openKeyring(kernel.database, alone)).ids()).toEqual([active?.id]);
    const audited = sql`select details from audit_log where action = 'vault.rotated'`;
    expect(await queryRows(kernel.db, audited)).toEqual([{ details: { kid: active?.id, keys: 1 } }]);
  });

  it("is missed at start: without it, or with another key of its name, Berth does not start", async () => {
    const { kernel } = await openOwn();
    const own = kernel.env.encryptionKeys;
    const [kid = ""] = own.split(":");
    const other = randomBytes(32).toString("base64");
    const start = (encryptionKeys: string) => openKeyring(kernel.database, { ...kernel.env, encryptionKeys });
    await expect(start(`new:${other}`)).rejects.toThrow(`lacks the key ${kid}`);
    await expect(start(`${kid}:${other}`)).rejects.toThrow("not the one this installation was set up with");
    expect((await start(`new:${other},${own}`)).activeId).toBe("new");
    // From here on the new key is the one that is tried.
    await expect(start(own)).rejects.toThrow("lacks the key new");
    expect((await start(`new:${other}`)).ids()).toEqual(["new"]);
  });

  it("is not made twice by a run that is taken up again", async () => {
    const { kernel, ctx } = await openOwn();
    const { runId } = await rotateKeys(ctx, { scope: "master", newKey: true });
    await untilEnd(kernel, runId);
    const keys = kernel.env.encryptionKeys;
    await kernel.db.execute(sql`delete from run_step where run_id = ${runId}`);
    await kernel.db.execute(sql`update run set status = 'queued' where id = ${runId}`);
    await kernel.jobs.send(runId);
    const ended = async () =>
      (await queryRows<{ status: string }>(kernel.db, sql`select status from run where id = ${runId}`))[0]?.status;
    await expect.poll(ended, { timeout: 50_000 }).toBe("succeeded");
    expect(kernel.env.encryptionKeys).toBe(keys);
    expect(keys.split(",")).toHaveLength(2);
  });
});
