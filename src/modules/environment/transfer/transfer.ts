import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { type EnvironmentValues, type HeldVariable, readCurrentValues } from "../references/environment-values";
import { VariableKey, VariableValue } from "../schema";
import { notSet } from "../snapshots/save";
import { findConfig, latestSnapshot } from "../snapshots/store";
import { findNameCaution } from "../validation/names";
import { findMistype } from "../variables/value-types";
import { type ExportedVariables, ExportVariables, type ImportLine, type ImportPreview, PreviewImport } from "./schema";

/** What saving these values would do, name by name. Stores nothing and answers with no value. */
export async function previewImport(ctx: Ctx, input: z.input<typeof PreviewImport>): Promise<ImportPreview> {
  // To compare a value with a stored one is as good as to guess it, so reading the names is not enough.
  requirePermission(ctx, "environment:write");
  const { values, ...ref } = PreviewImport.parse(input);
  await getProject(ctx, { id: ref.projectId });
  const config = await findConfig(ctx, ref);
  const current = config && (await readCurrentValues(ctx, config));
  const variables: ImportLine[] = [];
  for (const [key, value] of Object.entries(values)) variables.push(await previewLine(key, value, current));
  const own = [...(current?.held ?? [])].filter(([, { inheritedFrom }]) => inheritedFrom === undefined);
  return {
    variables,
    absent: own.map(([key]) => key).filter((key) => !Object.hasOwn(values, key)),
    snapshotId: (config && (await latestSnapshot(ctx, config.id))?.id) ?? null,
  };
}

/** All values of an environment in the clear, but those that are restricted; who read which is recorded. */
export async function exportVariables(ctx: Ctx, input: z.input<typeof ExportVariables>): Promise<ExportedVariables> {
  requirePermission(ctx, "environment:reveal");
  const { keys, purpose, ...ref } = ExportVariables.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: ref.projectId });
    const config = await findConfig(tx, ref);
    const current = config && (await readCurrentValues(tx, config));
    const unknown = (keys ?? []).filter((key) => !current?.held.has(key));
    if (unknown.length > 0) throw notSet(unknown, ref.environment);
    const exported: ExportedVariables = { variables: [], restricted: [] };
    for (const [key, held] of current?.held ?? []) {
      if (!current || (keys && !keys.includes(key))) continue;
      const { text, visibility } = await current.resolve(held);
      if (visibility === "restricted") exported.restricted.push(key);
      else exported.variables.push({ key, value: text });
    }
    const names = exported.variables.map(({ key }) => key);
    const details = { environment: ref.environment, purpose, keys: names, restricted: exported.restricted };
    await recordExport(tx, ref.projectId, details);
    for (const [projectId, elsewhere] of current?.readElsewhere ?? [])
      await recordExport(tx, projectId, { forProject: ref.projectId, purpose, keys: [...elsewhere] });
    return exported;
  });
}

function recordExport(tx: Ctx, projectId: string, details: Record<string, unknown>): Promise<void> {
  return recordAudit(tx, { action: "environment.exported", targetKind: "project", targetId: projectId, details });
}

async function previewLine(key: string, value: string, current: EnvironmentValues | undefined): Promise<ImportLine> {
  const held = current?.held.get(key);
  const fault = findFault(key, value, held);
  if (fault !== undefined) return { key, status: "invalid", message: fault };
  const caution = findNameCaution(key);
  const message = caution === undefined ? {} : { message: caution };
  if (!held || !current) return { key, status: "added", ...message };
  return { key, status: (await isHeld(current, held, value)) ? "unchanged" : "changed", ...message };
}

function findFault(key: string, value: string, held: HeldVariable | undefined): string | undefined {
  for (const checked of [VariableKey.safeParse(key), VariableValue.safeParse(value)]) {
    if (!checked.success) return checked.error.issues[0]?.message ?? "It is not valid.";
  }
  const mistype = held && findMistype(value, held.stored.metadata);
  return mistype === undefined ? undefined : mistype.charAt(0).toUpperCase() + mistype.slice(1);
}

/** A reference that resolves to the same text is left as it is; one that cannot be resolved is another value. */
async function isHeld(current: EnvironmentValues, held: HeldVariable, value: string): Promise<boolean> {
  try {
    return (await current.resolve(held)).text === value;
  } catch {
    return false;
  }
}
