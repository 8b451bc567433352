import type { ApiAccess } from "../http/call";
import { PlatformError } from "../http/platform-error";
import { BlobAnswer, CommitAnswer, CreatedTreeAnswer } from "./answers";
import {
  type Branch,
  type Head,
  moveBranch,
  type PastCommit,
  readFiles,
  readHead,
  readHistory,
  repositoryPath,
} from "./branch";
import { callGithub, whenReady } from "./call";
import {
  batchChanges,
  type Change,
  compareFiles,
  type GitFiles,
  inlineText,
  isWorkflow,
  type PushedFile,
} from "./changes";
import { workflowRefusal } from "./refusals";

export interface PushFiles extends Branch {
  files: readonly PushedFile[];
  /**
   * With a line such as `Berth-Deployment: <id>` in it, a commit of the branch that has the same line is taken for this very
   * push, made before its answer was lost.
   */
  message: string;
}

export interface Pushed {
  commit: string;
  htmlUrl: string;
  /** The branch held these very files already, so there is no new commit. */
  wasUnchanged: boolean;
}

const maxTries = 3;
/** By this line a commit of ours is known, whatever it was made for. */
const ownTrailer = /^Berth-[A-Z][a-z]+: \S+$/m;

/**
 * Puts files on a branch as one commit on top of it, never by force. Safe to repeat: content is sent by its hash, and a commit
 * with the trailer is taken for the answer. Throws CONFLICT when others push at the same time again and again.
 */
export async function pushFiles(access: ApiAccess, input: PushFiles, signal: AbortSignal): Promise<Pushed> {
  const made = new Set<string>();
  for (let tries = 1; ; tries += 1) {
    try {
      return await pushOnce(access, input, made, signal);
    } catch (error) {
      if (!PlatformError.is(error) || error.kind !== "CONFLICT" || tries >= maxTries) throw error;
    }
  }
}

async function pushOnce(access: ApiAccess, input: PushFiles, made: Set<string>, signal: AbortSignal): Promise<Pushed> {
  const head = await readHead(access, input, signal);
  const history = head ? await readHistory(access, input, { sha: head.sha }, signal) : [];
  const trailer = ownTrailer.exec(input.message)?.[0];
  const isThis = ({ sha, message }: PastCommit) =>
    made.has(sha) || (trailer !== undefined && message.split("\n").includes(trailer));
  const done = history.find(isThis);
  if (done) return { commit: done.sha, htmlUrl: done.htmlUrl, wasUnchanged: false };
  const [newest] = history;
  const files: GitFiles = newest ? await readFiles(access, input, newest.treeSha, signal) : new Map();
  const removed = await findOwnStrays(access, input, { sha: newest?.sha ?? "", files }, signal);
  const changes = compareFiles(input.files, files, removed);
  if (newest && changes.length === 0) return { commit: newest.sha, htmlUrl: newest.htmlUrl, wasUnchanged: true };
  refuseUnpushable(access, changes, head);
  const tree = await sendChanges(access, input, changes, newest?.treeSha, signal);
  const { sha, html_url } = await createCommit(access, input, { tree, parents: head ? [head.sha] : [] }, signal);
  made.add(sha);
  await moveBranch(access, input, { commit: sha, head }, signal);
  return { commit: sha, htmlUrl: html_url, wasUnchanged: false };
}

const maxStrays = 200;
const straysAtOnce = 8;

/**
 * Files of the branch that are not pushed any more and that Berth was the last to change; what others put there stays. Where
 * there are very many, the project became another one, and they are not asked for one by one.
 */
