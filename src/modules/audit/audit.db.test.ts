import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { createProject, deleteProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { chainAudit, verifyChain } from "@/server/audit-chain";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/db";
import { auditLog } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { exportHeader, exportLines } from "./format";
import type { AuditEntry } from "./schema";
import { exportAudit, listAudit, verifyAudit } from "./service";

describeOnDatabases("the audit log", (getCtx) => {
  let ctx: Ctx;
  beforeEach(async () => {
    // An organization of its own: what others recorded stays, because nothing can be removed.
    const base = await getCtx();
    ctx = { ...base, orgId: `org-${base.newId()}` };
  });
  const record = (action: string, details: Record<string, unknown> = {}, targetId = "p1") =>
    recordAudit(ctx, { action, targetKind: "project", targetId, details });
  const fill = async (count: number) => {
    for (let index = 1; index <= count; index += 1) await record("environment.saved", { index });
    await chainAudit(ctx);
  };
  /** Changes rows behind the back of the log, as somebody with the database in hands could. */
  const tamper = (change: ReturnType<typeof sql>) =>
    inTransaction(ctx, async ({ db }) => {
      await db.execute(sql`select set_config('berth.restoring', 'on', true)`);
      await db.execute(change);
    });
  const broken = async () => (await verifyChain(ctx)).broken;

  it("chains entries in the order they came, from one", async () => {
    await fill(5);
    const check = await verifyAudit(ctx, {});
    expect(check).toMatchObject({ ok: true, checked: 5 });
    const { entries } = await listAudit(ctx, {});
    expect(entries.map(({ action, chainSeq }) => [action, chainSeq])).toEqual([
      ["audit.verified", null],
      ...[5, 4, 3, 2, 1].map((seq) => ["environment.saved", seq]),
    ]);
  });

  it("takes neither a change nor a removal", async () => {
    await fill(2);
    const own = eq(auditLog.orgId, ctx.orgId);
    const message = /append-only/;
    const failing = async (work: Promise<unknown>) => {
      const error = await work.then(
        () => undefined,
        (cause: unknown) => cause,
      );
      expect(String((error as Error | undefined)?.cause ?? error)).toMatch(message);
    };
    await failing(ctx.db.update(auditLog).set({ action: "nothing" }).where(own));
    await failing(ctx.db.delete(auditLog).where(own));
    await failing(ctx.db.execute(sql`truncate audit_log`));
    await record("project.deleted");
    await failing(
      ctx.db
        .update(auditLog)
        .set({ details: { other: true } })
        .where(own),
    );
    expect((await listAudit(ctx, {})).entries).toHaveLength(3);
  });

  it("notices what was changed, removed, put in between or reordered behind its back", async () => {
    await fill(6);
    expect(await broken()).toBeUndefined();
    const row = sql`org_id = ${ctx.orgId} and chain_seq =`;
    await tamper(sql`update audit_log set details = '{"index": 9}' where ${row} 3`);
    expect(await broken()).toMatchObject({ seq: 3, problem: expect.stringContaining("not what was recorded") });
    await tamper(sql`update audit_log set details = '{"index": 3}' where ${row} 3`);
    expect(await broken()).toBeUndefined();
    for (const column of ["actor_id", "ip", "request_id", "target_id", "action"]) {
      const name = sql.raw(column);
      const [before] = await ctx.db.select().from(auditLog).where(sql`${row} 4`);
      await tamper(sql`update audit_log set ${name} = 'forged' where ${row} 4`);
      expect((await broken())?.seq, column).toBe(4);
      const values = { actor_id: before?.actorId, ip: before?.ip, request_id: before?.requestId };
      const value = { ...values, target_id: before?.targetId, action: before?.action }[column] ?? null;
      await tamper(sql`update audit_log set ${name} = ${value} where ${row} 4`);
    }
    expect(await broken()).toBeUndefined();
    await tamper(sql`delete from audit_log where ${row} 2`);
    expect(await broken()).toMatchObject({ seq: 2, problem: expect.stringContaining("missing") });
  });

  it("notices a cut end by a head that was kept elsewhere", async () => {
    await fill(4);
    const { head } = await verifyChain(ctx);
    const kept = `${head?.seq}:${head?.hash}`;
    expect((await verifyAudit(ctx, { head: kept })).ok).toBe(true);
    await tamper(sql`delete from audit_log where org_id = ${ctx.orgId} and chain_seq >= 4`);
    expect(await verifyAudit(ctx, { head: kept })).toMatchObject({ ok: false });
    await expect(verifyAudit(ctx, { head: "4:short" })).rejects.toThrow("head");
  });

  it("stays one chain when several processes chain at once", async () => {
    for (let index = 0; index < 30; index += 1) await record("environment.saved", { index });
    await Promise.all([chainAudit(ctx), chainAudit(ctx), chainAudit(ctx)]);
    expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: 30, unchained: 0 });
  });

  it("is found by action, person, target, time and words, in its own organization only", async () => {
    await record("environment.revealed", { key: "STRIPE_SECRET_KEY" });
    await record("environment.saved", {}, "p2");
    await record("project.created", { name: "100%_sure" });
    const find = async (filter: Parameters<typeof listAudit>[1]) =>
      (await listAudit(ctx, filter)).entries.map(({ action }) => action);
    expect(await find({ action: "environment" })).toEqual(["environment.saved", "environment.revealed"]);
    expect(await find({ action: "environment.saved" })).toEqual(["environment.saved"]);
    expect(await find({ targetId: "p2" })).toEqual(["environment.saved"]);
    expect(await find({ text: "stripe_secret" })).toEqual(["environment.revealed"]);
    expect(await find({ text: "100%_s" })).toEqual(["project.created"]);
    expect(await find({ text: "100xys" })).toEqual([]);
    await recordAudit(
      { ...ctx, origin: { ip: "203.0.113.7", userAgent: "berth-cli/1" } },
      { action: "project.opened", targetKind: "project", targetId: "p3" },
    );
    expect(await find({ text: "203.0.113" })).toEqual(["project.opened"]);
    expect(await find({ text: "BERTH-CLI" })).toEqual(["project.opened"]);
    expect(await find({ to: "2020-01-01T00:00:00Z" })).toEqual([]);
    const stranger = { ...ctx, orgId: `org-${ctx.newId()}` };
    expect((await listAudit(stranger, {})).entries).toEqual([]);
    const viewer = { ...ctx, permissions: new Set(["environment:read"] as const) };
    await expect(listAudit(viewer, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("names the project it was done to, and is found by that name, while it is there", async () => {
    const base = await getCtx();
    const { id, name } = await createProject(base, { name: "named" });
    const targets = async () => {
      const { entries } = await listAudit(base, { targetId: id });
      return entries.map(({ action, targetName }) => [action, targetName]);
    };
    expect(await targets()).toEqual([["project.created", name]]);
    await recordAudit(base, { action: "environment.saved", targetKind: "project", targetId: id });
    const found = async () => (await listAudit(base, { text: "NAMED" })).entries.map(({ action }) => action);
    expect(await found()).toEqual(["environment.saved", "project.created"]);
    await deleteProject(base, { id });
    expect(await targets()).toEqual([
      ["project.deleted", null],
      ["environment.saved", null],
      ["project.created", null],
    ]);
  });

  it("is exported whole, as CSV that starts no formula and as JSON lines", async () => {
    await record("project.created", { name: '=cmd("x"), "y"\nz' });
    const pages: AuditEntry[] = [];
    for await (const page of exportAudit(ctx, {})) pages.push(...page);
    expect(pages.map(({ action }) => action)).toEqual(["audit.exported", "project.created"]);
    const lines = exportLines(pages, "jsonl").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(pages);
    const formula = exportLines([{ ...(pages[0] as AuditEntry), targetId: '=HYPERLINK("x")' }], "csv");
    expect(exportHeader("csv").split(",")).toHaveLength(14);
    expect(formula).toContain(`"'=HYPERLINK(""x"")"`);
  });
});
