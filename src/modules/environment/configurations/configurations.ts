import { and, asc, count, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction, queryRows } from "@/server/db";
import { AppError } from "@/server/errors";
import { readCurrentValues } from "../references/environment-values";
import type { EnvironmentRef } from "../schema";
import { lockConfig } from "../snapshots/store";
import { envConfig, envSnapshot } from "../tables";
import {
  type ConfigurationSummary,
  CreateConfiguration,
  ListConfigurations,
  NamedConfiguration,
  UpdateConfiguration,
} from "./schema";

type Row = typeof envConfig.$inferSelect;

/** The configurations of an environment, or of all environments of a project. */
export async function listConfigurations(
  ctx: Ctx,
  input: z.input<typeof ListConfigurations>,
): Promise<ConfigurationSummary[]> {
  requirePermission(ctx, "environment:read");
  const { projectId, environment } = ListConfigurations.parse(input);
  await getProject(ctx, { id: projectId });
  const within = environment === undefined ? undefined : eq(envConfig.environment, environment);
  const rows = await ctx.db
    .select()
    .from(envConfig)
    .where(and(eq(envConfig.projectId, projectId), within))
    .orderBy(asc(envConfig.environment), asc(envConfig.createdAt), asc(envConfig.id));
  const latest = await latestOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toSummary(row, latest.get(row.id)));
}

/** Adds a named configuration; it becomes the active one when the environment has none. Throws CONFLICT for a taken name. */
export async function createConfiguration(
  ctx: Ctx,
  input: z.input<typeof CreateConfiguration>,
): Promise<ConfigurationSummary> {
  requirePermission(ctx, "environment:write");
  const { projectId, environment, name, description, baseEnvironment } = CreateConfiguration.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: projectId });
    const [{ others = 0 } = {}] = await tx.db
      .select({ others: count() })
      .from(envConfig)
      .where(and(eq(envConfig.projectId, projectId), eq(envConfig.environment, environment)));
    const values = { id: tx.newId(), projectId, environment, name, description, baseEnvironment };
    const insert = (isActive: boolean) =>
      tx.db
        .insert(envConfig)
        .values({ ...values, isActive, createdAt: tx.now() })
        .onConflictDoNothing()
        .returning();
    // Where somebody made the first one meanwhile, that one is active.
    const [row] = [...(await insert(others === 0)), ...(others === 0 ? await insert(false) : [])];
    if (!row) throw taken(environment, name);
    if (row.baseEnvironment !== null) await readCurrentValues(tx, row);
    await audit(tx, row, "created", { description, baseEnvironment });
    return summarize(tx, row);
  });
}

/** Renames or describes a configuration, or changes what it inherits from. Throws PRECONDITION for bases in a circle. */
export async function updateConfiguration(
  ctx: Ctx,
  input: z.input<typeof UpdateConfiguration>,
): Promise<ConfigurationSummary> {
  requirePermission(ctx, "environment:write");
  const { name, description, baseEnvironment, ...ref } = UpdateConfiguration.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await lockRow(tx, ref);
    if (name !== undefined && name !== before.name && (await hasName(tx, before, name)))
      throw taken(before.environment, name);
    const after = {
      name: name ?? before.name,
      description: description ?? before.description,
      baseEnvironment: baseEnvironment === undefined ? before.baseEnvironment : baseEnvironment,
    };
    await tx.db.update(envConfig).set(after).where(eq(envConfig.id, before.id));
    const row = { ...before, ...after };
    if (row.baseEnvironment !== null) await readCurrentValues(tx, row);
    const { name: earlier, description: said, baseEnvironment: base } = before;
    await audit(tx, row, "updated", { before: { name: earlier, description: said, baseEnvironment: base }, after });
    return summarize(tx, row);
  });
}

