import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { connectEmulator } from "@/modules/connections/testing/connect-emulator";
import { openSnapshot, setVariables, takeSnapshot } from "@/modules/environment";
import { createProject } from "@/modules/projects";
import type { Ctx } from "@/server/context";
import { describeOnPglite } from "@/server/testing";
import { type GithubEmulator, startGithub } from "../../../../e2e/emulators/github/github";
import { type RailwayEmulator, startRailway } from "../../../../e2e/emulators/railway/railway";
import { type RenderEmulator, startRender } from "../../../../e2e/emulators/render/render";
import { redeployDeployment, startDeployment } from "../index";
import { registerJobs } from "../jobs";
import { eventsOf, finished } from "../testing/tiny-project";
import { deleteHostedApp, listHostedApps } from "./apps";

const reference = ["$", "{{Postgres.DATABASE_URL}}"].join("");
const neon = "postgres://u:p@ep-calm.eu.neon.tech/app";

describeOnPglite("a PostgreSQL beside the app", (getCtx) => {
  let ctx: Ctx;
  let github: GithubEmulator;
  let render: RenderEmulator;
  let railway: RailwayEmulator;
  let number = 0;
  let projectId: string;
  let name: string;

  beforeAll(async () => {
    await registerJobs(getCtx.kernel());
    github = await startGithub();
    render = await startRender({ github, paceMs: 20 });
    railway = await startRailway({ paceMs: 20 });
  });
  beforeEach(async () => {
    ctx = await getCtx();
    for (const each of [github, render]) await connectEmulator(getCtx.kernel(), ctx, each);
    await connectEmulator(getCtx.kernel(), ctx, railway, { teamId: "workspace-harbour" });
    number += 1;
    name = `basin-${number}`;
    const config = { name, framework: "hono", database: "drizzle-postgres" };
    projectId = (await createProject(ctx, { name, config })).id;
  });
  afterAll(async () => {
    for (const each of [github, render, railway]) {
      expect(each.violations).toEqual([]);
      await each.close();
    }
  });

  const deploy = async (platform: "railway" | "render", isAsked = true) => {
    const database = isAsked ? { database: "create" as const } : {};
    const { id } = await startDeployment(ctx, { projectId, platform, timeoutSeconds: 120, ...database });
    return finished(ctx, id);
  };
  const variable = async () => {
    const { snapshotId } = await takeSnapshot(ctx, { projectId });
    return (await openSnapshot(ctx, snapshotId)).get("DATABASE_URL")?.unwrap();
  };
  const onRender = () => ({
    databases: render.view().databases.filter((database) => database.name.startsWith(`${name}-`)),
    service: render.view().services.find((service) => service.name === name),
  });
  const onRailway = () => {
    const { projects, instances } = railway.state();
    return {
      services: projects.find((project) => project.name === name)?.services.map((service) => service.name),
      variables: instances.find(({ service }) => service === name)?.variables,
    };
  };

  it("is made on Railway once, and the app refers to it", async () => {
    const first = await deploy("railway");
    expect(first.error).toBeUndefined();
    expect(onRailway().services).toEqual([name, "Postgres"]);
    expect(onRailway().variables?.DATABASE_URL).toBe(reference);
    expect(await variable()).toBeUndefined();
    const second = await deploy("railway", false);
    expect(second.error).toBeUndefined();
    const { id } = await redeployDeployment(ctx, { id: first.id, values: "same" });
    expect((await finished(ctx, id)).error).toBeUndefined();
    expect(onRailway().services).toEqual([name, "Postgres"]);
  });

  it("is made on Render before the service, its address kept as a secret of the environment", async () => {
    const done = await deploy("render");
    expect(done.error).toBeUndefined();
    const { databases, service } = onRender();
    expect(databases).toHaveLength(1);
    const address = await variable();
    expect(address).toBe(`postgresql://berth:emulated-password@${databases[0]?.id}/berth`);
    expect(service?.variables.DATABASE_URL).toBe(address);
    const told = JSON.stringify(await eventsOf(ctx, done.id));
    expect(told).toContain("$13 a month");
    expect(told).not.toContain("emulated-password");
    expect((await deploy("render", false)).error).toBeUndefined();
    expect(onRender().databases).toHaveLength(1);
    // Elsewhere that address leads nowhere.
    expect((await deploy("railway")).error).toBeUndefined();
    expect(onRailway().variables?.DATABASE_URL).toBe(reference);
    expect(await variable()).toBe(address);
  });

  it.each([
    ["render", "create-postgres"],
    ["render", "retrieve-postgres-connection-info"],
    ["railway", "serviceCreate"],
    ["railway", "volumeCreate"],
  ] as const)("is one database although answers are lost: %s %s", async (platform, operation) => {
    const emulator = platform === "render" ? render : railway;
    emulator.scenario.add({ operation, lose: "after", times: 1 });
    emulator.scenario.add({ operation, lose: "before", times: 1 });
    const done = await deploy(platform);
    emulator.scenario.clear();
    expect(done.error).toBeUndefined();
    if (platform === "render") expect(onRender().databases).toHaveLength(1);
    else expect(onRailway().services).toEqual([name, "Postgres"]);
  });

  it("is not made where the variable is set to an address that leads somewhere", async () => {
    await setVariables(ctx, { projectId, variables: { DATABASE_URL: { value: neon } } });
    const done = await deploy("railway");
    expect(done.error).toBeUndefined();
    expect(onRailway().services).toEqual([name]);
    expect(onRailway().variables?.DATABASE_URL).toBe(neon);
  });

  it("is asked for, never made unasked", async () => {
    const done = await deploy("render", false);
    expect(done.error).toMatchObject({ type: "INVALID_CONFIG", message: expect.stringContaining("DATABASE_URL") });
    expect(onRender().databases).toEqual([]);
  });

  it("is refused where a platform makes none", async () => {
    for (const platform of ["local", "vercel"] as const) {
      const start = startDeployment(ctx, { projectId, platform, database: "create" });
      await expect(start).rejects.toMatchObject({ code: "VALIDATION" });
    }
  });

  it.each(["railway", "render"] as const)("goes with the app on %s, and so does its address", async (platform) => {
    expect((await deploy(platform)).error).toBeUndefined();
    const app = (await listHostedApps(ctx)).find((each) => each.projectId === projectId);
    await deleteHostedApp(ctx, { id: app?.id ?? "" });
    expect(onRender().databases).toEqual([]);
    expect(onRailway().services).toBeUndefined();
    expect(await variable()).toBeUndefined();
  });
});
