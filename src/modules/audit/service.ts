import { and, desc, eq, gte, ilike, inArray, like, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { userNames } from "@/modules/identity";
import { listProjects } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type ChainCheck, chainAudit, hashAt, verifyChain } from "@/server/audit-chain";
import { type Ctx, requirePermission } from "@/server/context";
import { auditLog } from "@/server/tables";
import { AuditEntry, AuditFilter, ListAudit, VerifyAudit } from "./schema";

const exportPage = 500;

/** Entries of the organization, newest first, a page at a time. */
export async function listAudit(ctx: Ctx, input: ListAudit): Promise<{ entries: AuditEntry[]; nextCursor?: number }> {
  requirePermission(ctx, "audit:read");
  const { limit, cursor, ...filter } = ListAudit.parse(input);
  const rows = await select(ctx, filter, { limit: limit + 1, cursor });
  const entries = await describeRows(ctx, rows.slice(0, limit));
  const last = entries.at(-1);
  return rows.length > limit && last ? { entries, nextCursor: last.id } : { entries };
}

/** The kinds of action that were ever recorded, and the people who acted, for the filters. */
export async function auditFacets(ctx: Ctx): Promise<{ actions: string[]; actors: { id: string; name: string }[] }> {
  requirePermission(ctx, "audit:read");
  const own = eq(auditLog.orgId, ctx.orgId);
  const actions = await ctx.db.selectDistinct({ action: auditLog.action }).from(auditLog).where(own);
  const names = await userNames(ctx);
  return {
    actions: actions.map(({ action }) => action).sort(),
    actors: Array.from(names, ([id, name]) => ({ id, name })).sort((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

/** Checks that no entry was changed or removed since it was recorded, and that a head kept elsewhere is still in the chain. */
export async function verifyAudit(ctx: Ctx, input: VerifyAudit): Promise<ChainCheck> {
  requirePermission(ctx, "audit:read");
  const { head } = VerifyAudit.parse(input);
  await chainAudit(ctx);
  const check = await verifyChain(ctx);
  await recordAudit(ctx, {
    action: "audit.verified",
    targetKind: "organization",
    targetId: ctx.orgId,
    details: { ok: check.ok, checked: check.checked },
  });
  if (!head || !check.ok) return check;
  const [seq = "", hash = ""] = head.split(":");
  const found = await hashAt(ctx, Number(seq));
  if (found === hash) return check;
  const problem = found
    ? `The entry ${seq} is not the one that was the head then: the log was written anew.`
    : `The entry ${seq} is gone: the end of the log was removed.`;
  return { ...check, ok: false, head: null, broken: { seq: Number(seq), id: null, problem } };
}

/** Every entry a filter finds, oldest last, page by page; that it was taken out is an entry too. */
export async function* exportAudit(ctx: Ctx, input: AuditFilter): AsyncGenerator<AuditEntry[]> {
  requirePermission(ctx, "audit:read");
  const filter = AuditFilter.parse(input);
  await recordAudit(ctx, {
    action: "audit.exported",
    targetKind: "organization",
    targetId: ctx.orgId,
    details: { ...filter },
  });
  let cursor: number | undefined;
  for (;;) {
    const rows = await select(ctx, filter, { limit: exportPage, cursor });
    if (rows.length > 0) yield await describeRows(ctx, rows);
    cursor = rows.at(-1)?.id;
    if (rows.length < exportPage || cursor === undefined) return;
  }
}

type Row = typeof auditLog.$inferSelect;

async function select(
  ctx: Ctx,
  filter: AuditFilter,
  page: { limit: number; cursor: number | undefined },
): Promise<Row[]> {
  const meant = filter.text ? await projectsCalled(ctx, filter.text) : [];
  return ctx.db
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.orgId, ctx.orgId),
        page.cursor ? lt(auditLog.id, page.cursor) : undefined,
        ...conditions(filter, meant),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(page.limit);
}

/** Entries hold the id of a project and are shown with its name, so that the name has to find them. */
async function projectsCalled(ctx: Ctx, text: string): Promise<string[]> {
  const wanted = text.toLowerCase();
  return [...(await projectNames(ctx))].filter(([, name]) => name.toLowerCase().includes(wanted)).map(([id]) => id);
}

function conditions(
  { action, actorId, targetId, from, to, text }: AuditFilter,
  meant: readonly string[],
): (SQL | undefined)[] {
  return [
    action ? or(eq(auditLog.action, action), like(auditLog.action, `${escapeLike(action)}.%`)) : undefined,
    actorId ? eq(auditLog.actorId, actorId) : undefined,
    targetId ? eq(auditLog.targetId, targetId) : undefined,
    from ? gte(auditLog.at, new Date(from)) : undefined,
    to ? lte(auditLog.at, new Date(to)) : undefined,
    text ? or(containing(`%${escapeLike(text)}%`), inArray(auditLog.targetId, [...meant])) : undefined,
  ];
}

function containing(pattern: string): SQL | undefined {
  return or(
    ilike(sql`${auditLog.details}::text`, pattern),
    ilike(auditLog.targetId, pattern),
    ilike(auditLog.requestId, pattern),
    ilike(auditLog.action, pattern),
    ilike(auditLog.ip, pattern),
    ilike(auditLog.userAgent, pattern),
  );
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

async function describeRows(ctx: Ctx, rows: readonly Row[]): Promise<AuditEntry[]> {
  const names = await userNames(ctx);
  const projects = await projectNames(ctx);
  return rows.map((row) =>
    AuditEntry.parse({
      ...row,
      at: row.at.toISOString(),
      actorName: (row.actorId && names.get(row.actorId)) || null,
      targetName: projects.get(row.targetId) ?? null,
    }),
  );
}

async function projectNames(ctx: Ctx): Promise<Map<string, string>> {
  if (!ctx.permissions.has("project:read")) return new Map();
  return new Map((await listProjects(ctx)).map(({ id, name }) => [id, name]));
}