/** Makes a configuration the one that deployments and reads take from now on. Throws PRECONDITION for bases in a circle. */
export async function activateConfiguration(
  ctx: Ctx,
  input: z.input<typeof NamedConfiguration>,
): Promise<ConfigurationSummary> {
  requirePermission(ctx, "environment:write");
  const ref = NamedConfiguration.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: ref.projectId });
    const ofEnvironment = and(eq(envConfig.projectId, ref.projectId), eq(envConfig.environment, ref.environment));
    // All of them in one order, so that two people who activate at once follow each other.
    const rows = await tx.db.select().from(envConfig).where(ofEnvironment).orderBy(asc(envConfig.id)).for("update");
    const row = rows.find(({ name }) => name === ref.configuration) ?? (await lockRow(tx, ref));
    const before = rows.find(({ isActive }) => isActive);
    if (before?.id === row.id) return summarize(tx, row);
    await tx.db.update(envConfig).set({ isActive: false }).where(ofEnvironment);
    await tx.db.update(envConfig).set({ isActive: true }).where(eq(envConfig.id, row.id));
    // What inherits from this environment inherits from this configuration now: bases may have become a circle.
    if (row.baseEnvironment !== null) await readCurrentValues(tx, row);
    await audit(tx, row, "activated", { before: before?.name ?? null });
    return summarize(tx, { ...row, isActive: true });
  });
}

/** Deletes a configuration with its values and history. Throws PRECONDITION for the active one. */
export async function deleteConfiguration(ctx: Ctx, input: z.input<typeof NamedConfiguration>): Promise<void> {
  requirePermission(ctx, "environment:write");
  const ref = NamedConfiguration.parse(input);
  return inTransaction(ctx, async (tx) => {
    const row = await lockRow(tx, ref);
    if (row.isActive) {
      const message = `${row.name} is the active configuration of ${row.environment}. Activate another one first.`;
      throw new AppError("PRECONDITION", message);
    }
    await tx.db.delete(envConfig).where(eq(envConfig.id, row.id));
    await audit(tx, row, "deleted", {});
  });
}

async function lockRow(tx: Ctx, ref: EnvironmentRef): Promise<Row> {
  await getProject(tx, { id: ref.projectId });
  const { id } = await lockConfig(tx, ref);
  const [row] = await tx.db.select().from(envConfig).where(eq(envConfig.id, id));
  if (!row) throw new AppError("NOT_FOUND", "This configuration was deleted meanwhile.");
  return row;
}

async function hasName(tx: Ctx, { projectId, environment }: Row, name: string): Promise<boolean> {
  const rows = await tx.db
    .select({ id: envConfig.id })
    .from(envConfig)
    .where(and(eq(envConfig.projectId, projectId), eq(envConfig.environment, environment), eq(envConfig.name, name)));
  return rows.length > 0;
}

interface Latest {
  id: string;
  count: number;
}

/** The last save of each, with how many variables it names; counted in the database, where the versions stay. */
async function latestOf(ctx: Ctx, configIds: readonly string[]): Promise<Map<string, Latest>> {
  const rows = await queryRows<{ config_id: string; id: string; count: number }>(
    ctx.db,
    sql`select c.id as config_id, s.id,
          (select count(*)::int from jsonb_object_keys(s.versions) as named(id) where named.id not like '@%') as count
        from ${envConfig} c
          cross join lateral (
            select id, versions from ${envSnapshot} where config_id = c.id order by seq desc limit 1
          ) as s
        where c.id in (select jsonb_array_elements_text(${JSON.stringify(configIds)}::text::jsonb))`,
  );
  return new Map(rows.map(({ config_id, id, count }) => [config_id, { id, count }]));
}

async function summarize(ctx: Ctx, row: Row): Promise<ConfigurationSummary> {
  return toSummary(row, (await latestOf(ctx, [row.id])).get(row.id));
}

function toSummary(row: Row, latest: Latest | undefined): ConfigurationSummary {
  const { id, environment, name, description, baseEnvironment, isActive } = row;
  return {
    id,
    environment,
    name,
    description,
    baseEnvironment,
    isActive,
    count: latest?.count ?? 0,
    snapshotId: latest?.id ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

function audit(tx: Ctx, row: Row, verb: string, more: Record<string, unknown>): Promise<void> {
  const details = { environment: row.environment, configuration: row.name, ...more };
  const action = `environment.configuration-${verb}`;
  return recordAudit(tx, { action, targetKind: "project", targetId: row.projectId, details });
}

function taken(environment: string, name: string): AppError {
  const message = `${environment} has a configuration called ${name} already. Choose another name.`;
  return new AppError("CONFLICT", message, { details: [{ path: "name", message: "This name is taken." }] });
}
