import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { type DescribedVariables, DescribeVariables, type VariableMetadata } from "../schema";
import { readVariables, writeVariables } from "../snapshots/append";
import { lockConfig, readState, type StoredVariable } from "../snapshots/store";
import { openTokens } from "../vault/sealing";
import { changeMetadata, diffMetadata, undescribed } from "./metadata";
import { findMistype } from "./value-types";

/** Changes what is known of variables, also of some that have no value yet; answers which stored values do not fit it. */
export async function describeVariables(
  ctx: Ctx,
  input: z.input<typeof DescribeVariables>,
): Promise<DescribedVariables> {
  requirePermission(ctx, "environment:write");
  const { variables, ...ref } = DescribeVariables.parse(input);
  const { projectId, environment } = ref;
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: projectId });
    const config = await lockConfig(tx, ref);
    const rows = await readVariables(tx, config, Object.keys(variables));
    const described = Object.entries(variables)
      .map(([key, given]) => {
        const before = rows.get(key)?.metadata;
        const metadata = changeMetadata(key, before, given);
        return { key, isNew: !before, metadata, changes: diffMetadata(before ?? undescribed, metadata) };
      })
      .filter(({ isNew, changes }) => isNew || Object.keys(changes).length > 0);
    await writeVariables(tx, config, described, rows);
    const changes = Object.fromEntries(described.map((each) => [each.key, each.changes]));
    const details = { environment, configuration: config.name, changes };
    if (described.length > 0)
      await recordAudit(tx, { action: "environment.described", targetKind: "project", targetId: projectId, details });
    const metadata = new Map(described.map((each) => [each.key, each.metadata]));
    const { stored } = await readState(tx, config);
    return { described: [...metadata.keys()], problems: await findProblems(tx, projectId, { stored, metadata }) };
  });
}

async function findProblems(
  tx: Ctx,
  projectId: string,
  { stored, metadata }: { stored: readonly StoredVariable[]; metadata: ReadonlyMap<string, VariableMetadata> },
): Promise<DescribedVariables["problems"]> {
  const literal = stored.filter(({ key, isReference }) => metadata.has(key) && !isReference);
  const opened = await openTokens(tx, projectId, literal);
  return [...opened].flatMap(([{ key }, secret]) => {
    const expected = metadata.get(key);
    const message = expected && findMistype(secret.unwrap(), expected);
    return message ? [{ key, message }] : [];
  });
}
