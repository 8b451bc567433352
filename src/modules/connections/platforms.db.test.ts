import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import { describeOnPglite } from "@/server/testing";
import { type GithubEmulator, startGithub } from "../../../e2e/emulators/github/github";
import type { Emulator } from "../../../e2e/emulators/kernel/emulator";
import { type RailwayEmulator, startRailway } from "../../../e2e/emulators/railway/railway";
import { startRender } from "../../../e2e/emulators/render/render";
import { startVercel, type VercelEmulator } from "../../../e2e/emulators/vercel/vercel";
import { connectPlatform, reconnectPlatform, testConnection } from "./connect";
import { listConnectOptions } from "./options";
import { listConnections, openConnection } from "./service";
import { connectEmulator, reachEmulator } from "./testing/connect-emulator";

const acme = { id: "team_acme", name: "Acme", slug: "acme" };
const umbrella = { id: "team_umbrella", name: "Umbrella", slug: "umbrella" };
const owners = [
  { id: "tea-acme00000000000000", name: "Acme", email: "team@acme.example", type: "team" as const },
  { id: "usr-ada000000000000000", name: "Ada", email: "ada@acme.example", type: "user" as const },
];
const github = [
  { token: "ghp_emulated0123456789abcdefghijklmnopqr", login: "octo", scopes: ["repo", "workflow"] },
  { token: "ghp_narrow00123456789abcdefghijklmnopqr", login: "octo", scopes: ["repo"] },
  { token: "ghp_none0000123456789abcdefghijklmnopqr", login: "octo", scopes: ["gist"] },
  {
    token: "github_pat_fine0123456789abcdefghijklmn",
    login: "octo",
    scopes: null,
    expiresAt: "2027-01-31 09:00:00 UTC",
  },
  { token: "ghp_other000123456789abcdefghijklmnopqr", login: "hubot", scopes: ["repo"] },
];

