import { createHTTPServer } from "@trpc/server/adapters/standalone";
import { afterAll, beforeAll, expect, it } from "vitest";
import { berth, bundleBerth, expectRefused } from "@/cli/testing/run-berth";
import { connectPlatform, listConnections } from "@/modules/connections";
import { reachEmulator } from "@/modules/connections/testing/connect-emulator";
import type { Ctx } from "@/server/context";
import { appRouter } from "@/server/router";
import { describeOnPglite } from "@/server/testing";
import { type RailwayEmulator, startRailway } from "../../../../e2e/emulators/railway/railway";
import { startVercel, type VercelEmulator } from "../../../../e2e/emulators/vercel/vercel";
import { registerJobs } from "../jobs";

bundleBerth();

const teams = [
  { id: "team_acme", name: "Acme", slug: "acme" },
  { id: "team_umbrella", name: "Umbrella", slug: "umbrella" },
];

describeOnPglite("berth platform", (getCtx) => {
  let vercel: VercelEmulator;
  let railway: RailwayEmulator;
  let ctx: Ctx;
  const server = createHTTPServer({
    router: appRouter,
    basePath: "/api/trpc/",
    createContext: () => ({ ctx, requestId: ctx.requestId, report: () => undefined }),
  });
  const env = () => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    return { BERTH_URL: `http://127.0.0.1:${port}`, BERTH_TOKEN: "berth_test" };
  };
  beforeAll(async () => {
    await registerJobs(getCtx.kernel());
    [vercel, railway] = await Promise.all([startVercel({ teams, defaultTeamId: "team_acme" }), startRailway()]);
    for (const emulator of [vercel, railway]) reachEmulator(getCtx.kernel(), emulator);
    ctx = await getCtx();
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await Promise.all([vercel.close(), railway.close(), new Promise((resolve) => server.close(resolve))]);
  });
  const run = (args: string[], input?: string) =>
    berth(["platform", ...args], { env: env(), ...(input === undefined ? {} : { input }) });

  it("connects an account by a token from standard input, in the team that is named", async () => {
    expectRefused(await run(["connect", "vercel"]), 2, /nobody to ask for the access token.*--token-stdin/);
    expectRefused(await run(["connect", "vercel", "--token-stdin"], vercel.badToken), 2, /does not accept this token/);
    const choice = await run(["connect", "vercel", "--token-stdin"], vercel.goodToken);
    expectRefused(choice, 2, /--team: team_acme \(Acme\), team_umbrella \(Umbrella\)/);
    expect(await listConnections(ctx)).toEqual([]);
    const args = ["connect", "vercel", "--token-stdin", "--team", "team_umbrella", "--name", "Work", "--json"];
    const result = await run(args, `${vercel.goodToken}\n`);
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ platform: "vercel", name: "Work", emulated: true });
    expect(result.stdout + result.stderr + choice.stderr).not.toContain(vercel.goodToken);
  });

  it("lists every platform with its accounts", async () => {
    const listed = JSON.parse((await run(["list", "--json"])).stdout);
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(["local", "vercel", "railway", "render", "github"]);
    expect(listed[1]).toMatchObject({ available: true, connections: [{ name: "Work" }] });
    expect((await run(["ls", "vercel"])).stdout).toMatch(/vercel\s+Work\s+dev, Umbrella\s+connected, emulated/);
    expectRefused(await run(["list", "heroku"]), 2, /There is no platform heroku/);
  });

  it("tests, reconnects and disconnects it, by name where there are several", async () => {
    expectRefused(await run(["test", "railway"]), 5, /No Railway account is connected\. Connect one/);
    const first = { platform: "railway", token: railway.goodToken };
    for (const teamId of ["workspace-harbour", "workspace-pier"]) await connectPlatform(ctx, { ...first, teamId });
    expectRefused(await run(["test", "railway"]), 2, /Several Railway accounts are connected\. Name one of/);
    const [harbour] = await listConnections(ctx, { platform: "railway" });
    const name = harbour?.name ?? "";
    expect((await run(["test", "railway", name])).code).toBe(0);
    railway.scenario.revoke(railway.goodToken);
    const refused = await run(["test", "railway", name, "--json"]);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, isRefused: true });
    expect((await run(["list", "railway"])).stdout).toContain("token refused, emulated");
    railway.scenario.clear();
    expect((await run(["reconnect", "railway", name, "--token-stdin"], railway.goodToken)).code).toBe(0);
    expectRefused(await run(["disconnect", "railway", name]), 2, /forgets the token.*Add --yes/);
    expect((await run(["disconnect", "railway", name, "--yes"])).code).toBe(0);
    expect(await listConnections(ctx, { platform: "railway" })).toHaveLength(1);
  });
});
