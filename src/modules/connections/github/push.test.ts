import { describe, expect, it, onTestFinished } from "vitest";
import { type GithubEmulator, type GithubOptions, startGithub } from "../../../../e2e/emulators/github/github";
import type { ApiAccess } from "../http/call";
import type { PushedFile } from "./changes";
import { pushFiles } from "./push";
import { ensureRepository, type Repository } from "./repositories";
import { githubAccess, refusalOf, text } from "./testing/github-access";

const { signal } = new AbortController();
/** Tests that run beside each other bring their own `finished`. */
async function start(options: GithubOptions = {}, finished: typeof onTestFinished = onTestFinished) {
  const github = await startGithub(options);
  finished(async () => {
    await github.close();
    expect(github.violations).toEqual([]);
  });
  const access = githubAccess(github);
  const made = await ensureRepository(access, { name: "shop", isPrivate: true, marker: "berth:1" }, signal);
  return { github, access, made };
}

function push(access: ApiAccess, made: Repository, files: PushedFile[], deployment = "one", message = "Deploy shop") {
  const place = { owner: made.owner, name: made.name, branch: made.defaultBranch };
  return pushFiles(access, { ...place, files, message: `${message}\n\nBerth-Deployment: ${deployment}` }, signal);
}

const contentOf = (github: GithubEmulator, sha: string) =>
  Object.fromEntries([...(github.commit(sha)?.files ?? [])].map(([path, bytes]) => [path, bytes.toString("latin1")]));
const operations = (github: GithubEmulator, operation: string) =>
  github.requests.filter((request) => request.operation === operation).length;
const commitsOf = (github: GithubEmulator) => github.repository("octo", "shop")?.commits ?? [];

describe("a push", () => {
  it("is one commit on top of the branch with every file as it is", async () => {
    const { github, access, made } = await start();
    const picture = new Uint8Array([137, 80, 78, 71, 0, 255, 1]);
    const pushed = await push(access, made, [
      text("README.md", "# Shop\n"),
      text("src/app/page.tsx", "export default 1; // é\n"),
      text("bom.txt", "\uFEFFmarked"),
      text("empty.txt", ""),
      text("run.sh", "#!/bin/sh\n", 0o755),
      { path: "public/logo.png", data: picture },
    ]);
    const commit = github.commit(pushed.commit);
    expect(pushed).toEqual({
      commit: github.repository("octo", "shop")?.head,
      htmlUrl: `${github.address}/octo/shop/commit/${pushed.commit}`,
      wasUnchanged: false,
    });
    expect([...(commit?.files.keys() ?? [])].sort()).toEqual(
      ["README.md", "bom.txt", "empty.txt", "public/logo.png", "run.sh", "src/app/page.tsx"].sort(),
    );
    expect(commit?.files.get("public/logo.png")).toEqual(Buffer.from(picture));
    expect(commit?.files.get("src/app/page.tsx")?.toString()).toBe("export default 1; // é\n");
    expect(commit?.files.get("bom.txt")).toEqual(Buffer.from("\uFEFFmarked"));
    expect(commit?.modes.get("run.sh")).toBe("100755");
    expect(commitsOf(github).map(({ message }) => message)).toEqual([
      "Deploy shop\n\nBerth-Deployment: one",
      "Initial commit",
    ]);
    expect(operations(github, "createBlob")).toBe(1);
  });

  it("goes up in portions when there are many files", async () => {
    const { github, access, made } = await start({ tree: { entries: 400, bytes: 2_600_000 } });
    const files = Array.from({ length: 1200 }, (_, index) =>
      text(`src/part-${index}.ts`, `export const a${index} = 1;\n`),
    );
    const large = Array.from({ length: 5 }, (_, index) => text(`data/${index}.csv`, `${index},`.repeat(300_000)));
    const { commit } = await push(access, made, [...files, ...large]);
    expect(github.commit(commit)?.files.size).toBe(1205);
    expect(github.commit(commit)?.files.get("src/part-1199.ts")?.toString()).toBe("export const a1199 = 1;\n");
    expect(operations(github, "createTree")).toBeLessThanOrEqual(6);
    expect(operations(github, "createCommit")).toBe(1);
  });

  it("is cut smaller when GitHub finds it too large after all", async () => {
    const { github, access, made } = await start({ tree: { entries: 10 } });
    const files = Array.from({ length: 35 }, (_, index) => text(`file-${index}.txt`, `${index}`));
    const { commit } = await push(access, made, files);
    expect(github.commit(commit)?.files.size).toBe(35);
    expect(commitsOf(github)).toHaveLength(2);
  });

  it("sends only what changed, and removes what was pushed before and is gone", async () => {
    const { github, access, made } = await start();
    await push(access, made, [text("a.txt", "a"), text("folder/b.txt", "b"), text("kept.txt", "kept")]);
    github.commitFile("octo", "shop", { path: ".github/dependabot.yml", text: "theirs" });
    const { commit } = await push(access, made, [text("kept.txt", "kept"), text("folder", "now a file")], "two");
    expect(contentOf(github, commit)).toEqual({
      ".github/dependabot.yml": "theirs",
      "kept.txt": "kept",
      folder: "now a file",
    });
    expect(github.commit(commit)?.parents).toEqual([commitsOf(github)[1]?.sha]);
    expect(commitsOf(github)).toHaveLength(4);
  });

  it("makes no commit when nothing changed", async () => {
    const { github, access, made } = await start();
    const first = await push(access, made, [text("a.txt", "a")]);
    const second = await push(access, made, [text("a.txt", "a")], "two");
    expect(second).toEqual({ ...first, wasUnchanged: true });
    expect(operations(github, "createCommit")).toBe(1);
  });

  it("sees a change of mode alone", async () => {
    const { github, access, made } = await start();
    await push(access, made, [text("run.sh", "run")]);
    const { commit, wasUnchanged } = await push(access, made, [text("run.sh", "run", 0o755)], "two");
    expect(wasUnchanged).toBe(false);
    expect(github.commit(commit)?.modes.get("run.sh")).toBe("100755");
  });

  it("is taken for done when the branch has a commit of the same deployment, whatever came after it", async () => {
    const { github, access, made } = await start();
    const first = await push(access, made, [text("a.txt", "a")]);
    github.commitFile("octo", "shop", { path: "a.txt", text: "theirs" });
    expect(await push(access, made, [text("a.txt", "a")])).toEqual(first);
    expect(commitsOf(github)).toHaveLength(3);
  });

  it("reads a tree that is too long for one answer folder by folder", async () => {
    const { github, access, made } = await start({ tree: { listed: 3 } });
    const files = [text("a/b/c.txt", "c"), text("a/d.txt", "d"), text("e.txt", "e"), text("f/g.txt", "g")];
    const first = await push(access, made, files);
    expect(await push(access, made, files, "two")).toEqual({ ...first, wasUnchanged: true });
    expect(operations(github, "getTree")).toBeGreaterThan(3);
  });
});

