import { afterEach, beforeEach, expect, it } from "vitest";
import { type OpenConnection, render } from "@/modules/connections";
import { Secret } from "@/server/crypto";
import { type RenderEmulator, startRender } from "../../../../../e2e/emulators/render/render";
import type { HostedCall } from "../operations";
import { renderOperations as operations } from "./operations";

let emulator: RenderEmulator;
let call: HostedCall;
let deployId: string;

beforeEach(async () => {
  emulator = await startRender({ paceMs: 5 });
  const access: OpenConnection = {
    platform: "render",
    connectionId: crypto.randomUUID(),
    address: emulator.address,
    token: new Secret(emulator.goodToken),
    teamId: emulator.ownerId,
    fetch,
    now: () => new Date(),
    name: "Render",
    account: { id: "1", name: "a", team: { id: emulator.ownerId, name: "b" }, scopes: [], expiresAt: null },
    isEmulated: true,
    tokenSetAt: new Date(),
  };
  const signal = AbortSignal.timeout(60_000);
  const settings = {
    branch: "main",
    rootDir: "",
    buildCommand: "b",
    startCommand: "s",
    preDeployCommand: "",
    healthCheckPath: "/",
  };
  const made = await render.createService(
    access,
    {
      ...settings,
      name: "shop",
      ownerId: emulator.ownerId,
      repo: "https://github.com/octo/shop",
      plan: "starter",
      variables: [],
    },
    signal,
  );
  deployId = made.deployId ?? "";
  call = { access, app: { name: "shop", ids: { service: made.service.id } }, signal };
  while ((await operations.status?.(call, deployId))?.state !== "live")
    await new Promise((done) => setTimeout(done, 10));
});
afterEach(async () => {
  expect(emulator.violations).toEqual([]);
  await emulator.close();
});

const service = () => emulator.view().services[0];

it("knows a deploy by its id, and that it does not know another", async () => {
  expect(await operations.status?.(call, deployId)).toEqual({ state: "live", status: "live", url: service()?.url });
  expect(await operations.status?.(call, "dep-none")).toBeUndefined();
});

it("goes back once, also when the answer is lost", async () => {
  emulator.scenario.add({ operation: "rollback-deploy", lose: "after", times: 1 });
  const back = await operations.rollback?.(call, { providerId: deployId, target: "production" });
  expect(service()?.deploys.map(({ id }) => id)).toEqual([deployId, back?.providerId]);
});

it("pauses, resumes and removes", async () => {
  await operations.pause?.(call);
  expect(service()?.isSuspended).toBe(true);
  await operations.resume?.(call);
  expect(service()?.isSuspended).toBe(false);
  await operations.remove?.(call);
  await operations.remove?.(call);
  expect(emulator.view().services).toEqual([]);
});

it("adds a domain with the records to set, also when its answer is lost", async () => {
  emulator.scenario.add({ operation: "create-custom-domain", lose: "after", times: 1 });
  const added = await operations.domains?.add(call, "example.com");
  expect(added?.map(({ name, records }) => [name, records[0]?.type])).toEqual([
    ["example.com", "A"],
    ["www.example.com", "CNAME"],
  ]);
  expect(await operations.domains?.list(call)).toEqual(added);
  const id = added?.[0]?.id ?? "";
  expect((await operations.domains?.verify(call, id))?.isVerified).toBe(false);
  expect((await operations.domains?.verify(call, id))?.isVerified).toBe(true);
  await operations.domains?.remove(call, id);
  expect(await operations.domains?.list(call)).toHaveLength(1);
});

it("scales by a number, and by load between two", async () => {
  await operations.scale?.set(call, { instances: 1, max: 3, memoryPercent: 80 });
  expect(await operations.scale?.read(call)).toEqual({ instances: 1, max: 3, memoryPercent: 80 });
  await operations.scale?.set(call, { instances: 2 });
  expect(await operations.scale?.read(call)).toEqual({ instances: 2 });
  expect(service()?.numInstances).toBe(2);
});

it("tells what the app uses", async () => {
  const usage = await operations.usage?.(call, { since: new Date(0), until: new Date() });
  expect(usage?.memory?.at(-1)?.value).toBe(96 * 1024 ** 2);
  expect(usage?.egressBytes).toBe(2_000_000);
});

it("makes one database, also when the answer is lost, and removes it with the app", async () => {
  emulator.scenario.add({ operation: "create-postgres", lose: "after", times: 1 });
  const made = await operations.createDatabase?.(call, { name: "shop-db" });
  expect(made?.value).toMatch(/^postgresql:\/\//);
  const again = await operations.createDatabase?.(call, { name: "shop-db" });
  expect(again?.ids).toEqual(made?.ids);
  expect(emulator.view().databases).toHaveLength(1);
  await operations.remove?.({ ...call, app: { name: "shop", ids: { ...call.app.ids, ...made?.ids } } });
  expect(emulator.view().databases).toEqual([]);
});

it("says what is missing when the app has no service yet", async () => {
  await expect(operations.pause?.({ ...call, app: { name: "shop", ids: {} } })).rejects.toMatchObject({
    kind: "NOT_FOUND",
  });
});
