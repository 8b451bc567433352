import { createHTTPServer } from "@trpc/server/adapters/standalone";
import { afterAll, beforeAll, expect, it } from "vitest";
import { berth, bundleBerth, expectRefused } from "@/cli/testing/run-berth";
import { connectEmulator } from "@/modules/connections/testing/connect-emulator";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { appRouter } from "@/server/router";
import { describeOnPglite } from "@/server/testing";
import { type RailwayEmulator, startRailway } from "../../../../e2e/emulators/railway/railway";
import { registerJobs } from "../jobs";
import { finished } from "../testing/tiny-project";

bundleBerth();

describeOnPglite("what berth offers before it deploys", (getCtx) => {
  let railway: RailwayEmulator;
  let ctx: Ctx;
  const server = createHTTPServer({
    router: appRouter,
    basePath: "/api/trpc/",
    createContext: () => ({ ctx, requestId: ctx.requestId, report: () => undefined }),
  });
  beforeAll(async () => {
    await registerJobs(getCtx.kernel());
    railway = await startRailway({ paceMs: 20 });
    ctx = await getCtx();
    await connectEmulator(getCtx.kernel(), ctx, railway, { teamId: "workspace-harbour" });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    expect(railway.violations).toEqual([]);
    await Promise.all([railway.close(), new Promise((resolve) => server.close(resolve))]);
  });
  const run = (...args: string[]) => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    return berth(args, { env: { BERTH_URL: `http://127.0.0.1:${port}`, BERTH_TOKEN: "berth_test" } });
  };

  it("tells a script what begins to cost, goes on, and says nothing once it runs", async () => {
    await createProject(ctx, {
      name: "crane",
      config: { name: "crane", framework: "hono", database: "drizzle-postgres" },
    });
    const deploy = ["deploy", "--project", "crane", "--platform", "railway", "--no-wait", "--json"];
    const first = await run(...deploy, "--create-database");
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(
      /On Railway this costs about \$7 to \$30 a month\..* Prices of 2026-\d\d-\d\d: https:/,
    );
    const { id } = JSON.parse(first.stdout);
    expect((await finished(ctx, id)).error).toBeUndefined();
    expect(railway.state().projects[0]?.services.map(({ name }) => name)).toEqual(["crane", "Postgres"]);
    const second = await run(...deploy);
    expect(second.stderr).not.toContain("a month");
    await finished(ctx, JSON.parse(second.stdout).id);
  });

  it("refuses a database where none is made, before anything is created", async () => {
    const config = '{"name":"winch"}';
    for (const platform of ["local", "vercel"]) {
      const refused = await run("deploy", "--config", config, "--platform", platform, "--create-database");
      expectRefused(refused, 2, /only Railway and Render make a PostgreSQL/);
    }
    expectRefused(await run("deploy", "--project", "winch", "--platform", "local"), 5, /no project named winch/);
  });

  it("shows, sets and resets the build settings of a project", async () => {
    await createProject(ctx, { name: "slip" });
    const settings = async (...args: string[]) =>
      JSON.parse((await run("project", "settings", "slip", ...args, "--json")).stdout);
    expect(await settings()).toEqual({});
    const set = { rootDirectory: "apps/web", buildCommand: "make web" };
    expect(await settings("--root", "apps/web", "--build", "make web")).toEqual(set);
    expect(await settings("--start", "node main.mjs", "--build", "")).toEqual({
      rootDirectory: "apps/web",
      startCommand: "node main.mjs",
    });
    expect((await run("project", "settings", "slip")).stdout).toMatch(/build\s+as the files say/);
    expectRefused(await run("project", "settings", "slip", "--root", "../other"), 2, /--root: Use a folder inside/);
    expectRefused(await run("project", "settings", "slip", "--build", "a\nb"), 2, /--build: A command is one line/);
    expectRefused(await run("project", "settings", "slip", "--reset", "--build", "a"), 2, /cannot be used with/);
    expect(await settings("--reset")).toEqual({});
    expectRefused(await run("project", "settings", "none"), 5, /no project named none/);
  });
});
