import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { generate, parseConfig } from "@/modules/scaffold/pure";
import type { ActiveRun, ActiveStep, Json } from "@/server/runs";
import { configOf, fixEnvironment, readEnvironment } from "./app-environment";
import { provideDatabase } from "./hosted/database";
import type { ReleaseFile } from "./local/files";
import { applySettings, rootOf } from "./local/settings";
import type {
  ActiveDeployment,
  BuildInput,
  Check,
  FeatureOff,
  Platform,
  Ready,
  StepInput,
  Target,
} from "./platforms/platform";
import type { DeploymentSpec } from "./run-spec";
import type { StepName } from "./schema";
import { withScripts } from "./sources/foreign-project";
import { checkForLeaks, leavingFiles } from "./sources/leak-check";
import { readSource } from "./sources/store";
import { stepOptions } from "./steps";
import { refuseBuiltIn } from "./sync/built-in";
import { noteDeployed } from "./sync/deployed";
import { deployment } from "./tables";

/** What the step configure-environment leaves behind for whoever looks at the deployment; never a value. */
interface ConfiguredEnvironment {
  snapshotId: string;
  variableNames: string[];
  featuresOff: FeatureOff[];
  /** Reference to the database beside the app; null where there is none, or its address is among the variables. */
  databaseUrl?: string | null;
  /** Names that change how programs start, where an owner had allowed the value by then. */
  allowedNames?: string[];
}

/** What the step complete leaves behind. */
export interface Completed {
  url: string;
  checks: Check[];
}

/** Walks the nine steps. Each one is stored when it is done, so a deployment that is taken up again goes on where it was. */
export async function runDeployment(
  run: ActiveRun<DeploymentSpec>,
  platform: Platform,
  sources: string,
): Promise<Completed> {
  const active = activate(run);
  const [row] = await run.ctx.db.select().from(deployment).where(eq(deployment.id, run.id));
  if (!row) throw new Error("The deployment has no row, although its run exists.");
  const config = configOf(row.config);
  const step = <T>(name: StepName, work: (step: ActiveStep) => Promise<T>): Promise<T> =>
    run.step<Json>(name, stepOptions(name, run.spec), work as (step: ActiveStep) => Promise<Json>) as Promise<T>;

  await step("initialize", async (current) => {
    if (config && !run.spec.sourceId) parseConfig(config);
    if (row.isEmulated)
      active.log("initialize", "berth", "This account is on a local stand-in: nothing goes to the platform.");
    return platform.prepare(active, current);
  });
  const target = await platform.locate(
    await step("create-project", (current) => platform.createProject(active, current)),
  );
  const files = once(async () =>
    leavingFiles(active, await collectFiles(active, platform, target, { config: row.config, sources })),
  );
  await step("generate", async ({ signal }) => {
    if (run.spec.releaseOf !== null) return keepFiles(active, run.spec.releaseOf);
    const ready = await files();
    await checkForLeaks(active, ready, signal);
    const manifest = manifestOf(ready);
    await run.update((tx) => tx.db.update(deployment).set({ manifest }).where(eq(deployment.id, run.id)));
    active.log("generate", "berth", `${ready.length} files ready.`);
    return { files: ready.length };
  });
  const uploaded = await step("upload", async (current) =>
    platform.upload(active, target, run.spec.releaseOf === null ? await files() : [], current),
  );

  const where = { ...row, platform: run.spec.platform, target };
  const {
    snapshotId,
    databaseUrl,
    allowedNames = [],
  } = await step("configure-environment", async (current): Promise<ConfiguredEnvironment> => {
    const provided = await provideDatabase(
      active,
      { of: where, appId: target.appId, snapshotId: row.snapshotId },
      current,
    );
    const of = { ...where, databaseUrl: provided };
    const fixed = await fixEnvironment(run.ctx, of, row.snapshotId);
    await run.update((tx) => tx.db.update(deployment).set({ snapshotId: fixed }).where(eq(deployment.id, run.id)));
    if (run.spec.releaseOf !== null) await refuseBuiltIn(run.ctx, run.spec.releaseOf, fixed);
    const read = await readEnvironment(run.ctx, of, fixed);
    const { values, secretNames, secrets, featuresOff, doubts } = read;
    run.addSecrets(secrets);
    for (const { feature, missing } of featuresOff) {
      run.emit({ kind: "warning", level: "warn", message: `${feature} is off until ${missing.join(", ")} is set.` });
    }
    for (const { key, message } of doubts) run.emit({ kind: "warning", level: "warn", message: `${key}: ${message}` });
    const outcome = await platform.configure?.(active, { target, values, secretNames }, current);
    if (outcome) await noteDeployed(active, { appId: target.appId, snapshotId: fixed, values }, outcome);
    return {
      snapshotId: fixed,
      variableNames: Object.keys(values).sort(),
      featuresOff,
      databaseUrl: provided ?? null,
      allowedNames: read.allowedNames,
    };
  });
  const of = { ...where, databaseUrl: databaseUrl ?? undefined, allowedNames };
  const { values, secretNames, secrets } = await readEnvironment(run.ctx, of, snapshotId);
  run.addSecrets(secrets);

  const input = { target, values, secretNames, uploaded, files };
  const ready = await withLog({ active, platform, input }, step, () => buildAndStart(active, platform, input, step));
  return step("complete", async (current): Promise<Completed> => {
    const { url, checks } = await platform.activate(active, input, ready, current);
    return { url, checks: [...ready.checks, ...checks] };
  });
}

