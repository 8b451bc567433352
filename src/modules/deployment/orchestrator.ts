import { eq } from "drizzle-orm";
import { generate, parseConfig } from "@/modules/scaffold/pure";
import type { ActiveRun, ActiveStep, Json } from "@/server/runs";
import { configOf, fixEnvironment, readEnvironment } from "./app-environment";
import type { ReleaseFile } from "./local/files";
import type { ActiveDeployment, Check, FeatureOff, Platform, Ready, StepInput, Target } from "./platforms/platform";
import type { DeploymentSpec } from "./run-spec";
import type { StepName } from "./schema";
import { withScripts } from "./sources/foreign-project";
import { readSource } from "./sources/store";
import { stepOptions } from "./steps";
import { deployment } from "./tables";

/** What the step configure-environment leaves behind for whoever looks at the deployment; never a value. */
interface ConfiguredEnvironment {
  snapshotId: string;
  variableNames: string[];
  featuresOff: FeatureOff[];
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
    run.step<Json>(
      name,
      stepOptions(name, run.spec.timeoutSeconds),
      work as (step: ActiveStep) => Promise<Json>,
    ) as Promise<T>;

  await step("initialize", async () => {
    if (config && !run.spec.sourceId) parseConfig(config);
    return platform.prepare(active);
  });
  const target = await platform.locate(await step("create-project", () => platform.createProject(active)));
  const files = once(() => collectFiles(active, platform, target, { config: row.config, sources }));
  await step("generate", async () => {
    const { length } = await files();
    active.log("generate", "berth", `${length} files ready.`);
    return { files: length };
  });
  await step("upload", async () => platform.upload(active, target, await files()));

  const of = { ...row, target };
  const { snapshotId } = await step("configure-environment", async (): Promise<ConfiguredEnvironment> => {
    const fixed = await fixEnvironment(run.ctx, of, row.snapshotId);
    await run.update((tx) => tx.db.update(deployment).set({ snapshotId: fixed }).where(eq(deployment.id, run.id)));
    const { values, featuresOff } = await readEnvironment(run.ctx, of, fixed);
    for (const { feature, missing } of featuresOff) {
      run.emit({ kind: "warning", level: "warn", message: `${feature} is off until ${missing.join(", ")} is set.` });
    }
    return { snapshotId: fixed, variableNames: Object.keys(values).sort(), featuresOff };
  });
  const { values, secrets } = await readEnvironment(run.ctx, of, snapshotId);
  run.addSecrets(secrets);

  const input = { target, values };
  const ready = await withLog(active, step, () => buildAndStart(active, platform, input, step));
  return step("complete", async (current): Promise<Completed> => {
    const { url, checks } = await platform.activate(active, input, ready, current);
    return { url, checks: [...ready.checks, ...checks] };
  });
}

type Step = <T>(name: StepName, work: (step: ActiveStep) => Promise<T>) => Promise<T>;

async function buildAndStart(
  active: ActiveDeployment,
  platform: Platform,
  input: StepInput,
  step: Step,
): Promise<Ready> {
  await step("trigger-build", (current) => platform.build(active, input, current));
  return step("monitor", (current) => platform.start(active, input, current));
}

/** stream-logs runs beside build and start: it is open as long as one of them may still write. */
async function withLog<T>(active: ActiveDeployment, step: Step, work: () => Promise<T>): Promise<T> {
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  const streaming = step("stream-logs", async ({ signal }) => {
    signal.addEventListener("abort", () => close(), { once: true });
    await closed;
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
  if (sourceId) return withScripts((await readSource(from.sources, sourceId)).files, from.config);
  return generate(parseConfig(from.config));
}

/** The deployment a run is about, with its log. */
export function activate(run: ActiveRun<DeploymentSpec>): ActiveDeployment {
  let lines = 0;
  return {
    id: run.id,
    run,
    spec: run.spec,
    lineCount: () => lines,
    log(step, stream, line) {
      lines += 1;
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
