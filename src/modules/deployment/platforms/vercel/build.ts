import { setTimeout as sleep } from "node:timers/promises";
import { type OpenConnection, PlatformError, vercel } from "@/modules/connections";
import type { ActiveStep } from "@/server/runs";
import { buildFailed } from "../../failures/build-failures";
import { DeploymentFailure, downloadAction, logAction, retryAction } from "../../failures/failure";
import { readProviderId, saveProvider } from "../hosted";
import type { ActiveDeployment, Target } from "../platform";
import { addressOf } from "./project";
import type { UploadedFiles } from "./upload";

/** In the meta of a deployment: the id Berth knows it by. */
const metaKey = "berthDeployment";
const uploadsOfMissing = 2;

interface Begin {
  active: ActiveDeployment;
  target: Target;
  projectId: string;
  uploaded: UploadedFiles;
  settings: vercel.ProjectSettings;
  step: ActiveStep;
  /** Contents that are still at hand, for those Vercel turns out not to have. */
  blobs: readonly vercel.Blob[];
}

/** The deployment on Vercel: the one an earlier try began, whose answer may have been lost, or a new one. */
export async function ensureDeployment(access: OpenConnection, begin: Begin): Promise<void> {
  const { active, projectId } = begin;
  const { signal } = begin.step;
  const begun = await findBegun(access, { active, projectId }, signal);
  if (begun) active.log("trigger-build", "berth", `The deployment ${begun.id} is on Vercel already; it is taken up.`);
  const deployment = begun ?? (await create(access, begin, signal));
  const url = deployment.url ? addressOf(access, deployment.url) : undefined;
  await saveProvider(active, { id: deployment.id, page: deployment.inspectorUrl ?? undefined, url });
}

/** What an earlier try began: by its stored id, else by the mark in its meta. */
export async function findBegun(
  access: OpenConnection,
  { active, projectId }: { active: ActiveDeployment; projectId: string },
  signal: AbortSignal,
): Promise<vercel.Deployment | undefined> {
  const stored = await readProviderId(active);
  const id = stored ?? (await vercel.findByMeta(access, { projectId, key: metaKey, value: active.id }, signal));
  return id === undefined ? undefined : vercel.findDeployment(access, id, signal);
}

async function create(access: OpenConnection, begin: Begin, signal: AbortSignal): Promise<vercel.Deployment> {
  const { active, target, projectId, uploaded, settings, blobs, step } = begin;
  const buildCommand = settings.buildCommand ?? uploaded.buildCommand;
  const wanted = {
    name: target.name,
    projectId,
    target: active.spec.target,
    files: uploaded.files,
    meta: { [metaKey]: active.id },
    settings: { ...settings, ...(buildCommand === undefined ? {} : { buildCommand }) },
  };
  await step.saveIntent({ isCreating: true });
  for (let uploads = 0; ; uploads += 1) {
    const created = await vercel.createDeployment(access, wanted, signal);
    if (created.outcome === "created") return created.deployment;
    const missing = new Set(created.shas);
    const found = blobs.filter(({ sha }) => missing.has(sha));
    if (uploads === uploadsOfMissing || found.length < missing.size) throw filesGone(missing.size);
    active.log("trigger-build", "berth", `Vercel asks for ${found.length} files; they are sent.`);
    await vercel.uploadFiles(access, found, signal);
  }
}

const pollMs = { first: 300, longest: 3_000 };
/** How long the platform may fail to answer before the step fails with it. The build goes on there meanwhile. */
const silenceMs = 120_000;

/** Waits until the deployment is ready and its addresses lead to it. Throws the reason when it will never be. */
export async function awaitReady(
  access: OpenConnection,
  { active, id }: { active: ActiveDeployment; id: string },
  signal: AbortSignal,
): Promise<vercel.Deployment> {
  let told = "";
  let answeredAt = Date.now();
  for (let waitMs = pollMs.first; ; waitMs = Math.min(waitMs * 1.3, pollMs.longest)) {
    const found = await vercel.findDeployment(access, id, signal).catch((error: unknown) => {
      if (!isPassing(error) || Date.now() - answeredAt > silenceMs) throw error;
      return "silent" as const;
    });
    if (found === undefined) throw removed();
    if (found !== "silent") {
      answeredAt = Date.now();
      if (told !== found.readyState) active.log("monitor", "berth", `Vercel: ${found.readyState.toLowerCase()}.`);
      told = found.readyState;
      if (await isDone(access, { active, deployment: found }, signal)) return found;
    }
    await sleep(waitMs, undefined, { signal });
  }
}