async function findOwnStrays(
  access: ApiAccess,
  input: PushFiles,
  { sha, files }: { sha: string; files: GitFiles },
  signal: AbortSignal,
): Promise<string[]> {
  const wanted = new Set(input.files.map(({ path }) => path));
  const strays = [...files.keys()].filter((path) => !wanted.has(path));
  if (strays.length > maxStrays) return strays;
  const own: string[] = [];
  for (let at = 0; at < strays.length; at += straysAtOnce) {
    const found = await Promise.all(
      strays.slice(at, at + straysAtOnce).map(async (file) => {
        const [commit] = await readHistory(access, input, { sha, file, limit: 1 }, signal);
        // GitHub's own first commit holds nothing but a README.
        const isOurs = commit && (ownTrailer.test(commit.message) || (commit.isFirst && file === "README.md"));
        return isOurs ? [file] : [];
      }),
    );
    own.push(...found.flat());
  }
  return own;
}

/** GitHub allows about 500 requests an hour that make content. */
const maxBlobs = 400;

function refuseUnpushable({ platform, address }: ApiAccess, changes: readonly Change[], head: Head | undefined): void {
  if (head?.scopes && !head.scopes.includes("workflow") && changes.some(isWorkflow))
    throw new PlatformError({ platform, ...workflowRefusal(address) });
  const blobs = changes.filter(({ data }) => data && inlineText(data) === undefined).length;
  if (blobs <= maxBlobs) return;
  throw new PlatformError({
    platform,
    kind: "TOO_LARGE",
    message: `${blobs} of the files are no text or over 1 MB, and GitHub takes no more than about ${maxBlobs} of those an hour this way. Download the project as a ZIP and push it with git.`,
  });
}

/** Answers the id of the tree that holds all changes, each portion built on the one before. */
async function sendChanges(
  access: ApiAccess,
  place: Branch,
  changes: readonly Change[],
  baseTree: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  let base = baseTree;
  const waiting = batchChanges(changes);
  for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
    try {
      base = await sendTree(access, place, batch, base, signal);
    } catch (error) {
      if (!PlatformError.is(error)) throw error;
      // A token without the scope is answered with "not found" here.
      if (error.kind === "NOT_FOUND" && batch.some(isWorkflow))
        throw new PlatformError({ platform: access.platform, ...workflowRefusal(access.address), cause: error });
      const isTooMuch = error.kind === "TOO_LARGE" || error.status === 502;
      if (!isTooMuch || batch.length === 1) throw error;
      const half = Math.ceil(batch.length / 2);
      waiting.unshift(batch.slice(0, half), batch.slice(half));
    }
  }
  return base ?? "";
}

async function sendTree(
  access: ApiAccess,
  place: Branch,
  batch: readonly Change[],
  base: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const tree: object[] = [];
  for (const { path, mode, sha, data } of batch) {
    const content = data && inlineText(data);
    if (data && content === undefined) await createBlob(access, place, data, signal);
    tree.push({ path, mode, type: "blob", ...(content === undefined ? { sha } : { content }) });
  }
  const { data } = await whenReady(signal, () =>
    callGithub(access, {
      method: "POST",
      path: `${repositoryPath(place)}/git/trees`,
      json: { tree, ...(base === undefined ? {} : { base_tree: base }) },
      answer: CreatedTreeAnswer,
      isRepeatable: true,
      signal,
    }),
  );
  return data.sha;
}

async function createBlob(access: ApiAccess, place: Branch, data: Uint8Array, signal: AbortSignal): Promise<void> {
  await whenReady(signal, () =>
    callGithub(access, {
      method: "POST",
      path: `${repositoryPath(place)}/git/blobs`,
      json: { content: Buffer.from(data).toString("base64"), encoding: "base64" },
      answer: BlobAnswer,
      isRepeatable: true,
      signal,
    }),
  );
}

async function createCommit(
  access: ApiAccess,
  input: PushFiles,
  { tree, parents }: { tree: string; parents: string[] },
  signal: AbortSignal,
) {
  const { data } = await whenReady(signal, () =>
    callGithub(access, {
      method: "POST",
      path: `${repositoryPath(input)}/git/commits`,
      json: { message: input.message, tree, parents },
      answer: CommitAnswer,
      // A second one that nothing leads to does no harm, and Git drops it in time.
      isRepeatable: true,
      signal,
    }),
  );
  return data;
}
