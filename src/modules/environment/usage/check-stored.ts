import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { getProject } from "@/modules/projects";
import { parseConfig, variablesOf } from "@/modules/scaffold/pure";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { type EnvironmentValues, readCurrentValues } from "../references/environment-values";
import type { EnvironmentCheck } from "../schema";
import { findConfig, readState, type StoredVariable } from "../snapshots/store";
import { envConfig } from "../tables";
import { checkEnvironment } from "../validation/checks";
import { type Finding, withFindings } from "../validation/cross-rules";
import { findAllowed } from "../variables/allowed";
import { findMistype } from "../variables/value-types";
import { hashesOf } from "../vault/sealing";
import { GetUsage } from "./schema";

/** Checks what is stored, on the server, with what only it can see: other environments too. Recorded; tells no value. */
export async function checkStored(ctx: Ctx, input: z.input<typeof GetUsage>): Promise<EnvironmentCheck> {
  requirePermission(ctx, "environment:read");
  const { config, variables = [], platform, ...ref } = GetUsage.parse(input);
  const { projectId, environment } = ref;
  const specs = config === undefined || config === null ? variables : variablesOf(parseConfig(config));
  return inTransaction(ctx, async (tx) => {
    await getProject(tx, { id: projectId });
    const found = await findConfig(tx, ref);
    if (!found) return checkEnvironment({ specs, values: {}, platform, environment });
    const current = await readCurrentValues(tx, found);
    const { values, findings } = await openAll(current);
    const shared = await findShared(tx, { projectId, environment, values });
    const details = { environment, configuration: found.name, count: current.held.size };
    await recordAudit(tx, { action: "environment.checked", targetKind: "project", targetId: projectId, details });
    const allowed = await findAllowed(
      tx,
      Array.from(current.held.values(), ({ stored }) => stored),
    );
    const check = checkEnvironment({ specs, values, platform, environment, allowedNames: [...allowed] });
    const lines = withFindings(check.variables, [...findings, ...shared]);
    return { valid: lines.every(({ status }) => status !== "error" && status !== "missing"), variables: lines };
  });
}

/** Every value that can be had, and what is wrong with the others or does not fit what is said of them. */
async function openAll(current: EnvironmentValues): Promise<{ values: Record<string, string>; findings: Finding[] }> {
  const values: Record<string, string> = Object.create(null);
  const findings: Finding[] = [];
  for (const [key, held] of current.held) {
    try {
      const { text } = await current.resolve(held);
      values[key] = text;
      const mistype = findMistype(text, held.stored.metadata);
      if (mistype) findings.push({ key, level: "block", message: `${key}: ${mistype}` });
    } catch (error) {
      if (!AppError.is(error) || error.code !== "PRECONDITION") throw error;
      values[key] = "";
      findings.push({ key, level: "block", message: error.message });
    }
  }
  return { values, findings };
}

interface SharedInput {
  projectId: string;
  environment: string;
  /** Values of this environment; that two are empty means nothing. */
  values: Readonly<Record<string, string>>;
}

/** Secrets that are the same in production and elsewhere, by their keyed hashes. */
async function findShared(tx: Ctx, { projectId, environment, values }: SharedInput): Promise<Finding[]> {
  const configs = await tx.db
    .select()
    .from(envConfig)
    .where(and(eq(envConfig.projectId, projectId), envConfig.isActive));
  const stored: { environment: string; variable: StoredVariable }[] = [];
  for (const config of configs) {
    for (const variable of (await readState(tx, config)).stored) {
      if (variable.metadata.visibility !== "plain" && !variable.isReference)
        stored.push({ environment: config.environment, variable });
    }
  }
  const here = stored.filter((each) => each.environment === environment);
  const others = stored.filter(
    (each) => each.environment !== environment && [each.environment, environment].includes("production"),
  );
  const all = [...here, ...others].map(({ variable }) => variable);
  const hashes = await hashesOf(tx, projectId, all);
  return here.flatMap(({ variable }): Finding[] => {
    const twin = others.find((each) => hashes.get(each.variable) === hashes.get(variable));
    if (!twin || (values[variable.key] ?? "") === "") return [];
    const name = twin.variable.key === variable.key ? "" : ` (${twin.variable.key})`;
    const message = `This is the same secret as in ${twin.environment}${name}. A leak there opens production too; use another one.`;
    return [{ key: variable.key, level: "warn", message }];
  });
}