async function isDone(
  access: OpenConnection,
  { active, deployment }: { active: ActiveDeployment; deployment: vercel.Deployment },
  signal: AbortSignal,
): Promise<boolean> {
  const { readyState, readySubstate, aliasAssigned, aliasError } = deployment;
  if (aliasError) throw addressFailed(aliasError.message ?? aliasError.code ?? "no reason was given");
  if (readyState === "READY") return Boolean(aliasAssigned) || readySubstate === "STAGED";
  if (readyState === "CANCELED") throw ended("CANCELLED", "The deployment was cancelled on Vercel.", deployment);
  if (readyState === "BLOCKED") {
    throw ended(
      "PAYMENT_REQUIRED",
      "Vercel blocked the deployment, for a limit of the plan or of the account.",
      deployment,
    );
  }
  if (readyState === "ERROR" || readyState.endsWith("_ERROR"))
    throw await failed(access, { active, deployment }, signal);
  return false;
}

/** Why the build failed, from its whole log: the lines on their way through the stream may not be here yet. */
async function failed(
  access: OpenConnection,
  { active, deployment }: { active: ActiveDeployment; deployment: vercel.Deployment },
  signal: AbortSignal,
): Promise<DeploymentFailure> {
  const events = await vercel.readBuildLog(access, deployment.id, signal).catch(() => []);
  const lines = events.flatMap((event) => event.lines);
  const { errorCode, errorMessage } = deployment;
  const reason = [errorCode, errorMessage].filter(Boolean).join(": ");
  return buildFailed({
    platform: "vercel",
    phase: /\binstall\b|\bnpm ci\b/.test(errorMessage ?? "") ? "install" : "build",
    tail: lines.length > 0 ? lines : active.tail(),
    ...(reason === "" ? {} : { reason }),
  });
}

export function isFinal({ readyState }: vercel.Deployment): boolean {
  return ["READY", "ERROR", "CANCELED", "BLOCKED"].includes(readyState) || readyState.endsWith("_ERROR");
}

function isPassing(error: unknown): boolean {
  if (!PlatformError.is(error)) return false;
  return error.kind === "NOT_SENT" || error.kind === "RATE_LIMITED" || (error.kind === "UPSTREAM" && !error.field);
}

function ended(
  type: "CANCELLED" | "PAYMENT_REQUIRED",
  message: string,
  { inspectorUrl, errorMessage }: vercel.Deployment,
): DeploymentFailure {
  return new DeploymentFailure({
    type,
    severity: "recoverable",
    message,
    suggestions: ["Look at the deployment on Vercel, then try again."],
    recovery: [
      ...(inspectorUrl
        ? [{ action: "check", label: "Open the deployment on Vercel", href: inspectorUrl } as const]
        : []),
      retryAction,
    ],
    ...(errorMessage ? { evidence: [errorMessage] } : {}),
  });
}

function addressFailed(reason: string): DeploymentFailure {
  return new DeploymentFailure({
    type: "START_FAILED",
    severity: "recoverable",
    message: `The build is done, but Vercel could not lead the app's address to it: ${reason}.`,
    suggestions: ["Look at the project's domains on Vercel, then try again."],
    recovery: [retryAction, logAction],
  });
}

function filesGone(count: number): DeploymentFailure {
  return new DeploymentFailure({
    type: "UPLOAD_FAILED",
    severity: "recoverable",
    message: `Vercel does not have ${count} of the project's files any more, although they were sent.`,
    suggestions: ["Try again: every file is sent anew then."],
    recovery: [retryAction, downloadAction],
  });
}

function removed(): DeploymentFailure {
  return new DeploymentFailure({
    type: "CANCELLED",
    severity: "recoverable",
    message: "The deployment was deleted on Vercel while it was under way.",
    suggestions: ["Try again when nobody else works on the project."],
    recovery: [retryAction],
  });
}
