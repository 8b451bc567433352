import { and, eq } from "drizzle-orm";
import { type DetectedProject, detectProject, listZip } from "@/modules/scaffold";
import { type Ctx, requirePermission } from "@/server/context";
import { AppError } from "@/server/errors";
import { createGuardedFetch, type GuardedFetch } from "@/server/guarded-fetch";
import type { Finding } from "@/server/leaks/scan";
import { homePaths } from "@/server/process/home";
import { DeploymentFailure } from "../failures/failure";
import { machine } from "../local/machine";
import { readingOf } from "../repository/account";
import { parseRepositoryAddress } from "../repository/address";
import { cloneRepository } from "../repository/clone";
import { RepositoryRef, SourceRef } from "../schema";
import { source } from "../tables";
import { readProjectZip, zipFiles } from "./project-zip";
import { readStored } from "./store";
import { findSecrets, saveSource } from "./upload";

/** What an uploaded project is made of, with the id to deploy it by. */
export interface DetectedSource {
  sourceId: string;
  project: DetectedProject;
  /** Secrets in its files: a hosting platform or GitHub would not get them. */
  findings: Finding[];
}

const cloneMs = 120_000;
const fetchPublic = createGuardedFetch();

/** Says what an uploaded project is made of. Throws NOT_FOUND for one that is not there. */
export async function detectSource(ctx: Ctx, input: SourceRef): Promise<DetectedSource> {
  requirePermission(ctx, "deployment:read");
  const { sourceId } = SourceRef.parse(input);
  const zip = await readUpload(ctx, sourceId);
  const project = await detectProject({ ...listZip(zip), signal: ctx.signal });
  return { sourceId, project, findings: await findSecrets(ctx, readProjectZip(zip)) };
}

/** Takes a public repository, or one of a connected account, in as if its files had been uploaded, and says what it is made of. */
export async function detectRepository(
  ctx: Ctx,
  input: RepositoryRef,
  fetch: GuardedFetch = fetchPublic,
): Promise<DetectedSource & { name: string }> {
  requirePermission(ctx, "deployment:write");
  const { url, connectionId } = RepositoryRef.parse(input);
  const address = parseRepositoryAddress(url);
  const deadline = AbortSignal.timeout(cloneMs);
  const signal = AbortSignal.any([ctx.signal, deadline]);
  const reading = connectionId === undefined ? { fetch } : await readingOf(ctx, connectionId, address);
  const { files, leftOut } = await cloneRepository(address, { ...reading, signal }).catch((error: unknown) => {
    throw deadline.aborted ? tooSlow(address.url) : error;
  });
  if (files.length === 0) throw new AppError("VALIDATION", `${address.url} holds no file there. Check the address.`);
  const zip = zipFiles(files);
  const { id, leftOut: ofSecrets, files: kept } = await saveSource(ctx, zip);
  const { files: listed, notes } = listZip(zip);
  const left = [...leftOutNotes("Links and submodules", leftOut), ...leftOutNotes("Files of secrets", ofSecrets)];
  const project = await detectProject({ files: listed, notes: [...notes, ...left], signal: ctx.signal });
  return { sourceId: id, name: address.name, project, findings: await findSecrets(ctx, kept) };
}

async function readUpload(ctx: Ctx, id: string): Promise<Buffer> {
  const [row] = await ctx.db
    .select({ id: source.id })
    .from(source)
    .where(and(eq(source.id, id), eq(source.orgId, ctx.orgId)));
  if (!row) throw new AppError("NOT_FOUND", "There is no such uploaded project. Send it again.");
  try {
    return await readStored(homePaths(machine().env.home).sources, id);
  } catch (error) {
    if (!(error instanceof DeploymentFailure)) throw error;
    throw new AppError("NOT_FOUND", error.message, { cause: error });
  }
}

function leftOutNotes(what: string, paths: readonly string[]) {
  if (paths.length === 0) return [];
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  return [{ level: "info" as const, message: `${what} are left out: ${paths.slice(0, 3).join(", ")}${more}.` }];
}

function tooSlow(url: string): AppError {
  return new AppError(
    "UPSTREAM",
    `${url} did not arrive within ${cloneMs / 60_000} minutes. Try again, or upload the folder as a ZIP.`,
  );
}
