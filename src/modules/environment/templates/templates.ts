import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { generateSecret } from "../plan";
import { readCurrentValues } from "../references/environment-values";
import { type SavedVariables, VariableMetadata } from "../schema";
import { setVariables } from "../service";
import { findConfig } from "../snapshots/store";
import { envTemplate, envTemplateUse } from "../tables";
import { officialTemplates } from "./official";
import {
  ApplyTemplate,
  type ListedTemplate,
  ListTemplates,
  RemoveTemplate,
  SaveTemplate,
  Template,
  TemplateVariable,
} from "./schema";

/** Official and own templates, those used most first. */
export async function listTemplates(ctx: Ctx, input: z.input<typeof ListTemplates>): Promise<ListedTemplate[]> {
  requirePermission(ctx, "environment:read");
  const { search = "", category } = ListTemplates.parse(input);
  const uses = await ctx.db.select().from(envTemplateUse).where(eq(envTemplateUse.orgId, ctx.orgId));
  const counts = new Map(uses.map(({ templateId, count }) => [templateId, count]));
  const own = await ctx.db.select().from(envTemplate).where(eq(envTemplate.orgId, ctx.orgId));
  const all = [
    ...own.map((row) => ({ ...toTemplate(row), isOfficial: false })),
    ...officialTemplates().map((template) => ({ ...template, isOfficial: true })),
  ];
  const wanted = search.trim().toLowerCase();
  return all
    .filter((template) => category === undefined || template.category === category)
    .filter((template) => isFound(template, wanted))
    .map((template) => ({ ...template, useCount: counts.get(template.id) ?? 0 }))
    .sort((one, other) => other.useCount - one.useCount);
}

/** Sets what a template brings, all or nothing. What is set already stays, unless a value is given for it. Throws VALIDATION naming what is missing. */
export async function applyTemplate(ctx: Ctx, input: z.input<typeof ApplyTemplate>): Promise<SavedVariables> {
  requirePermission(ctx, "environment:write");
  const { templateId, values, reason, expectedSnapshotId, ...ref } = ApplyTemplate.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: ref.projectId });
    const template = await findTemplate(tx, templateId);
    const config = await findConfig(tx, ref);
    const held = new Set(config ? (await readCurrentValues(tx, config)).held.keys() : []);
    refuseUnknown(template, values);
    const variables = template.variables.flatMap((variable) => {
      const value = valueFor(variable, { values, isSet: held.has(variable.key) });
      if (value === undefined) return [];
      return [[variable.key, { ...VariableMetadata.strip().parse(variable), value }] as const];
    });
    const given = new Set([...variables.map(([key]) => key), ...held]);
    const missing = template.variables.filter(({ key, required }) => required && !given.has(key)).map(({ key }) => key);
    if (missing.length > 0) throw unanswered(template, missing);
    const saved = await setVariables(tx, {
      ...ref,
      variables: Object.fromEntries(variables),
      cause: `template ${template.name}`,
      reason,
      expectedSnapshotId,
    });
    await tx.db
      .insert(envTemplateUse)
      .values({ orgId: tx.orgId, templateId, count: 1 })
      .onConflictDoUpdate({
        target: [envTemplateUse.orgId, envTemplateUse.templateId],
        set: { count: sql`${envTemplateUse.count} + 1` },
      });
    const details = { environment: ref.environment, templateId, name: template.name, snapshotId: saved.snapshotId };
    const entry = { action: "environment.template-applied", targetKind: "project", targetId: ref.projectId, details };
    await recordAudit(tx, entry);
    return saved;
  });
}

/** Keeps the variables of an environment as a template: names, what is said of them, and plain values; never a secret. */
export async function saveTemplate(ctx: Ctx, input: z.input<typeof SaveTemplate>): Promise<Template> {
  requirePermission(ctx, "environment:write");
  const { name, category, description, keys, ...ref } = SaveTemplate.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: ref.projectId });
    const config = await findConfig(tx, ref);
    const variables = await variablesIn(config && (await readCurrentValues(tx, config)), keys);
    if (variables.length === 0)
      throw new AppError("PRECONDITION", `Nothing is set in ${ref.environment} that a template could keep.`);
    const id = tx.newId();
    const row = { id, orgId: tx.orgId, name, category, description, variables, createdBy: authorOf(tx) };
    const [added] = await tx.db.insert(envTemplate).values(row).onConflictDoNothing().returning();
    if (!added) throw new AppError("CONFLICT", `There is a template called ${name} already. Choose another name.`);
    const details = { name, environment: ref.environment, keys: variables.map(({ key }) => key) };
    await recordAudit(tx, { action: "environment.template-saved", targetKind: "template", targetId: id, details });
    return toTemplate(added);
  });
}

