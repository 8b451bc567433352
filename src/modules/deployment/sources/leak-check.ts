import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { type Finding, type LeakReport, scanFiles, tellFinding } from "@/server/leaks/scan";
import { withoutSecretFiles } from "@/server/leaks/secret-file";
import { DeploymentFailure, editAction } from "../failures/failure";
import type { ReleaseFile } from "../local/files";
import type { ActiveDeployment } from "../platforms/platform";

const shown = 10;
/** More than these are not let go one by one: the file is not meant to be published. */
const allowable = 10;

/** The files as they may go where the deployment goes: to a platform none that is there to hold secrets. */
export function leavingFiles(active: ActiveDeployment, all: readonly ReleaseFile[]): readonly ReleaseFile[] {
  if (active.spec.platform === "local") return all;
  const { files, leftOut } = withoutSecretFiles(all);
  for (const path of leftOut) active.log("generate", "berth", `${path} stays here: it is there to hold secrets.`);
  return files;
}

/**
 * Looks for secrets before the files go anywhere. Throws INVALID_CONFIG for what a hosting platform would get and nobody
 * allowed; on this machine, and of what only looks like a secret, it warns.
 */
export async function checkForLeaks(
  active: ActiveDeployment,
  files: readonly ReleaseFile[],
  signal: AbortSignal,
): Promise<void> {
  const { platform, allowedSecrets } = active.spec;
  const { blocking, warnings, notes } = judge(await scanFiles(files, { signal }), allowedSecrets);
  if (blocking.length > 0 && platform !== "local") throw leaks(active.id, blocking);
  const told = [...blocking, ...warnings].slice(0, shown).map((each) => `${tellFinding(each)}. ${each.remedy}`);
  for (const message of [...told, ...notes]) active.run.emit({ kind: "warning", level: "warn", message });
}

/** Throws VALIDATION when files that are about to be published hold a secret that nobody allowed. */
export async function refuseLeaks(ctx: Ctx, files: readonly ReleaseFile[], allowed: readonly string[]): Promise<void> {
  const { blocking } = judge(await scanFiles(files, { signal: ctx.signal }), allowed);
  const [first] = blocking;
  if (!first) return;
  throw new AppError("VALIDATION", `${refusal(blocking)} ${first.remedy} ${howToAllow("--allow-secret", first)}`, {
    details: { findings: blocking.slice(0, 50) },
  });
}

/** Fingerprints that whoever asks may allow. Throws FORBIDDEN for anybody but an owner or an administrator. */
export function mayAllow(ctx: Ctx, fingerprints: readonly string[] | undefined): string[] {
  if (fingerprints === undefined || fingerprints.length === 0) return [];
  requirePermission(ctx, "identity:manage");
  return [...new Set(fingerprints)];
}

/** Writes down that secrets go out with the files, in the transaction of what sends them. */
export async function auditAllowed(
  tx: Ctx,
  target: { kind: "deployment" | "project"; id: string },
  fingerprints: readonly string[],
): Promise<void> {
  if (fingerprints.length === 0) return;
  const details = { fingerprints };
  await recordAudit(tx, { action: "secret.allowed", targetKind: target.kind, targetId: target.id, details });
}

function judge({ findings, incomplete }: LeakReport, allowed: readonly string[]) {
  const known = new Set(allowed);
  const open = findings.filter(({ fingerprint }) => !known.has(fingerprint));
  const [first] = incomplete;
  const more = incomplete.length > 1 ? ` and ${incomplete.length - 1} more files` : "";
  const notes = first ? [`The secret scan is not complete for ${first.file}${more}: ${first.reason}.`] : [];
  return {
    blocking: open.filter(({ isBlocking }) => isBlocking),
    warnings: open.filter(({ isBlocking }) => !isBlocking),
    notes,
  };
}

function leaks(id: string, found: readonly [Finding, ...Finding[]] | Finding[]): DeploymentFailure {
  const [first] = found;
  const command = `berth retry ${id}${found.map(({ fingerprint }) => ` --allow-secret ${fingerprint}`).join("")}`;
  const secrets = found.map(({ fingerprint, file, line, name }) => ({ fingerprint, file, line, name }));
  const fix = { kind: "allow-secrets" as const, secrets };
  return new DeploymentFailure({
    type: "INVALID_CONFIG",
    severity: "recoverable",
    message: refusal(found),
    suggestions: [
      ...new Set(found.slice(0, shown).map(({ remedy }) => remedy)),
      "If it is no secret, an owner can allow it by its fingerprint.",
    ],
    recovery: [
      editAction,
      ...(found.length <= allowable
        ? [{ action: "manual" as const, label: "Allow it and deploy again", command, fix }]
        : []),
    ],
    evidence: found.slice(0, 50).map((each) => `${tellFinding(each)}, fingerprint ${each.fingerprint}`),
    ...(first ? { file: first.file, line: first.line, column: first.column } : {}),
  });
}

function refusal(found: readonly Finding[]): string {
  const [first] = found;
  if (!first) return "";
  const more = found.length === 1 ? "" : ` ${found.length - 1} more like it.`;
  return `The files were not sent, because they hold a secret: ${tellFinding(first)}.${more}`;
}

function howToAllow(option: string, { fingerprint }: Finding): string {
  return `If it is no secret, an owner can allow it: ${option} ${fingerprint}`;
}
