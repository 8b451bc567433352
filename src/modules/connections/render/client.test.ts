import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "@/server/crypto";
import { type RenderEmulator, startRender } from "../../../../e2e/emulators/render/render";
import type { ApiAccess } from "../http/call";
import * as render from "./client";

const signal = AbortSignal.timeout(60_000);
const repo = "https://github.com/octo/app";
const commit = "a".repeat(40);

let emulator: RenderEmulator;
beforeEach(async () => {
  emulator = await startRender({ paceMs: 5 });
});
afterEach(async () => {
  await emulator.close();
});

function accessTo(address: string, token = emulator.goodToken): ApiAccess {
  return {
    platform: "render",
    connectionId: crypto.randomUUID(),
    address,
    token: new Secret(token),
    teamId: emulator.ownerId,
    fetch,
    now: () => new Date(),
  };
}

const open = () => accessTo(emulator.address);
const settings = {
  branch: "main",
  rootDir: "",
  buildCommand: "npm ci && npm run build",
  startCommand: "npm start",
  preDeployCommand: "",
  healthCheckPath: "/api/health",
};
const create = (name: string, variables: { key: string; value: string }[] = []) =>
  render.createService(
    open(),
    { ...settings, name, repo, ownerId: emulator.ownerId, plan: "starter", variables },
    signal,
  );

