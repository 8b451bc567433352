import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { RenameVariable, type SavedVariables } from "../schema";
import { notSet, save } from "../snapshots/save";
import { findConfig, readState } from "../snapshots/store";
import { openTokens } from "../vault/sealing";

/**
 * Gives a variable another name in one save, with its value and what is known of it; the value stays inside the server, so a
 * restricted one can be renamed too. Throws CONFLICT when the other name is set already.
 */
export async function renameVariable(ctx: Ctx, input: z.input<typeof RenameVariable>): Promise<SavedVariables> {
  requirePermission(ctx, "environment:write");
  const { key, to, reason, expectedSnapshotId, ...ref } = RenameVariable.parse(input);
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: ref.projectId });
    const config = await findConfig(tx, ref);
    const stored = config ? (await readState(tx, config)).stored : [];
    const source = stored.find((each) => each.key === key);
    if (!source) throw notSet([key], ref.environment);
    if (stored.some((each) => each.key === to)) {
      throw new AppError("CONFLICT", `${to} is set already. Remove it first, or remove ${key}.`, {
        details: { key: to },
      });
    }
    const opened = await openTokens(tx, ref.projectId, [source]);
    const given = { ...source.metadata, value: opened.get(source)?.unwrap() ?? "", isReference: source.isReference };
    const change = { set: new Map([[to, given]]), unset: [key], cause: `rename of ${key}`, reason };
    return save(tx, ref, change, { expectedSnapshotId });
  });
}