describe("pushes at the same time", () => {
  it("follow each other, none by force", async () => {
    const { github, access, made } = await start();
    const pushes = ["one", "two", "three"].map((id) => push(access, made, [text(`${id}.txt`, id)], id));
    await Promise.all(pushes);
    expect(commitsOf(github)).toHaveLength(4);
    const parents = commitsOf(github).map(({ parents }) => parents.length);
    expect(parents).toEqual([1, 1, 1, 0]);
  });

  it("give up after the third commit of others", async () => {
    const { github, access, made } = await start();
    github.scenario.add({
      operation: "updateRef",
      answer: { status: 422, json: { message: "Update is not a fast forward" } },
    });
    expect(await refusalOf(push(access, made, [text("a.txt", "a")]))).toMatchObject({ kind: "CONFLICT", status: 422 });
    expect(operations(github, "updateRef")).toBe(3);
  });
});

describe.concurrent("what is not visible at once", () => {
  it.for([404, 409] as const)("is asked for again after %s", async (status, { onTestFinished }) => {
    const { github, access, made } = await start({ lag: { calls: 2, status } }, onTestFinished);
    const { commit } = await push(access, made, [text("a.txt", "a")]);
    expect(github.repository("octo", "shop")?.head).toBe(commit);
  });

  it("is asked for again when a fresh commit is not seen by the refs", async ({ onTestFinished }) => {
    const { github, access, made } = await start({}, onTestFinished);
    github.scenario.add({
      operation: "updateRef",
      times: 2,
      answer: { status: 422, json: { message: "Object does not exist" } },
    });
    const { commit } = await push(access, made, [text("a.txt", "a")]);
    expect(github.repository("octo", "shop")?.head).toBe(commit);
  });

  it("is told when the repository is gone", async ({ onTestFinished }) => {
    const { access, made } = await start({}, onTestFinished);
    const gone = { ...made, name: "gone" };
    expect(await refusalOf(push(access, gone, [text("a.txt", "a")]))).toMatchObject({
      kind: "SOURCE_ACCESS",
      message: expect.stringContaining("octo/gone"),
    });
  });

  it("becomes a new branch when the branch is not there", async ({ onTestFinished }) => {
    const { github, access, made } = await start({}, onTestFinished);
    const { commit } = await push(access, { ...made, defaultBranch: "berth/live" }, [text("a.txt", "a")]);
    expect(contentOf(github, commit)).toEqual({ "a.txt": "a" });
    expect(github.commit(commit)?.parents).toEqual([]);
    expect(operations(github, "createRef")).toBe(1);
  });
});