async function ended(serviceId: string, deployId = ""): Promise<render.Deploy> {
  for (;;) {
    const deploy = await render.readDeploy(open(), { serviceId, deployId }, signal);
    if (deploy && !/progress|created|queued/.test(deploy.status)) return deploy;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("the account", () => {
  it("is whose key it is, with the workspaces it sees", async () => {
    const account = await render.readAccount(open(), signal);
    expect(account).toMatchObject({ name: "Emulated user", team: { id: emulator.ownerId }, teams: [{}], scopes: [] });
    expect((await render.readAccount({ ...open(), teamId: "tea-other" }, signal)).team).toBeNull();
  });

  it("is refused with a key that is not known", async () => {
    const refused = render.readAccount(accessTo(emulator.address, emulator.badToken), signal);
    await expect(refused).rejects.toMatchObject({ kind: "AUTH_INVALID", status: 401 });
  });
});

describe("a service", () => {
  it("is made, found, changed, paused, resumed and deleted", async () => {
    const { service, deployId } = await create("shop");
    expect(await ended(service.id, deployId)).toMatchObject({ status: "live", trigger: "api" });
    expect((await render.findService(open(), { name: "shop", ownerId: emulator.ownerId }, signal))?.id).toBe(
      service.id,
    );
    expect(await render.findService(open(), { name: "sho", ownerId: emulator.ownerId }, signal)).toBeUndefined();
    const changed = { ...settings, repo, startCommand: "node server.js", preDeployCommand: "npm run db:migrate" };
    const { serviceDetails } = await render.updateService(open(), service.id, changed, signal);
    expect(serviceDetails.envSpecificDetails).toMatchObject({ startCommand: "node server.js" });
    await render.suspendService(open(), service.id, signal);
    expect((await render.readService(open(), service.id, signal))?.suspended).toBe("suspended");
    await render.resumeService(open(), service.id, signal);
    await render.restartService(open(), service.id, signal);
    await render.deleteService(open(), service.id, signal);
    await render.deleteService(open(), service.id, signal);
    expect(await render.readService(open(), service.id, signal)).toBeUndefined();
    expect(emulator.violations).toEqual([]);
  });

  it("is refused for its name, its plan, a missing card and a repository that is not visible", async () => {
    await create("shop");
    await expect(create("shop")).rejects.toMatchObject({ kind: "NAME_TAKEN" });
    emulator.hideRepository("octo/app");
    await expect(create("other")).rejects.toMatchObject({ kind: "SOURCE_ACCESS" });
    emulator.hideRepository("octo/app", false);
    const free = { ...settings, name: "other", repo, ownerId: emulator.ownerId, plan: "free", variables: [] };
    await expect(render.createService(open(), free, signal)).rejects.toMatchObject({ kind: "VALIDATION" });
    emulator.removeCard();
    await expect(create("other")).rejects.toMatchObject({ kind: "PAYMENT_REQUIRED" });
    expect(emulator.violations).toEqual([]);
  });

  it("is found among more than one page", async () => {
    for (let number = 0; number < 120; number += 1) emulator.addService("many");
    await create("last");
    const query = { name: "last", ownerId: emulator.ownerId };
    expect(await render.findService(open(), query, signal)).toBeDefined();
    const { service } = await create(
      "wide",
      Array.from({ length: 230 }, (_, n) => ({ key: `KEY_${n}`, value: "x" })),
    );
    expect(await render.listVariables(open(), service.id, signal)).toHaveLength(230);
  });

  it("ignores a number of instances while autoscaling is on", async () => {
    const { service } = await create("shop");
    await render.setAutoscaling(open(), service.id, { min: 1, max: 4, cpuPercent: 60 }, signal);
    await render.scaleService(open(), service.id, 3, signal);
    const instances = async () => (await render.readService(open(), service.id, signal))?.serviceDetails.numInstances;
    expect(await instances()).toBe(1);
    await render.removeAutoscaling(open(), service.id, signal);
    await render.scaleService(open(), service.id, 3, signal);
    expect(await instances()).toBe(3);
    expect(emulator.violations).toEqual([]);
  });
});

describe("variables", () => {
  it("are merged into what is there, and sent only when something changes", async () => {
    const { service } = await create("shop", [
      { key: "FOREIGN", value: "theirs" },
      { key: "OLD", value: "1" },
    ]);
    const merge = { set: { NEW: "2" }, unset: ["OLD"] };
    expect(await render.mergeVariables(open(), service.id, merge, signal)).toBe(true);
    expect(await render.mergeVariables(open(), service.id, merge, signal)).toBe(false);
    await render.setVariable(open(), service.id, { key: "ONE", value: "x" }, signal);
    await render.deleteVariable(open(), service.id, "NOT_THERE", signal);
    const names = (await render.listVariables(open(), service.id, signal)).map(({ key }) => key);
    expect(names).toEqual(["FOREIGN", "NEW", "ONE"]);
    expect(emulator.requests.filter(({ operation }) => operation === "update-env-vars-for-service")).toHaveLength(1);
    expect(emulator.violations).toEqual([]);
  });
});

describe("a deploy", () => {
  it("is made, listed newest first, cancelled and rolled back to", async () => {
    const { service, deployId = "" } = await create("shop");
    await ended(service.id, deployId);
    emulator.scenario.addOutcome({ result: "stuck" });
    const second = await render.createDeploy(open(), service.id, { commit }, signal);
    expect(await render.createDeploy(open(), service.id, { commit }, signal)).toBeUndefined();
    await render.cancelDeploy(open(), { serviceId: service.id, deployId: second?.id ?? "" }, signal);
    await render.cancelDeploy(open(), { serviceId: service.id, deployId: second?.id ?? "" }, signal);
    expect(await ended(service.id, second?.id)).toMatchObject({ status: "canceled", commit: { id: commit } });
    const list = () => render.listDeploys(open(), service.id, { limit: 10 }, signal);
    await expect.poll(async () => (await list()).length, { timeout: 20_000 }).toBe(3);
    const [third] = await list();
    await render.cancelDeploy(open(), { serviceId: service.id, deployId: third?.id ?? "" }, signal);
    emulator.scenario.clear();
    const back = await render.rollbackDeploy(open(), { serviceId: service.id, deployId }, signal);
    expect(await ended(service.id, back.id)).toMatchObject({ status: "live", trigger: "rollback" });
    expect((await list()).map(({ id }) => id)).toEqual([back.id, third?.id, second?.id, deployId]);
    expect(await render.readDeploy(open(), { serviceId: service.id, deployId: "dep-none" }, signal)).toBeUndefined();
    expect(emulator.violations).toEqual([]);
  });

  it.each([
    ["build-failed", { nonZeroExit: 1 }],
    ["out-of-memory", { oomKilled: { memoryLimit: "512Mi" } }],
    ["unhealthy", { unhealthy: expect.stringContaining("health check") }],
    ["timed-out", { timedOutSeconds: 900 }],
  ])("that failed has the reason in its events: %s", async (result, reason) => {
    emulator.scenario.addOutcome({ result });
    const { service, deployId } = await create("shop");
    expect((await ended(service.id, deployId)).status).toMatch(/_failed$/);
    const events = await render.listEvents(open(), service.id, { since: new Date(0), limit: 50 }, signal);
    const reasons = events.map(({ details }) => details.reason?.failure);
    expect(reasons).toContainEqual(expect.objectContaining(reason));
    expect(emulator.violations).toEqual([]);
  });
});

describe("the log", () => {
  const lines = Array.from({ length: 450 }, (_, number) => `line ${number}`);

  it("is read by windows, each line once and in order", async () => {
    emulator.scenario.addOutcome({ result: "success", log: lines });
    const { service, deployId } = await create("shop");
    await ended(service.id, deployId);
    const place = { ownerId: emulator.ownerId, resource: service.id, types: ["build"] as const };
    const all = await render.readLogs(open(), place, { since: new Date(0) }, signal);
    expect(all.map(({ message }) => message).filter((line) => line.startsWith("line"))).toEqual(lines);
    const window = { since: new Date(0), direction: "backward", maxPages: 2 } as const;
    const last = await render.readLogs(open(), place, window, signal);
    expect(last.map(({ message }) => message).at(-1)).toBe("line 449");
    expect(last.length).toBeLessThan(210);
    expect(emulator.violations).toEqual([]);
  });

  it("is followed live, with what was written before and what came while the connection was gone", async () => {
    emulator.scenario.set({
      rules: [{ operation: "subscribe", times: 1, cutAfterWrites: 3 }],
      outcomes: [{ result: "success", log: lines, statePaceMs: 300 }],
    });
    const { service, deployId } = await create("shop");
    const ended_ = new AbortController();
    const told: string[] = [];
    const following = render.followLogs(
      open(),
      {
        ownerId: emulator.ownerId,
        resource: service.id,
        types: ["build", "app"],
        since: new Date(0),
        ended: ended_.signal,
        onEntry: ({ message }) => told.push(message),
      },
      signal,
    );
    await ended(service.id, deployId);
    ended_.abort();
    await following;
    expect(told.filter((line) => line.startsWith("line"))).toHaveLength(450);
    expect(new Set(told).size).toBe(told.length);
    expect(told).toContain("==> Your service is live");
  });

  it("ends without an error when it is given up", async () => {
    const { service } = await create("shop");
    const giveUp = new AbortController();
    const place = { ownerId: emulator.ownerId, resource: service.id, types: ["app"] as const, since: new Date(0) };
    const follow = { ...place, ended: new AbortController().signal, onEntry: () => giveUp.abort() };
    await render.followLogs(open(), follow, giveUp.signal);
  });
});

describe("what surrounds a service", () => {
  it("has domains: an apex brings its www, and DNS takes a while", async () => {
    const { service } = await create("shop");
    const added = await render.addDomain(open(), service.id, "example.com", signal);
    expect(added.map(({ name }) => name)).toEqual(["example.com", "www.example.com"]);
    await expect(render.addDomain(open(), service.id, "example.com", signal)).rejects.toMatchObject({ status: 409 });
    for (let look = 0; look < 2; look += 1) await render.verifyDomain(open(), service.id, "example.com", signal);
    const read = await render.readDomain(open(), service.id, added[0]?.id ?? "", signal);
    expect(read.verificationStatus).toBe("verified");
    await render.removeDomain(open(), service.id, "www.example.com", signal);
    expect(await render.listDomains(open(), service.id, signal)).toHaveLength(1);
    expect(emulator.violations).toEqual([]);
  });

  it("has databases and metrics", async () => {
    const input = { name: "shop-db", ownerId: emulator.ownerId, plan: "basic_256mb", version: "17" };
    const made = await render.createPostgres(open(), input, signal);
    expect((await render.findPostgres(open(), input, signal))?.id).toBe(made.id);
    const { internal } = await render.readPostgresAddress(open(), made.id, signal);
    expect(internal).toMatch(/^postgresql:\/\//);
    await render.deletePostgres(open(), made.id, signal);
    expect(await render.readPostgres(open(), made.id, signal)).toBeUndefined();
    const { service } = await create("shop");
    await render.scaleService(open(), service.id, 2, signal);
    const range = { resource: service.id, since: new Date(0), until: new Date() };
    const { unit, points } = await render.readMetric(open(), "cpu", range, signal);
    expect([unit, points.map(({ value }) => value)]).toEqual(["CPU", [0.04]]);
    expect(emulator.violations).toEqual([]);
  });
});

describe("bad answers", () => {
  it.each([
    ["HTML", { status: 200, text: "<html>" }, { kind: "UPSTREAM", field: "body" }],
    ["a missing field", { status: 200, json: { id: "srv-1" } }, { kind: "UPSTREAM", field: "name" }],
    ["nothing", { status: 200, text: "" }, { kind: "UPSTREAM" }],
    ["a redirect", { status: 302, headers: { location: "http://127.0.0.1:1/" } }, { kind: "UPSTREAM" }],
  ])("are told as such: %s", async (_, answer, error) => {
    emulator.scenario.add({ operation: "retrieve-service", answer });
    await expect(render.readService(open(), "srv-1", signal)).rejects.toMatchObject(error);
  });

  it("never carry the key to another host", async () => {
    const seen: string[] = [];
    const other = createServer((request, response) => {
      seen.push(request.url ?? "");
      response.end();
    }).listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const location = `http://127.0.0.1:${port}/`;
    emulator.scenario.add({ operation: "retrieve-service", answer: { status: 307, headers: { location } } });
    await expect(render.readService(open(), "srv-1", signal)).rejects.toMatchObject({ kind: "UPSTREAM" });
    other.close();
    expect(seen).toEqual([]);
  });
});
