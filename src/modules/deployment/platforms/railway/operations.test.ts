import { afterEach, beforeEach, expect, it } from "vitest";
import { type OpenConnection, railway } from "@/modules/connections";
import { Secret } from "@/server/crypto";
import { type RailwayEmulator, startRailway } from "../../../../../e2e/emulators/railway/railway";
import type { HostedCall } from "../operations";
import { railwayOperations } from "./operations";
import { placeOf } from "./place";

const signal = AbortSignal.timeout(60_000);
let emulator: RailwayEmulator;
let call: HostedCall;

beforeEach(async () => {
  emulator = await startRailway({ paceMs: 20 });
  const access: OpenConnection = {
    platform: "railway",
    connectionId: "c",
    address: emulator.address,
    token: new Secret(emulator.goodToken),
    teamId: "workspace-harbour",
    fetch,
    now: () => new Date(),
    name: "r",
    account: { id: "a", name: "a", team: null, scopes: [], expiresAt: null },
    isEmulated: true,
    tokenSetAt: new Date(0),
  };
  const { id: project } = await railway.createProject(access, { name: "shop", description: "x" }, signal);
  const environment = (await railway.findProject(access, project, signal))?.environments[0]?.id ?? "";
  const wanted = { projectId: project, environmentId: environment, name: "shop" };
  const { id: service } = await railway.createService(access, wanted, signal);
  call = { access, app: { name: "shop", ids: { project, environment, service } }, signal };
  await railway.ensureServiceDomain(access, placeOf(call.app), signal);
});
afterEach(async () => {
  await emulator.close();
  expect(emulator.violations).toEqual([]);
});

async function deploy(): Promise<string> {
  const archive = await railway.packArchive([{ path: "package.json", content: "{}", mode: 0o644 }]);
  const upload = { archive, message: "m" };
  const { deploymentId } = await railway.uploadArchive(call.access, placeOf(call.app), upload, signal);
  return live(deploymentId);
}

async function live(id: string): Promise<string> {
  for await (const { status } of railway.watchDeployment(call.access, id, signal)) if (status === "SUCCESS") return id;
  return id;
}

it("tells how a deployment stands, also of one that is gone", async () => {
  const id = await deploy();
  const found = await railwayOperations.status?.(call, id);
  expect(found).toMatchObject({ state: "live", status: "SUCCESS", url: expect.stringMatching(/^http:\/\/shop-/) });
  expect(await railwayOperations.status?.(call, "unknown")).toBeUndefined();
});

it("goes back, once, although the answer was lost", async () => {
  const first = await deploy();
  await deploy();
  emulator.scenario.add({ operation: "deploymentRollback", times: 1, lose: "after" });
  const back = await railwayOperations.rollback?.(call, { providerId: first, target: "production" });
  expect([first]).not.toContain(back?.providerId);
  await live(back?.providerId ?? "");
  expect(emulator.state().deployments).toHaveLength(3);
});

it("pauses and resumes, and a second time of each changes nothing", async () => {
  await deploy();
  await railwayOperations.pause?.(call);
  await railwayOperations.pause?.(call);
  expect(emulator.state().deployments).toMatchObject([{ status: "REMOVED" }]);
  await railwayOperations.resume?.(call);
  await railwayOperations.resume?.(call);
  expect(emulator.state().deployments).toHaveLength(2);
});

it("sets the number of copies and deploys the version that serves again", async () => {
  await deploy();
  expect(await railwayOperations.scale?.read(call)).toEqual({ instances: 1 });
  await railwayOperations.scale?.set(call, { instances: 3 });
  expect(await railwayOperations.scale?.read(call)).toEqual({ instances: 3 });
  expect(emulator.state().deployments).toHaveLength(2);
});

it("says which records a domain needs, and sees when they are set", async () => {
  const [added] = (await railwayOperations.domains?.add(call, "shop.example.com")) ?? [];
  expect(added).toMatchObject({ isVerified: false, problem: "Railway does not see the records yet." });
  expect(added?.records).toEqual([
    { type: "CNAME", name: "shop.example.com", value: "a1b2c3d4.up.railway.app", purpose: "address" },
    { type: "TXT", name: "_railway-verify.shop.example.com", value: expect.any(String), purpose: "ownership" },
  ]);
  const [verified] = (await railwayOperations.domains?.add(call, "verified.example.com")) ?? [];
  expect(await railwayOperations.domains?.verify(call, verified?.id ?? "")).toMatchObject({ isVerified: true });
  await railwayOperations.domains?.remove(call, added?.id ?? "");
  expect(await railwayOperations.domains?.list(call)).toMatchObject([{ name: "verified.example.com" }]);
});

it("makes one PostgreSQL with one volume, whatever answer was lost, and refers to it", async () => {
  emulator.scenario.add({ operation: "serviceCreate", times: 1, lose: "after" });
  emulator.scenario.add({ operation: "volumeCreate", times: 1, lose: "after" });
  const made = await railwayOperations.createDatabase?.(call, { name: "Postgres" });
  const again = await railwayOperations.createDatabase?.(call, { name: "Postgres" });
  expect(again).toEqual(made);
  expect(made?.value).toBe(`${"$"}{{Postgres.DATABASE_URL}}`);
  const { projects, instances, volumes } = emulator.state();
  expect(projects[0]?.services).toEqual([
    { name: "shop", image: null },
    { name: "Postgres", image: "postgres:17" },
  ]);
  expect(volumes).toBe(1);
  const database = instances.find(({ service }) => service === "Postgres");
  const password = database?.variables.POSTGRES_PASSWORD ?? "";
  expect(password).toMatch(/^[\w-]{32}$/);
  expect(database?.variables.DATABASE_URL).not.toContain(password);
});

it("tells what the app uses and what the month will cost", async () => {
  const usage = await railwayOperations.usage?.(call, { since: new Date(0), until: new Date(3_600_000) });
  expect(usage?.memory?.at(-1)).toEqual({ at: "1970-01-01T00:02:00.000Z", value: 750_000_000 });
  expect(usage?.egressBytes).toBe(1_500_000_000);
  // 4320 of each: vCPU minutes, GB minutes, GB sent, GB minutes of disk.
  expect(usage?.estimatedCost).toBeCloseTo(4_320 * (0.000463 + 0.000231 + 0.05 + 0.15 / 43_200), 1);
});

it("removes the project it made, and of a project that was there the services it made in it", async () => {
  const database = await railwayOperations.createDatabase?.(call, { name: "shop-db" });
  const given = { ...call, app: { ...call.app, ids: { ...call.app.ids, ...database?.ids, given: "project" } } };
  await railwayOperations.remove?.(given);
  expect(emulator.state().projects).toMatchObject([{ services: [] }]);
  await railwayOperations.remove?.(given);
  await railwayOperations.remove?.(call);
  await railwayOperations.remove?.(call);
  expect(emulator.state().projects).toEqual([]);
});

it("refuses what needs a place before the app was ever deployed", async () => {
  const nowhere = { ...call, app: { name: "shop", ids: {} } };
  await expect(railwayOperations.createDatabase?.(nowhere, { name: "Postgres" })).rejects.toMatchObject({
    kind: "NOT_FOUND",
  });
});
