import { and, eq, gt, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { auditLog } from "@/server/tables";
import { readCurrentValues } from "../references/environment-values";
import { findConfig } from "../snapshots/store";
import { companions, runTest } from "./run-test";
import { type TestOutcome, TestValue } from "./schema";

const action = "environment.tested";
const windowMs = 60_000;
const maxTests = 20;

/** Tries one value where it is used: signs in to the database, asks the provider whose key it is. Recorded, and limited. */
export async function testValue(ctx: Ctx, input: z.input<typeof TestValue>): Promise<TestOutcome> {
  requirePermission(ctx, "environment:reveal");
  const given = TestValue.parse(input);
  if (given.allowPrivate) requirePermission(ctx, "identity:manage");
  const opened = await inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: given.projectId });
    await limitTests(tx);
    const { environment, key, allowPrivate } = given;
    const details = { environment, key, isStored: given.value === undefined, allowPrivate };
    await recordAudit(tx, { action, targetKind: "project", targetId: given.projectId, details });
    return openValues(tx, given);
  });
  return runTest({ key: given.key, allowPrivate: given.allowPrivate, signal: ctx.signal, ...opened });
}

type Given = z.output<typeof TestValue>;

async function openValues(tx: Ctx, given: Given) {
  const config = await findConfig(tx, given);
  const values = config && (await readCurrentValues(tx, config));
  const own = values?.held.get(given.key);
  const value = given.value ?? (values && own ? (await values.resolve(own)).text : undefined);
  if (value === undefined)
    throw new AppError("NOT_FOUND", `${given.key} is not set in the environment ${given.environment}.`);
  const others = new Map<string, string>();
  for (const key of companions) {
    const held = values?.held.get(key);
    if (!values || !held || key === given.key) continue;
    const { text, visibility } = await values.resolve(held);
    // A value nobody may see again must not go to an address that was typed just now.
    if (given.value === undefined || visibility !== "restricted") others.set(key, text);
  }
  return { value, others, rule: own?.stored.metadata.rule ?? undefined };
}

/** The audit log counts, so that the limit holds over all processes of Berth. */
async function limitTests(tx: Ctx): Promise<void> {
  const since = new Date(tx.now().getTime() - windowMs);
  const actor = tx.actor.kind === "system" ? sql`true` : eq(auditLog.actorId, tx.actor.userId);
  const conditions: SQL[] = [eq(auditLog.orgId, tx.orgId), gt(auditLog.at, since), eq(auditLog.action, action), actor];
  const [counted] = await tx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(auditLog)
    .where(and(...conditions));
  if ((counted?.count ?? 0) >= maxTests)
    throw new AppError("LIMIT", `${maxTests} values were tested within a minute. Wait a minute, then test again.`);
}