describe.concurrent("an answer that is lost", () => {
  const cuts = ["createBlob", "createTree", "createCommit", "updateRef"].flatMap((operation) => [
    { operation, lose: "before" as const },
    { operation, lose: "after" as const },
  ]);
  it.for(cuts)("at $operation, $lose it was done, makes no second commit", async (cut, { onTestFinished }) => {
    const { github, access, made } = await start({}, onTestFinished);
    github.scenario.add({ ...cut, times: 1 });
    const { commit } = await push(access, made, [{ path: "a.bin", data: new Uint8Array([0, 1]) }]);
    expect(github.repository("octo", "shop")?.head).toBe(commit);
    expect(commitsOf(github)).toHaveLength(2);
  });

  it("at updateRef, with somebody else's commit on top by then, is found by the deployment's line", async ({
    onTestFinished,
  }) => {
    const { github, access, made } = await start({}, onTestFinished);
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init);
      if (init?.method !== "PATCH" || commitsOf(github).length > 2) return response;
      github.commitFile("octo", "shop", { path: "theirs.txt", text: "theirs" });
      throw new TypeError("fetch failed", { cause: new Error("other side closed") });
    };
    const { commit } = await push({ ...access, fetch }, made, [text("a.txt", "a")]);
    expect(commitsOf(github).map(({ sha }) => sha)[1]).toBe(commit);
    expect(commitsOf(github)).toHaveLength(3);
  });
});

describe("what GitHub refuses", () => {
  const workflow = text(".github/workflows/ci.yml", "on: push\n");
  const accounts = (scopes: string[] | null) => [{ token: "ghp_limited0123456789", login: "octo", scopes }];

  it("is known before anything is sent when the token tells its scopes", async () => {
    const { github, access, made } = await start({ accounts: accounts(["repo"]) });
    const error = await refusalOf(push(access, made, [text("a.txt", "a"), workflow]));
    expect(error).toMatchObject({
      kind: "AUTH_SCOPE",
      code: "workflow",
      message: expect.stringContaining("scope workflow"),
    });
    expect(error).toMatchObject({ message: expect.stringContaining(`${github.address}/settings/tokens`) });
    expect(operations(github, "createTree")).toBe(0);
  });

  it("is understood from the refusal when the token does not", async () => {
    const { access, made } = await start({ accounts: accounts(null) });
    expect(await refusalOf(push(access, made, [workflow]))).toMatchObject({ kind: "AUTH_SCOPE" });
  });

  it("does not stop a push that leaves the workflows as they are", async () => {
    const { github, made, access } = await start({
      accounts: [
        { token: "ghp_full0123456789", login: "octo", scopes: ["repo", "workflow"] },
        { token: "ghp_less0123456789", login: "octo", scopes: ["repo"] },
      ],
    });
    await push(access, made, [workflow, text("a.txt", "a")]);
    const less = githubAccess(github, { token: "ghp_less0123456789" });
    expect(await push(less, made, [workflow, text("a.txt", "b")], "two")).toMatchObject({ wasUnchanged: false });
  });

  it("is told as a limit with the time it asks for", async () => {
    const { access, made } = await start({ limits: { secondary: 3, retryAfterSeconds: 45 } });
    await push(access, made, [text("a.txt", "a")]).catch(() => undefined);
    expect(await refusalOf(push(access, made, [text("a.txt", "b")], "two"))).toMatchObject({
      kind: "RATE_LIMITED",
      retryAfterSeconds: 45,
      until: expect.any(Date),
    });
  });

  it("is waited for when the time is short", async () => {
    const { github, access, made } = await start();
    const json = { message: "You have exceeded a secondary rate limit." };
    github.scenario.add({
      operation: "createTree",
      times: 1,
      answer: { status: 403, json, headers: { "retry-after": "0" } },
    });
    expect(await push(access, made, [text("a.txt", "a")])).toMatchObject({ wasUnchanged: false });
  });

  it("is read from an hour that is used up", async () => {
    const { access, made } = await start({ limits: { primary: 4, retryAfterSeconds: 1800 } });
    const error = await refusalOf(push(access, made, [text("a.txt", "a")]));
    expect(error).toMatchObject({ kind: "RATE_LIMITED", status: 403 });
    expect((error as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(1700);
  });

  it("is told in its own words", async () => {
    const { github, access, made } = await start();
    github.archive("octo", "shop");
    expect(await refusalOf(push(access, made, [text("a.txt", "a")]))).toMatchObject({
      kind: "SOURCE_ACCESS",
      message: "GitHub: Repository was archived so is read-only. Unarchive it on GitHub first.",
    });
  });

  it("is foreseen for more binary files than GitHub takes", async () => {
    const { github, access, made } = await start();
    const files = Array.from({ length: 401 }, (_, index) => ({
      path: `${index}.bin`,
      data: new Uint8Array([0, index & 255]),
    }));
    expect(await refusalOf(push(access, made, files))).toMatchObject({ kind: "TOO_LARGE" });
    expect(operations(github, "createBlob")).toBe(0);
  });
});
