import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { hasStoredKeys } from "@/server/env";
import { AppError } from "@/server/errors";
import type { Kernel } from "@/server/kernel";
import { processGlobal } from "@/server/process/globals";
import { createRun, requestCancel } from "@/server/runs";
import { activeKeyId, countValues, isRotating, lockVault, replaceActiveKey } from "./reencrypt";
import { type RotationSpec, rotationKind, rotationSeconds } from "./rotation";
import { RotateKeys, RotationId, type VaultStatus } from "./schema";
import { findRotations, listMasterKeys, listProjectKeys } from "./status";

const slot = processGlobal<{ kernel?: Kernel }>("vault", () => ({}));

/** Tells the vault where the master keys of this process come from. */
export function setKeyHome(kernel: Kernel): void {
  slot.kernel = kernel;
}

/** Which keys seal how much, what should be rotated, and how far a rotation is. */
export async function getVaultStatus(ctx: Ctx): Promise<VaultStatus> {
  requirePermission(ctx, "environment:read");
  const rotations = await findRotations(ctx);
  return {
    masterKeys: await listMasterKeys(ctx),
    canMakeKey: slot.kernel !== undefined && hasStoredKeys(slot.kernel.env),
    canRotateMaster: ctx.permissions.has("identity:manage"),
    rotation: rotations.get(groupOf({ scope: "master" })) ?? null,
    projects: (await listProjectKeys(ctx)).map((each) => ({
      ...each,
      rotation: rotations.get(groupOf({ scope: "project", projectId: each.projectId })) ?? null,
    })),
  };
}

/** Starts a rotation, or answers the one that is under way. Throws PRECONDITION where there is nothing to rotate. */
export async function rotateKeys(ctx: Ctx, input: z.input<typeof RotateKeys>): Promise<{ runId: string }> {
  const wish = RotateKeys.parse(input);
  requirePermission(ctx, wish.scope === "master" ? "identity:manage" : "environment:write");
  const groupKey = groupOf(wish);
  const runId = await inTransaction(ctx, async (tx) => {
    await lockVault(tx, groupKey);
    const current = (await findRotations(tx)).get(groupKey);
    if (current && current.finishedAt === null) return current.runId;
    const spec = wish.scope === "master" ? masterSpec(tx, wish.newKey) : await projectSpec(tx, wish.projectId);
    const id = tx.newId();
    await createRun(tx, { id, kind: rotationKind, spec, timeoutSeconds: rotationSeconds, groupKey });
    const target = spec.scope === "master" ? ["installation", "vault"] : ["project", spec.projectId];
    const [targetKind = "", targetId = ""] = target;
    await recordAudit(tx, { action: "vault.rotation-started", targetKind, targetId, details: spec });
    return id;
  });
  await ctx.jobs.send(runId);
  return { runId };
}

/** Stops a rotation. What is done stays done, everything stays readable, and a later rotation goes on from there. */
export async function cancelRotation(ctx: Ctx, input: z.input<typeof RotationId>): Promise<void> {
  requirePermission(ctx, "environment:write");
  const { runId } = RotationId.parse(input);
  const found = [...(await findRotations(ctx))].find(([, rotation]) => rotation.runId === runId);
  if (!found) throw new AppError("NOT_FOUND", "There is no such rotation of keys.");
  if (found[0] === groupOf({ scope: "master" })) requirePermission(ctx, "identity:manage");
  await requestCancel(ctx, runId);
  const details = { runId };
  await recordAudit(ctx, { action: "vault.rotation-cancelled", targetKind: "run", targetId: runId, details });
}

function masterSpec({ keyring }: Ctx, isNew: boolean): RotationSpec {
  if (!isNew) return { scope: "master", kid: keyring.activeId, isNew };
  if (slot.kernel && hasStoredKeys(slot.kernel.env)) {
    return { scope: "master", kid: `k${randomBytes(4).toString("hex")}`, isNew };
  }
  throw new AppError(
    "PRECONDITION",
    "The master keys are set by hand here. Put a new one first in ENCRYPTION_KEYS, as id:base64 of 32 random bytes, keep " +
      "the old ones behind it, start Berth again, then rotate.",
  );
}

/** An unfinished rotation is finished first; otherwise the project gets a new data key at once. */
async function projectSpec(tx: Ctx, projectId: string): Promise<RotationSpec> {
  await getProject(tx, { id: projectId });
  if (!(await activeKeyId(tx, projectId))) {
    throw new AppError("PRECONDITION", "This project has no stored values yet, so there is no key to rotate.");
  }
  const isBehind = ((await countValues(tx, [projectId])).get(projectId)?.behind ?? 0) > 0;
  if (!isBehind || !(await isRotating(tx, projectId))) await replaceActiveKey(tx, projectId);
  return { scope: "project", projectId };
}

function groupOf(wish: { scope: "master" } | { scope: "project"; projectId: string }): string {
  return wish.scope === "master" ? "vault/master" : `vault/${wish.projectId}`;
}