/** A reload runs the files of an earlier deployment, and is compared as though it had brought them itself. */
async function keepFiles({ run, log }: ActiveDeployment, releaseOf: string): Promise<{ files: number }> {
  const [former] = await run.ctx.db.select().from(deployment).where(eq(deployment.id, releaseOf));
  const manifest = former?.manifest ?? {};
  await run.update((tx) => tx.db.update(deployment).set({ manifest }).where(eq(deployment.id, run.id)));
  log("generate", "berth", "The files of the version that serves are used as they are.");
  return { files: Object.keys(manifest).length };
}

type Step = <T>(name: StepName, work: (step: ActiveStep) => Promise<T>) => Promise<T>;

async function buildAndStart(
  active: ActiveDeployment,
  platform: Platform,
  input: BuildInput,
  step: Step,
): Promise<Ready> {
  await step("trigger-build", (current) => platform.build(active, input, current));
  return step("monitor", (current) => platform.start(active, input, current));
}

interface LogSource {
  active: ActiveDeployment;
  platform: Platform;
  input: StepInput;
}

/** After the work is done, how long the platform's log may take to bring its last lines. */
const lastLinesMs = 3_000;

/** stream-logs runs beside build and start: it is open as long as one of them may still write. */
async function withLog<T>({ active, platform, input }: LogSource, step: Step, work: () => Promise<T>): Promise<T> {
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  const streaming = step("stream-logs", async ({ signal }) => {
    signal.addEventListener("abort", () => close(), { once: true });
    const ending = new AbortController();
    const source = platform.streamLogs?.(active, input, AbortSignal.any([signal, ending.signal]));
    const isRead = source?.catch((error: unknown) =>
      active.run.ctx.log.warn({ err: error }, "a log stream ended early"),
    );
    await closed;
    await Promise.race([isRead, sleep(lastLinesMs)]);
    ending.abort();
    await isRead;
    return { lines: active.lineCount() };
  });
  const settled = streaming.then(
    () => undefined,
    () => undefined,
  );
  try {
    return await work();
  } finally {
    close();
    await settled;
  }
}

async function collectFiles(
  active: ActiveDeployment,
  platform: Platform,
  target: Target,
  from: { config: unknown; sources: string },
): Promise<readonly ReleaseFile[]> {
  const { filesOf, sourceId } = active.spec;
  const kept = filesOf ? await platform.readFiles(target, filesOf) : undefined;
  if (kept) return kept;
  const made = sourceId
    ? withScripts((await readSource(from.sources, sourceId)).files, from.config, rootOf(active.spec.settings))
    : await generate(parseConfig(from.config));
  return active.spec.platform === "local" ? applySettings(made, active.spec.settings) : made;
}

function manifestOf(files: readonly ReleaseFile[]): Record<string, string> {
  return Object.fromEntries(
    files.map(({ path, content }) => [path, createHash("sha256").update(content).digest("hex")]),
  );
}

/** Enough for the first error of a long build and what came after it. */
const tailLines = 2_000;

/** The deployment a run is about, with its log. */
export function activate(run: ActiveRun<DeploymentSpec>): ActiveDeployment {
  let lines = 0;
  const last: string[] = [];
  return {
    id: run.id,
    run,
    spec: run.spec,
    lineCount: () => lines,
    tail: () => [...last],
    log(step, stream, line) {
      lines += 1;
      if (stream !== "berth" && last.push(line) > tailLines) last.shift();
      run.emit({ kind: "log", step, stream, level: levelOf(line), line });
    },
  };
}

/** Tools write warnings and notices to stderr as they like, so the level comes from the words. */
function levelOf(line: string): "info" | "warn" | "error" {
  if (/\b(?:error|failed|fatal)\b|⨯/i.test(line)) return "error";
  return /\bwarn(?:ing)?\b|⚠/i.test(line) ? "warn" : "info";
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
