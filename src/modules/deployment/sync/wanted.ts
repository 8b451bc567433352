import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { takeSnapshot } from "@/modules/environment";
import { getProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { runStep } from "@/server/tables";
import { configNow, type EnvironmentOf, readEnvironment } from "../app-environment";
import { readSettings } from "../lifecycle/settings";
import { operationsOf } from "../platforms/open";
import type { Platform } from "../schema";
import type { HostedTarget } from "./targets";

/** What a deployment of now would put there. */
export interface Wanted {
  snapshotId: string;
  values: Record<string, string>;
  secretNames: ReadonlySet<string>;
  problems: { key: string; message: string }[];
  /** Secrets that are made before anything is sent. */
  toGenerate: string[];
}

export async function readWanted(ctx: Ctx, target: HostedTarget): Promise<Wanted> {
  const { projectId, environment } = target.current;
  const { snapshotId } = await takeSnapshot(ctx, { projectId, environment });
  const of = await environmentOf(ctx, target, "now");
  const { values, secretNames, problems, toGenerate } = await readEnvironment(reader(ctx), of, snapshotId);
  return { snapshotId, values: await complete(ctx, target, values), secretNames, problems, toGenerate };
}

/** What a deployment with the values of that snapshot put there; nothing when the snapshot was deleted. */
export async function readSentThen(
  ctx: Ctx,
  target: HostedTarget,
  snapshotId: string,
): Promise<Record<string, string>> {
  try {
    const of = await environmentOf(ctx, target, "then");
    return await complete(ctx, target, (await readEnvironment(reader(ctx), of, snapshotId)).values);
  } catch (error) {
    if (AppError.is(error) && error.code === "NOT_FOUND") return {};
    throw error;
  }
}

async function complete(ctx: Ctx, { row }: HostedTarget, values: Record<string, string>) {
  const { variables } = operationsOf(row.platform as Platform);
  return variables?.complete(values, await readSettings(ctx, row.projectId)) ?? values;
}

async function environmentOf(ctx: Ctx, { row, current }: HostedTarget, when: "now" | "then"): Promise<EnvironmentOf> {
  const { projectId, environment } = current;
  const project = await getProject(ctx, { id: projectId });
  return {
    projectId,
    environment,
    platform: row.platform as Platform,
    config: when === "now" ? configNow(current, project.config) : current.config,
    target: { address: row.url ?? current.url ?? "" },
    databaseUrl: await readDatabaseUrl(ctx, current.id),
  };
}

const Configured = z.object({ databaseUrl: z.string().nullish() });

/** The reference to the database beside the app that its deployment found. */
async function readDatabaseUrl(ctx: Ctx, deploymentId: string): Promise<string | undefined> {
  const [step] = await ctx.db
    .select({ output: runStep.output })
    .from(runStep)
    .where(and(eq(runStep.runId, deploymentId), eq(runStep.name, "configure-environment")));
  return Configured.safeParse(step?.output).data?.databaseUrl ?? undefined;
}

/** Of what is read this way only names and whether values are equal are told, which every reader may know. */
function reader(ctx: Ctx): Ctx {
  return { ...ctx, permissions: new Set([...ctx.permissions, "environment:reveal"]) };
}