describeOnPglite("the accounts of each platform", (getCtx) => {
  let vercel: VercelEmulator;
  let railway: RailwayEmulator;
  let render: Emulator;
  let hub: GithubEmulator;
  let all: Emulator[] = [];
  beforeAll(async () => {
    [vercel, railway, render, hub] = await Promise.all([
      startVercel({ teams: [acme, umbrella], defaultTeamId: acme.id }),
      startRailway(),
      startRender({ owners }),
      startGithub({ accounts: github }),
    ]);
    all = [vercel, railway, render, hub];
    for (const emulator of all) reachEmulator(getCtx.kernel(), emulator);
  });
  afterAll(async () => {
    for (const emulator of all) {
      expect(emulator.violations).toEqual([]);
      await emulator.close();
    }
  });
  const connected = async (ctx: Ctx, emulator: Emulator, options: { token?: string; teamId?: string } = {}) =>
    connectEmulator(getCtx.kernel(), ctx, emulator, options);

  it("are connected to, say so, and open with their token", async () => {
    const ctx = await getCtx();
    for (const [emulator, teamId] of [
      [vercel, umbrella.id],
      [railway, undefined],
      [render, owners[1]?.id],
      [hub, undefined],
    ] as const) {
      const connection = await connected(ctx, emulator, teamId === undefined ? {} : { teamId });
      expect(connection).toMatchObject({ platform: emulator.platform, state: "ok", emulated: true, isMoved: false });
      const open = await openConnection(ctx, connection.id);
      expect(open).toMatchObject({ address: emulator.address, isEmulated: true });
      expect(open.token.unwrap()).toBe(emulator.goodToken);
      if (teamId !== undefined) expect(open.teamId).toBe(teamId);
      expect(await testConnection(ctx, { id: connection.id })).toMatchObject({ ok: true });
    }
    expect((await listConnections(ctx)).map(({ platform }) => platform)).toEqual([
      "github",
      "railway",
      "render",
      "vercel",
    ]);
  });

  it("refuse a bad token, in words that name the platform, and nothing is stored", async () => {
    const ctx = await getCtx();
    for (const { platform, badToken } of all) {
      const refused = await connectPlatform(ctx, { platform, token: badToken }).catch(toAppError);
      expect(refused).toMatchObject({
        code: "VALIDATION",
        message: expect.stringMatching(/does not accept this token/),
      });
    }
    expect(await listConnections(ctx)).toEqual([]);
  });

  it("let a person choose where a token sees several teams, and take none it does not see", async () => {
    const ctx = await getCtx();
    const onVercel = { platform: "vercel", token: vercel.goodToken };
    expect(await connectPlatform(ctx, onVercel)).toEqual({
      outcome: "choose-team",
      own: null,
      teams: [acme, umbrella].map(({ id, name }) => ({ id, name })),
    });
    const onRender = { platform: "render", token: render.goodToken };
    expect(await connectPlatform(ctx, onRender)).toMatchObject({
      outcome: "choose-team",
      teams: [{ name: "Acme" }, {}],
    });
    expect(await listConnections(ctx)).toEqual([]);
    for (const input of [onVercel, onRender, { platform: "railway", token: railway.goodToken }]) {
      const refused = await connectPlatform(ctx, { ...input, teamId: "team_of_strangers" }).catch(toAppError);
      expect(refused).toMatchObject({ code: "VALIDATION" });
    }
    for (const { id } of [acme, umbrella]) await connectPlatform(ctx, { ...onVercel, teamId: id });
    expect((await listConnections(ctx)).map(({ name }) => name)).toEqual(["Acme (dev)", "Umbrella (dev)"]);
  });

  it("tell what a GitHub token may do and how long", async () => {
    const ctx = await getCtx();
    const [, narrow, none, fine, other] = github.map(({ token }) => token);
    expect(await connected(ctx, hub, { token: narrow ?? "" })).toMatchObject({ account: { scopes: ["repo"] } });
    await expect(connectPlatform(ctx, { platform: "github", token: none })).rejects.toMatchObject({
      message: expect.stringContaining("lacks the scope repo"),
    });
    const [connection] = await listConnections(ctx);
    const id = connection?.id ?? "";
    expect(await reconnectPlatform(ctx, { id, token: fine })).toMatchObject({
      account: { scopes: [], expiresAt: "2027-01-31T09:00:00.000Z" },
    });
    await expect(reconnectPlatform(ctx, { id, token: other })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("take the token of a Railway workspace, which belongs to nobody in particular", async () => {
    const ctx = await getCtx();
    const connection = await connected(ctx, railway, { token: railway.workspaceToken });
    expect(connection.account.team).toEqual({ id: connection.account.id, name: connection.account.name });
  });

  it("find a token revoked at a test, and take a new one", async () => {
    const ctx = await getCtx();
    const { id } = await connected(ctx, railway);
    railway.scenario.revoke(railway.goodToken);
    expect(await testConnection(ctx, { id })).toMatchObject({
      ok: false,
      isRefused: true,
      connection: { state: "refused" },
    });
    const refusedAt = (await openConnection(ctx, id)).tokenSetAt;
    railway.scenario.clear();
    expect(await testConnection(ctx, { id })).toMatchObject({ ok: true, connection: { state: "ok" } });
    // Whoever waits for another token goes on with the one that is accepted again.
    expect((await openConnection(ctx, id)).tokenSetAt.getTime()).toBeGreaterThan(refusedAt.getTime());
  });

  it("say that a platform is down without blaming the token", async () => {
    const ctx = await getCtx();
    const { id } = await connected(ctx, render, { teamId: owners[0]?.id ?? "" });
    render.scenario.add({ answer: { status: 500, text: "<h1>Error</h1>", headers: { "retry-after": "0" } } });
    expect(await testConnection(ctx, { id })).toMatchObject({
      ok: false,
      isRefused: false,
      connection: { state: "ok" },
    });
    render.scenario.clear();
  });

  it("say where tokens are made, and that of a GitHub of one's own", async () => {
    const ctx = await getCtx();
    const { options, canWrite } = await listConnectOptions(ctx);
    expect(canWrite).toBe(true);
    expect(options.map(({ platform }) => platform)).toEqual(["vercel", "railway", "render", "github"]);
    const tokenPage = options.find(({ platform }) => platform === "github")?.tokenPage;
    expect(tokenPage).toBe(`${hub.address}/settings/tokens/new?description=Berth&scopes=repo,workflow`);
    for (const { host } of options) expect(host).toMatch(/^127\.0\.0\.1:\d+$/);
  });
});
