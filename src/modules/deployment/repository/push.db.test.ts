import { eq } from "drizzle-orm";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { connectEmulator } from "@/modules/connections/testing/connect-emulator";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { redactKnown } from "@/server/redact";
import { auditLog, run } from "@/server/tables";
import { describeOnDatabases } from "@/server/testing";
import { type GithubEmulator, startGithub } from "../../../../e2e/emulators/github/github";
import { createSource } from "../index";
import { registerJobs } from "../jobs";
import { detectRepository } from "../sources/detection";
import { deployment, hostedApp } from "../tables";
import { listRepositories } from "./account";
import { pushToGithub } from "./push";

describeOnDatabases("a push to GitHub", (getCtx) => {
  let ctx: Ctx;
  let github: GithubEmulator;
  beforeAll(() => registerJobs(getCtx.kernel()));
  beforeEach(async () => {
    ctx = await getCtx();
    github = await startGithub({ lag: { calls: 1, status: 409 } });
  });
  afterEach(async () => {
    expect(github.violations).toEqual([]);
    await github.close();
  });
  const connect = async (name?: string) => {
    const connection = await connectEmulator(getCtx.kernel(), ctx, github, name === undefined ? {} : { name });
    ctx = { ...ctx, apis: getCtx.kernel().env };
    return connection;
  };
  const makeProject = () => createProject(ctx, { name: "shop", config: { name: "shop", framework: "hono" } });
  /** A deployment of uploaded files, as its row says it. */
  const deployed = async (projectId: string, files: Record<string, string>) => {
    const bytes = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
    const { id: sourceId } = await createSource(ctx, new Blob([Buffer.from(bytes)]).stream());
    const id = ctx.newId();
    const spec = {
      projectId,
      platform: "local",
      environment: "production",
      name: "shop",
      sourceId,
      timeoutSeconds: 300,
    };
    await ctx.db.insert(run).values({
      id,
      orgId: ctx.orgId,
      kind: "deployment",
      status: "failed",
      timeoutSeconds: 300,
      spec: { ...spec, filesOf: null },
    });
    await ctx.db.insert(deployment).values({
      id,
      orgId: ctx.orgId,
      projectId,
      platform: "local",
      environment: "production",
      name: "shop",
      config: {},
      sourceId,
      cause: "deploy",
      createdBy: "test",
    });
    return id;
  };
  const pathsOf = (sha: string) => [...(github.commit(sha)?.files.keys() ?? [])].sort();

  it("makes a private repository of the generated project, and a commit only when something changed", async () => {
    await connect();
    const { id: projectId } = await makeProject();
    const pushed = await pushToGithub(ctx, { projectId });
    expect(pushed).toMatchObject({
      url: `${github.address}/octo/shop`,
      repository: "octo/shop",
      isPrivate: true,
      wasCreated: true,
      wasUnchanged: false,
      leftOut: [],
      emulated: true,
    });
    expect(pathsOf(pushed.commit)).toContain("package.json");
    expect(github.repository("octo", "shop")).toMatchObject({ head: pushed.commit, isPrivate: true });
    expect(await pushToGithub(ctx, { projectId })).toEqual({ ...pushed, wasCreated: false, wasUnchanged: true });
    const rows = await ctx.db.select().from(auditLog).where(eq(auditLog.action, "project.pushed"));
    expect(rows.filter(({ orgId }) => orgId === ctx.orgId)).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(github.goodToken);
  });

  it("takes the files of a deployment as they were uploaded, but none with values of variables", async () => {
    await connect();
    const { id: projectId } = await makeProject();
    const deploymentId = await deployed(projectId, {
      "package.json": "{}",
      ".env": "SECRET=1",
      "apps/web/.env.local": "SECRET=2",
      ".env.production": "SECRET=3",
      ".env.example": "SECRET=",
      "src/env.ts": "export {};",
    });
    const pushed = await pushToGithub(ctx, { deploymentId, name: "store", isPrivate: false });
    expect(pathsOf(pushed.commit)).toEqual([".env.example", "package.json", "src/env.ts"]);
    expect(pushed).toMatchObject({ repository: "octo/store", isPrivate: false });
  });

  it("refuses files with a secret unless an owner allows it, and tells nothing of it", async () => {
    await connect();
    const { id: projectId } = await makeProject();
    const secret = `gh${"p_"}${"aB3dE5gH7jK9mN1pQ2sT4uV6wX8yZ0cF2hJ4"}`;
    const deploymentId = await deployed(projectId, { "package.json": "{}", "a.ts": `const token = "${secret}";` });
    const refused = await pushToGithub(ctx, { deploymentId, name: "store" }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "VALIDATION", details: { findings: [{ file: "a.ts", line: 1 }] } });
    expect(String(refused)).toContain("a.ts:1:16 (GitHub token, ghp_********J4)");
    expect(JSON.stringify(refused)).not.toContain(secret.slice(4, 12));
    expect(github.repository("octo", "store")).toBeUndefined();
    const [, fingerprint = ""] = /--allow-secret ([0-9a-f]{16})/.exec(String(refused)) ?? [];
    const pushed = await pushToGithub(ctx, { deploymentId, name: "store", allowSecrets: [fingerprint] });
    expect(pathsOf(pushed.commit)).toEqual(["a.ts", "package.json"]);
    const rows = await ctx.db.select().from(auditLog).where(eq(auditLog.action, "secret.allowed"));
    expect(rows.filter(({ orgId }) => orgId === ctx.orgId)).toMatchObject([
      { targetId: projectId, details: { fingerprints: [fingerprint] } },
    ]);
  });

  it("goes back to files that were pushed before, on top of the newer ones", async () => {
    await connect();
    const { id: projectId } = await makeProject();
    const first = await deployed(projectId, { "a.txt": "one", "old.txt": "old" });
    const second = await deployed(projectId, { "a.txt": "two" });
    for (const deploymentId of [first, second, first]) await pushToGithub(ctx, { deploymentId });
    const { commits = [], head = "" } = github.repository("octo", "shop") ?? {};
    expect(commits).toHaveLength(4);
    expect(pathsOf(head)).toEqual(["a.txt", "old.txt"]);
  });

  it("goes to the repository the app is built from, where a platform has one", async () => {
    const { id: connectionId } = await connect();
    const { id: projectId } = await makeProject();
    const deploymentId = await deployed(projectId, { "a.txt": "one" });
    const appId = ctx.newId();
    const ids = { github: connectionId, githubOwner: "octo", repository: "shop-a1b2c3" };
    await ctx.db
      .insert(hostedApp)
      .values({ id: appId, orgId: ctx.orgId, projectId, platform: "render", name: "shop", ids });
    await ctx.db.update(deployment).set({ hostedAppId: appId }).where(eq(deployment.id, deploymentId));
    github.addRepository({
      owner: "octo",
      name: "shop-a1b2c3",
      description: `Deployed with Berth (berth-app ${appId})`,
    });
    const pushed = await pushToGithub(ctx, { deploymentId });
    expect(pushed).toMatchObject({ repository: "octo/shop-a1b2c3", wasCreated: false });
    expect(await pushToGithub(ctx, { deploymentId, name: "copy" })).toMatchObject({ repository: "octo/copy" });
  });

  it("names a free repository when the name belongs to something else", async () => {
    await connect();
    const { id: projectId } = await makeProject();
    github.addRepository({ owner: "octo", name: "shop" });
    github.addRepository({ owner: "octo", name: "shop-2" });
    await expect(pushToGithub(ctx, { projectId })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("shop-3 is free"),
      details: { name: "shop-3" },
    });
    expect(github.repository("octo", "shop")?.commits).toHaveLength(1);
  });

  it("says which account to reconnect when GitHub refuses the token", async () => {
    const { id } = await connect();
    const { id: projectId } = await makeProject();
    github.scenario.revoke(github.goodToken);
    await expect(pushToGithub(ctx, { projectId })).rejects.toMatchObject({
      code: "PRECONDITION",
      details: { reconnect: id },
    });
  });

  it("asks for an account when none is connected, and which when there are several", async () => {
    const { id: projectId } = await makeProject();
    await expect(pushToGithub(ctx, { projectId })).rejects.toMatchObject({ code: "PRECONDITION" });
    await connect("first");
    const other = await startGithub({ accounts: [{ token: "ghp_second0123456789", login: "ada", scopes: ["repo"] }] });
    await connectEmulator(getCtx.kernel(), ctx, other, { name: "second" });
    await expect(pushToGithub(ctx, { projectId })).rejects.toMatchObject({ code: "VALIDATION" });
    await other.close();
  });

  it("refuses what it cannot name", async () => {
    const { id: projectId } = await makeProject();
    for (const input of [{}, { projectId, deploymentId: "x" }, { projectId, name: "a/b" }, { projectId, name: ".." }])
      await expect(pushToGithub(ctx, input)).rejects.toThrow(/Name a deployment|Use letters/);
    await expect(pushToGithub(ctx, { deploymentId: ctx.newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(pushToGithub({ ...ctx, permissions: new Set() }, { projectId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("can be read again by the account alone: a private repository is listed, cloned and described", async () => {
    const { id: connectionId } = await connect();
    const { id: projectId } = await makeProject();
    const { url } = await pushToGithub(ctx, { projectId });
    expect(await listRepositories(ctx, {})).toEqual([
      { repository: "octo/shop", url, branch: "main", isPrivate: true },
    ]);
    const found = await detectRepository(ctx, { url, connectionId });
    expect(found).toMatchObject({ name: "shop", project: { framework: "hono" } });
    await expect(detectRepository(ctx, { url })).rejects.toThrow(/not reached over https/);
    await expect(detectRepository(ctx, { url: `${github.address}/octo/none`, connectionId })).rejects.toThrow(
      /does not exist or the connected account may not read it/,
    );
    await expect(detectRepository(ctx, { url: "https://example.com/octo/shop", connectionId })).rejects.toThrow(
      /is not on 127/,
    );
    const sent = Buffer.from(`x-access-token:${github.goodToken}`).toString("base64");
    expect(redactKnown(`Basic ${sent}`)).not.toContain(sent);
  });
});
