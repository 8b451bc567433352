import { and, asc, eq } from "drizzle-orm";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { runDeleteHooks } from "./delete-hooks";
import { CreateProject, ProjectId, ProjectSummary } from "./schema";
import { project } from "./tables";

type Row = typeof project.$inferSelect;

/** Projects of the organization by name. */
export async function listProjects(ctx: Ctx): Promise<ProjectSummary[]> {
  requirePermission(ctx, "project:read");
  const rows = await ctx.db.select().from(project).where(eq(project.orgId, ctx.orgId)).orderBy(asc(project.name));
  return rows.map(toSummary);
}

/** One project of the organization. Throws NOT_FOUND. */
export async function getProject(ctx: Ctx, input: unknown): Promise<ProjectSummary> {
  requirePermission(ctx, "project:read");
  const { id } = ProjectId.parse(input);
  const [row] = await ctx.db.select().from(project).where(ownProject(ctx, id));
  if (!row) throw noSuchProject();
  return toSummary(row);
}

/** The project of this name, or undefined. */
export async function findProject(ctx: Ctx, name: string): Promise<ProjectSummary | undefined> {
  requirePermission(ctx, "project:read");
  const [row] = await ctx.db
    .select()
    .from(project)
    .where(and(eq(project.orgId, ctx.orgId), eq(project.name, name)));
  return row && toSummary(row);
}

/** Creates a project. Throws CONFLICT when the organization has one of this name. */
export async function createProject(ctx: Ctx, input: unknown): Promise<ProjectSummary> {
  requirePermission(ctx, "project:write");
  const { name, config } = CreateProject.parse(input);
  const created = await insertProject(ctx, name, config);
  if (created) return created;
  throw new AppError(
    "CONFLICT",
    `There is a project called ${name} already. Choose another name, or deploy that project.`,
    {
      details: [{ path: "name", message: "This name is taken." }],
    },
  );
}

/** The project of this name, created when missing; a configuration replaces the one it has. */
export async function ensureProject(ctx: Ctx, input: unknown): Promise<ProjectSummary> {
  requirePermission(ctx, "project:write");
  const { name, config } = CreateProject.parse(input);
  const created = await insertProject(ctx, name, config);
  if (created) return created;
  if (config === undefined) return (await findProject(ctx, name)) ?? createProject(ctx, input);
  return setProjectConfig(ctx, name, config);
}

/** Deletes a project and all that hangs on it. The hooks of other modules may refuse, such as while it is being deployed. */
export async function deleteProject(ctx: Ctx, input: unknown): Promise<void> {
  requirePermission(ctx, "project:write");
  const { id } = ProjectId.parse(input);
  const afterCommit = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(project).where(ownProject(tx, id)).for("update");
    if (!row) throw noSuchProject();
    const after = await runDeleteHooks(tx, { id, name: row.name });
    await tx.db.delete(project).where(ownProject(tx, id));
    await recordAudit(tx, {
      action: "project.deleted",
      targetKind: "project",
      targetId: id,
      details: { name: row.name },
    });
    return after;
  });
  for (const work of afterCommit) await work();
}

function insertProject(ctx: Ctx, name: string, config: unknown): Promise<ProjectSummary | undefined> {
  return inTransaction(ctx, async (tx) => {
    const now = tx.now();
    const [row] = await tx.db
      .insert(project)
      .values({ id: tx.newId(), orgId: tx.orgId, name, config: config ?? null, createdAt: now, updatedAt: now })
      .onConflictDoNothing({ target: [project.orgId, project.name] })
      .returning();
    if (!row) return undefined;
    await recordAudit(tx, { action: "project.created", targetKind: "project", targetId: row.id, details: { name } });
    return toSummary(row);
  });
}

function setProjectConfig(ctx: Ctx, name: string, config: unknown): Promise<ProjectSummary> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(project)
      .set({ config, updatedAt: tx.now() })
      .where(and(eq(project.orgId, tx.orgId), eq(project.name, name)))
      .returning();
    if (!row) throw noSuchProject();
    await recordAudit(tx, { action: "project.configured", targetKind: "project", targetId: row.id, details: { name } });
    return toSummary(row);
  });
}

function ownProject(ctx: Ctx, id: string) {
  return and(eq(project.id, id), eq(project.orgId, ctx.orgId));
}

function toSummary(row: Row): ProjectSummary {
  return ProjectSummary.parse({
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  });
}

function noSuchProject(): AppError {
  return new AppError(
    "NOT_FOUND",
    "There is no such project. It may have been deleted; berth project list shows yours.",
  );
}