/** Removes an own template; what was made with it stays. */
export async function removeTemplate(ctx: Ctx, input: z.input<typeof RemoveTemplate>): Promise<void> {
  requirePermission(ctx, "environment:write");
  const { templateId } = RemoveTemplate.parse(input);
  await inTransaction(ctx, async (tx) => {
    const isOwn = and(eq(envTemplate.orgId, tx.orgId), eq(envTemplate.id, templateId));
    const [removed] = await tx.db.delete(envTemplate).where(isOwn).returning();
    if (!removed) throw notFound();
    const isUse = and(eq(envTemplateUse.orgId, tx.orgId), eq(envTemplateUse.templateId, templateId));
    await tx.db.delete(envTemplateUse).where(isUse);
    const details = { name: removed.name };
    const entry = { action: "environment.template-removed", targetKind: "template", targetId: templateId, details };
    await recordAudit(tx, entry);
  });
}

async function findTemplate(tx: Ctx, id: string): Promise<Template> {
  const official = officialTemplates().find((template) => template.id === id);
  if (official) return official;
  const isOwn = and(eq(envTemplate.orgId, tx.orgId), eq(envTemplate.id, id));
  const [row] = await tx.db.select().from(envTemplate).where(isOwn);
  if (!row) throw notFound();
  return toTemplate(row);
}

function valueFor(
  variable: TemplateVariable,
  { values, isSet }: { values: Readonly<Record<string, string>>; isSet: boolean },
): string | undefined {
  if (Object.hasOwn(values, variable.key)) return values[variable.key];
  if (isSet) return undefined;
  return variable.isGenerated ? generateSecret(randomBytes(32)) : variable.value;
}

async function variablesIn(
  current: Awaited<ReturnType<typeof readCurrentValues>> | undefined,
  keys: readonly string[] | undefined,
): Promise<TemplateVariable[]> {
  const chosen = keys && new Set(keys);
  const variables: TemplateVariable[] = [];
  for (const [key, { stored }] of current?.held ?? []) {
    if (chosen && !chosen.has(key)) continue;
    const { metadata, isReference } = stored;
    const isPlain = metadata.visibility === "plain" && !isReference;
    const held = isPlain ? current?.held.get(key) : undefined;
    const value = current && held ? (await current.resolve(held)).text : undefined;
    // What was a secret here has to be given anew, or made anew, elsewhere.
    const required = metadata.required || !isPlain;
    variables.push({ key, ...metadata, required, isGenerated: false, ...(value === undefined ? {} : { value }) });
  }
  const unknown = keys?.filter((key) => !current?.held.has(key)) ?? [];
  if (unknown.length > 0) throw new AppError("NOT_FOUND", `${unknown.join(", ")} is not set there.`);
  return variables;
}

function toTemplate(row: typeof envTemplate.$inferSelect): Template {
  const { id, name, category, description } = row;
  return Template.parse({ id, name, category, description, variables: z.array(TemplateVariable).parse(row.variables) });
}

function isFound({ name, description, variables }: Template, search: string): boolean {
  return [name, description, ...variables.map(({ key }) => key)].some((text) => text.toLowerCase().includes(search));
}

function refuseUnknown(template: Template, values: Readonly<Record<string, string>>): void {
  const known = new Set(template.variables.map(({ key }) => key));
  const unknown = Object.keys(values).filter((key) => !known.has(key));
  if (unknown.length === 0) return;
  throw new AppError("VALIDATION", `The template ${template.name} has no variable ${unknown.join(", ")}.`);
}

function unanswered(template: Template, missing: readonly string[]): AppError {
  const names = missing.join(", ");
  const message = `The template ${template.name} needs a value for ${names}. Give one; empty text is a value too.`;
  return new AppError("VALIDATION", message, { details: { missing } });
}

function notFound(): AppError {
  return new AppError("NOT_FOUND", "There is no such template.");
}

function authorOf({ actor }: Ctx): string {
  return actor.kind === "system" ? "system" : actor.userId;
}
