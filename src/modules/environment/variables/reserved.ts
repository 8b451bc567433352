import { eq } from "drizzle-orm";
import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { EnvironmentValues } from "../references/environment-values";
import { AllowReserved } from "../schema";
import { notSet } from "../snapshots/save";
import { type Config, lockConfig, readState, type StoredVariable } from "../snapshots/store";
import { envVariable } from "../tables";
import { tellOwnName } from "../validation/extras";
import { isOwnName, isReservedName } from "../validation/names";
import { readVersions } from "./allowed";

/**
 * Lets a value of a name that changes how programs start reach the apps on this machine, or takes that back for all its
 * versions. For owners and administrators; recorded. Throws VALIDATION for a name that needs no word or that none can allow.
 */
export async function allowReserved(
  ctx: Ctx,
  input: z.input<typeof AllowReserved>,
): Promise<{ key: string; reserved: "refused" | "allowed" }> {
  requirePermission(ctx, "identity:manage");
  const { key, isAllowed, version, ...ref } = AllowReserved.parse(input);
  if (!isReservedName(key))
    throw new AppError("VALIDATION", `${key} is an ordinary name, so there is nothing to allow.`);
  if (isOwnName(key)) throw new AppError("VALIDATION", `${tellOwnName(key)} Nobody can allow it.`);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: ref.projectId });
    const config = await lockConfig(tx, ref);
    const stored = await findOwn(tx, config, key);
    if (version !== undefined && version !== stored.version) throw changedMeanwhile(key);
    const [row] = await tx.db.select().from(envVariable).where(eq(envVariable.id, stored.variableId));
    const versions = readVersions(row?.reservedAllowedBy);
    const isBefore = versions[stored.version] !== undefined;
    const after = isAllowed ? { ...versions, [stored.version]: userOf(tx) } : {};
    if (isAllowed ? !isBefore : Object.keys(versions).length > 0) {
      const reservedAllowedBy = isAllowed ? JSON.stringify(after) : null;
      await tx.db.update(envVariable).set({ reservedAllowedBy }).where(eq(envVariable.id, stored.variableId));
      const action = isAllowed ? "environment.reserved-allowed" : "environment.reserved-refused";
      const details = { environment: config.environment, configuration: config.name, key, version: stored.version };
      await recordAudit(tx, { action, targetKind: "project", targetId: ref.projectId, details });
    }
    return { key, reserved: isAllowed ? "allowed" : "refused" };
  });
}

/** The variable as it is set in this configuration itself, with a value of its own. */
async function findOwn(tx: Ctx, config: Config, key: string): Promise<StoredVariable> {
  const { stored } = await readState(tx, config);
  const held = (await EnvironmentValues.read(tx, { config, stored })).held.get(key);
  if (!held) throw notSet([key], config.environment);
  if (held.inheritedFrom !== undefined)
    throw new AppError("PRECONDITION", `${key} is inherited from ${held.inheritedFrom}. Allow it there.`);
  if (held.stored.isReference)
    throw new AppError(
      "PRECONDITION",
      `${key} is a reference, whose value can change elsewhere. Give it one of its own.`,
    );
  return held.stored;
}

function userOf({ actor }: Ctx): string {
  return actor.kind === "system" ? "berth" : actor.userId;
}

function changedMeanwhile(key: string): AppError {
  return new AppError("CONFLICT", `${key} was changed meanwhile. Look at its value again before you allow it.`);
}
