import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { generate, parseConfig, zipProject } from "@/modules/scaffold/pure";
import { recordAudit } from "@/server/audit";
import { type Ctx, requirePermission } from "@/server/context";
import { inTransaction } from "@/server/db";
import { AppError } from "@/server/errors";
import { type Finding, scanFiles } from "@/server/leaks/scan";
import { withoutSecretFiles } from "@/server/leaks/secret-file";
import { homePaths } from "@/server/process/home";
import { DeploymentFailure } from "../failures/failure";
import type { ReleaseFile } from "../local/files";
import { machine } from "../local/machine";
import { DeploymentRef } from "../schema";
import { deployment, source } from "../tables";
import { readProjectZip, zipFiles, zipLimits } from "./project-zip";
import { readStored, removeSource, storeSource } from "./store";

/** A project that was taken in, without the files that are there to hold secrets. */
export interface SavedSource {
  id: string;
  leftOut: string[];
  /** Secrets in the files that were kept: a hosting platform or GitHub would not get them. */
  findings: Finding[];
}

/** Takes a project in as a ZIP, checked before anything is written. Throws VALIDATION saying what is wrong with it. */
export async function createSource(ctx: Ctx, body: ReadableStream<Uint8Array> | null): Promise<SavedSource> {
  requirePermission(ctx, "deployment:write");
  const saved = await saveSource(ctx, await readBounded(body));
  return { id: saved.id, leftOut: saved.leftOut, findings: await findSecrets(ctx, saved.files) };
}

/** Whoever sends a project waits for it; the scan before a publication takes the time it needs. */
const scanMs = 5_000;

/** The secrets in files that were just taken in, as far as they are found within a few seconds. */
export async function findSecrets(ctx: Ctx, files: readonly ReleaseFile[]): Promise<Finding[]> {
  return (await scanFiles(files, { signal: ctx.signal, totalMs: scanMs })).findings;
}

/** Stores a project that came in as a ZIP, after it was checked. Throws VALIDATION saying what is wrong with it. */
export async function saveSource(
  ctx: Ctx,
  sent: Buffer<ArrayBuffer>,
): Promise<{ id: string; leftOut: string[]; files: ReleaseFile[] }> {
  const { bytes, files, leftOut } = withoutSecrets(sent);
  if (files.length === 0) throw onlySecrets(leftOut);
  const id = ctx.newId();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { sources } = homePaths(machine().env.home);
  await storeSource(sources, id, bytes);
  try {
    await inTransaction(ctx, async (tx) => {
      await tx.db.insert(source).values({ id, orgId: tx.orgId, sha256, bytes: bytes.byteLength, createdAt: tx.now() });
      const details = { sha256, files: files.length, leftOut: leftOut.slice(0, 20) };
      await recordAudit(tx, { action: "source.created", targetKind: "source", targetId: id, details });
    });
  } catch (error) {
    await removeSource(sources, id);
    throw error;
  }
  return { id, leftOut, files };
}

/** A project's ZIP without the files that are there to hold secrets; one that has none of them stays as it is. */
function withoutSecrets(sent: Buffer<ArrayBuffer>) {
  const { files, leftOut } = withoutSecretFiles(readProjectZip(sent));
  return { bytes: leftOut.length === 0 ? sent : zipFiles(files), files, leftOut };
}

function onlySecrets(paths: readonly string[]): AppError {
  return new AppError(
    "VALIDATION",
    `The ZIP holds nothing but files of secrets (${paths.slice(0, 3).join(", ")}), which are never taken in. Send the project, and set its variables in its environment.`,
  );
}

/** The files of a deployment as a ZIP: as they were uploaded, or made from its configuration. NOT_FOUND when they are gone. */
export async function readDeployedFiles(
  ctx: Ctx,
  input: DeploymentRef,
): Promise<{ name: string; zip: Uint8Array<ArrayBuffer> }> {
  requirePermission(ctx, "deployment:read");
  const { id } = DeploymentRef.parse(input);
  const [row] = await ctx.db
    .select({ name: deployment.name, sourceId: deployment.sourceId, config: deployment.config })
    .from(deployment)
    .where(and(eq(deployment.id, id), eq(deployment.orgId, ctx.orgId)));
  if (!row) throw new AppError("NOT_FOUND", "There is no such deployment. `berth deployments` lists yours.");
  if (!row.sourceId) {
    const made = await zipProject(await generate(parseConfig(row.config)), row.name);
    return { name: row.name, zip: Uint8Array.from(made) };
  }
  try {
    const stored = await readStored(homePaths(machine().env.home).sources, row.sourceId);
    return { name: row.name, zip: withoutSecrets(stored).bytes };
  } catch (error) {
    if (!(error instanceof DeploymentFailure)) throw error;
    throw new AppError("NOT_FOUND", [error.message, ...error.failure.suggestions].join(" "), { cause: error });
  }
}

async function readBounded(body: ReadableStream<Uint8Array> | null): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body) {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length > zipLimits.zipBytes) throw tooLarge();
      chunks.push(chunk);
    }
  }
  if (length === 0)
    throw new AppError("VALIDATION", "The request has no content. Send the project as a ZIP in its body.");
  return Buffer.concat(chunks);
}

function tooLarge(): AppError {
  const megabytes = Math.round(zipLimits.zipBytes / 1024 ** 2);
  return new AppError("VALIDATION", `The ZIP is over ${megabytes} MB. Leave out node_modules and build output.`);
}
