import { afterEach, describe, expect, it } from "vitest";
import { type GithubEmulator, type GithubOptions, startGithub } from "../../../../e2e/emulators/github/github";
import { readAccount } from "./account";
import { ensureRepository, listRepositories } from "./repositories";
import { githubAccess, refusalOf } from "./testing/github-access";

const open: GithubEmulator[] = [];
afterEach(async () => {
  for (const github of open.splice(0)) {
    expect(github.violations).toEqual([]);
    await github.close();
  }
});

async function start(options: GithubOptions = {}) {
  const github = await startGithub(options);
  open.push(github);
  return { github, access: githubAccess(github) };
}

const { signal } = new AbortController();
const shop = { name: "shop", isPrivate: true, marker: "berth:1" };

describe("the account of a token", () => {
  it("comes with its scopes and its end", async () => {
    const account = { token: "ghp_ending0123456789", login: "octo", scopes: ["repo", "read:org"] };
    const { access } = await start({ accounts: [{ ...account, expiresAt: "2027-01-31 09:00:00 UTC" }] });
    expect(await readAccount(access, signal)).toEqual({
      id: expect.stringMatching(/^\d+$/),
      name: "octo",
      team: null,
      scopes: ["repo", "read:org"],
      expiresAt: "2027-01-31T09:00:00.000Z",
    });
  });

  it("has no scopes and no end where GitHub does not tell them", async () => {
    const { access } = await start({ accounts: [{ token: "github_pat_0123456789", login: "octo", scopes: null }] });
    expect(await readAccount(access, signal)).toMatchObject({ scopes: [], expiresAt: null });
  });

  it("is refused with what to do", async () => {
    const { github } = await start();
    const access = githubAccess(github, { token: github.badToken });
    const error = await refusalOf(readAccount(access, signal));
    expect(error).toMatchObject({ kind: "AUTH_INVALID", message: expect.stringContaining("expired, was revoked") });
    expect(String(error)).not.toContain(github.badToken);
  });
});

describe("a repository", () => {
  it("is created once, with a first commit and the marker, and found again", async () => {
    const { github, access } = await start();
    const made = await ensureRepository(access, shop, signal);
    expect(made).toEqual({
      owner: "octo",
      name: "shop",
      defaultBranch: "main",
      htmlUrl: `${github.address}/octo/shop`,
      cloneUrl: `${github.address}/octo/shop.git`,
      isPrivate: true,
      wasCreated: true,
    });
    expect(github.repository("octo", "shop")).toMatchObject({ description: "Deployed with Berth (berth:1)" });
    expect(await ensureRepository(access, shop, signal)).toEqual({ ...made, wasCreated: false });
    expect(github.repositories()).toHaveLength(1);
  });

  it("lies in the organization the connection is for", async () => {
    const { github } = await start({ orgs: ["acme"] });
    const made = await ensureRepository(
      githubAccess(github, { teamId: "acme" }),
      { ...shop, isPrivate: false },
      signal,
    );
    expect(made).toMatchObject({ owner: "acme", isPrivate: false, wasCreated: true });
  });

  it.each([undefined, "Deployed with Berth (berth:12)"])(
    "of somebody else is never taken (%s)",
    async (description) => {
      const { github, access } = await start();
      github.addRepository({ owner: "octo", name: "Shop", ...(description ? { description } : {}) });
      expect(await refusalOf(ensureRepository(access, shop, signal))).toMatchObject({
        kind: "NAME_TAKEN",
        message: expect.stringContaining(`${github.address}/octo/Shop exists already`),
      });
    },
  );

  it("that the token may not see counts as taken", async () => {
    const { github, access } = await start();
    github.addRepository({ owner: "octo", name: "shop" });
    github.scenario.add({ operation: "getRepository", answer: { status: 404, json: { message: "Not Found" } } });
    expect(await refusalOf(ensureRepository(access, shop, signal))).toMatchObject({
      kind: "NAME_TAKEN",
      message: expect.stringContaining("name already exists on this account"),
    });
  });

  it("is the same one after it was renamed", async () => {
    const { github, access } = await start();
    await ensureRepository(access, shop, signal);
    github.rename("octo", "shop", "store");
    expect(await ensureRepository(access, shop, signal)).toMatchObject({ name: "store", wasCreated: false });
    expect(github.repositories()).toHaveLength(1);
  });

  it.each(["before", "after"] as const)("is one when the answer is lost %s it was made", async (lose) => {
    const { github, access } = await start();
    github.scenario.add({ operation: "createRepository", lose, times: 1 });
    const first = await ensureRepository(access, shop, signal).catch((error: unknown) => error);
    const made = lose === "before" ? await ensureRepository(access, shop, signal) : first;
    expect(made).toMatchObject({ owner: "octo", name: "shop" });
    if (lose === "before") expect(first).toMatchObject({ kind: "UNCERTAIN" });
    expect(github.repositories()).toHaveLength(1);
  });

  it("is one when GitHub failed after it was made", async () => {
    const { github, access } = await start();
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init);
      return init?.method === "POST" ? new Response("<html>Bad gateway</html>", { status: 502 }) : response;
    };
    expect(await ensureRepository({ ...access, fetch }, shop, signal)).toMatchObject({
      name: "shop",
      wasCreated: true,
    });
    expect(github.repositories()).toHaveLength(1);
  });

  it("needs the scope repo, which is known before anything is made", async () => {
    const { github, access } = await start({
      accounts: [{ token: "ghp_weak0123456789", login: "octo", scopes: ["read:user"] }],
    });
    expect(await refusalOf(ensureRepository(access, shop, signal))).toMatchObject({
      kind: "AUTH_SCOPE",
      code: "repo",
      message: expect.stringContaining("/settings/tokens"),
    });
    expect(github.repositories()).toEqual([]);
  });

  it("with a name GitHub does not take is refused in its words", async () => {
    const { access } = await start();
    expect(await refusalOf(ensureRepository(access, { ...shop, name: "no spaces" }, signal))).toMatchObject({
      kind: "VALIDATION",
      message: expect.stringContaining("name may only contain"),
    });
  });
});

describe("the list of repositories", () => {
  it("reaches over pages, newest first, private ones too", async () => {
    const { github, access } = await start();
    for (let index = 0; index < 120; index += 1)
      github.addRepository({ owner: "octo", name: `app-${index}`, isPrivate: index % 2 === 0 });
    github.addRepository({ owner: "stranger", name: "other", isPrivate: true });
    const found = await listRepositories(access, signal);
    expect(found).toHaveLength(120);
    expect(found.slice(0, 2).map(({ name, isPrivate }) => ({ name, isPrivate }))).toEqual([
      { name: "app-119", isPrivate: false },
      { name: "app-118", isPrivate: true },
    ]);
  });

  it("tells an answer that is not as documented, by its field", async () => {
    const { github, access } = await start();
    github.scenario.add({ operation: "listRepositories", answer: { status: 200, json: [{ id: 1, name: "a" }] } });
    expect(await refusalOf(listRepositories(access, signal))).toMatchObject({
      kind: "UPSTREAM",
      field: expect.stringContaining("0.owner"),
    });
  });
});
