import { ensureGenerated, listAllowedNames, openSnapshot, takeSnapshot } from "@/modules/environment";
import { isReservedName, planValues, type ValuePlan } from "@/modules/environment/pure";
import { parseConfig, variablesOf } from "@/modules/scaffold/pure";
import type { VariableSpec } from "@/modules/scaffold/schema";
import type { Ctx } from "@/server/context";
import { retryAction, setVariableAction, variablesAction } from "./failures/actions";
import { DeploymentFailure } from "./failures/failure";
import type { Target } from "./platforms/platform";
import { checkRemoteValues } from "./remote-values";
import type { Platform, RecoveryAction } from "./schema";
import { ForeignProject } from "./sources/foreign-project";

export interface EnvironmentOf {
  projectId: string;
  environment: string;
  platform: Platform;
  /** As stored on the row. */
  config: unknown;
  target: Pick<Target, "address" | "dataFolder">;
  /** Reference to the PostgreSQL that the platform made beside the app. */
  databaseUrl?: string | undefined;
  /** Names that change how programs start and may all the same, as fixed by a deployment; those of now when left out. */
  allowedNames?: readonly string[] | undefined;
}

/** The configuration on a deployment's row; a project that Berth did not generate has none. */
export function configOf(stored: unknown): Record<string, unknown> | null {
  const isConfig = typeof stored === "object" && stored !== null && "name" in stored;
  return isConfig ? (stored as Record<string, unknown>) : null;
}

/** The configuration a deployment of now would use in place of an earlier one's; files that were sent stay as they were. */
export function configNow(earlier: { sourceId: string | null; config: unknown }, ofProject: unknown): unknown {
  return earlier.sourceId ? earlier.config : (configOf(ofProject) ?? earlier.config);
}

/** What the project reads, generated or found. */
export function specsOf(stored: unknown): VariableSpec[] {
  const config = configOf(stored);
  if (config) return variablesOf(parseConfig(config));
  const foreign = ForeignProject.safeParse(stored);
  return foreign.success ? foreign.data.detected.variables : [];
}

/** Makes the secrets that are missing, and fixes which values this deployment runs with. Throws INVALID_CONFIG naming what blocks. */
export async function fixEnvironment(ctx: Ctx, of: EnvironmentOf, snapshotId: string | null): Promise<string> {
  const ref = { projectId: of.projectId, environment: of.environment };
  const taken = snapshotId ?? (await takeSnapshot(ctx, ref)).snapshotId;
  const plan = await planSnapshot(ctx, of, taken);
  const problems = problemsOf(of, plan);
  if (problems.length > 0) throw blocked(problems, of);
  if (plan.toGenerate.length === 0) return taken;
  return (await ensureGenerated(ctx, { ...ref, keys: plan.toGenerate })).snapshotId;
}

interface Problem {
  key: string;
  message: string;
}

/** What keeps an app from being deployed with these values. */
function problemsOf({ platform, config }: EnvironmentOf, { values, problems }: ValuePlan): Problem[] {
  const remote = checkRemoteValues({ platform, values, specs: specsOf(config) });
  const told = new Set(problems.map(({ key }) => key));
  const all = [...problems, ...remote.problems.filter(({ key }) => !told.has(key))];
  return all.map(({ key, message }) => ({ key, message }));
}

export interface AppEnvironment {
  values: Record<string, string>;
  /** Values that must never be seen in a log, and their names. */
  secrets: string[];
  secretNames: ReadonlySet<string>;
  featuresOff: { feature: string; missing: string[] }[];
  /** Values that are probably not meant for the place the app goes to. */
  doubts: Problem[];
  /** Why a deployment with these values is refused; empty when it is not. */
  problems: Problem[];
  /** Secrets that a deployment makes first. */
  toGenerate: string[];
  /** Names among the values that change how programs start, and that an owner allowed. */
  allowedNames: string[];
}

/** The environment an app runs with, from what was fixed when it was deployed. */
export async function readEnvironment(ctx: Ctx, of: EnvironmentOf, snapshotId: string): Promise<AppEnvironment> {
  const plan = await planSnapshot(ctx, of, snapshotId);
  const open = new Set(specsOf(of.config).flatMap((spec) => (spec.sensitive && !spec.public ? [] : [spec.key])));
  const features = new Map<string, string[]>();
  for (const { key, feature } of plan.skipped) features.set(feature, [...(features.get(feature) ?? []), key]);
  const secretNames = new Set(Object.keys(plan.values).filter((key) => !open.has(key)));
  return {
    values: { ...plan.values },
    secretNames,
    secrets: Object.entries(plan.values).flatMap(([key, value]) => (secretNames.has(key) ? [value] : [])),
    featuresOff: Array.from(features, ([feature, missing]) => ({ feature, missing })),
    doubts: [...doubtsOf(of, plan.values), ...plan.leftOut.map(tellLeftOut)],
    problems: problemsOf(of, plan),
    toGenerate: plan.toGenerate,
    allowedNames: of.platform === "local" ? Object.keys(plan.values).filter(isReservedName) : [],
  };
}

function tellLeftOut(key: string): Problem {
  const message = "The app does not get it: it changes how programs start, and no owner allowed this value.";
  return { key, message: `${message} To allow it: berth env allow-reserved ${key}` };
}

/** The app's own address is where it answers, whatever it looks like. */
function doubtsOf(
  { platform, config, target }: EnvironmentOf,
  values: Record<string, string>,
): AppEnvironment["doubts"] {
  const { warnings } = checkRemoteValues({ platform, values, specs: specsOf(config) });
  return warnings.filter(({ key }) => values[key] !== target.address);
}

async function planSnapshot(ctx: Ctx, of: EnvironmentOf, snapshotId: string): Promise<ValuePlan> {
  const opened = await openSnapshot(ctx, snapshotId);
  const values = Object.fromEntries(Array.from(opened, ([key, secret]) => [key, secret.unwrap()]));
  const { address, dataFolder = "" } = of.target;
  const isAsking = of.platform === "local" && of.allowedNames === undefined && [...opened.keys()].some(isReservedName);
  return planValues({
    specs: specsOf(of.config),
    values,
    platform: of.platform,
    address,
    dataFolder,
    databaseUrl: of.databaseUrl,
    allowedNames: isAsking ? await listAllowedNames(ctx, snapshotId) : of.allowedNames,
  });
}

function blocked(problems: readonly Problem[], of: EnvironmentOf): DeploymentFailure {
  const [first] = problems;
  const rest = problems.length - 1;
  const more = rest > 0 ? ` ${rest} more ${rest === 1 ? "variable needs" : "variables need"} attention too.` : "";
  return new DeploymentFailure({
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: `The variable ${first?.key} keeps the app from being deployed. ${first?.message}${more}`,
    // One problem is told by the message already.
    suggestions: rest > 0 ? problems.map(({ key, message }) => `${key}: ${message}`) : [],
    recovery: [...problems.slice(0, 3).map(({ key }) => wayOut(key, of)), variablesAction, retryAction],
  });
}

/** A name that changes how programs start is set already: what it lacks is an owner's word. */
function wayOut(key: string, { platform, projectId, environment }: EnvironmentOf): RecoveryAction {
  if (platform !== "local" || !isReservedName(key)) return setVariableAction(key);
  const place = `project=${encodeURIComponent(projectId)}&environment=${environment}`;
  return {
    action: "manual",
    label: `Allow or remove ${key}`,
    href: `/environments?${place}&view=variables&edit=${key}`,
  };
}
