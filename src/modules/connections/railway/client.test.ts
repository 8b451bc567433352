import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RailwayEmulator, startRailway } from "../../../../e2e/emulators/railway/railway";
import { Secret } from "../../../server/crypto";
import * as railway from "./client";
import { deploymentChanges } from "./documents/deployments";
import { openFeed } from "./feed";
import { pollingMs } from "./quota";
import type { RailwayAccess } from "./request";

let emulator: RailwayEmulator;
const signal = AbortSignal.timeout(120_000);

function access(token = emulator.goodToken): RailwayAccess {
  const { address } = emulator;
  return {
    platform: "railway",
    connectionId: "c",
    address,
    token: new Secret(token),
    teamId: null,
    fetch,
    now: () => new Date(),
  };
}

const files = (extra: Record<string, string> = {}) =>
  Object.entries({ "package.json": "{}", "src/app.ts": "export {}", ...extra }).map(([path, content]) => ({
    path,
    content,
    mode: 0o644,
  }));

async function makeService(name = "shop") {
  const { id: projectId } = await railway.createProject(access(), { name, description: "made here" }, signal);
  const project = await railway.findProject(access(), projectId, signal);
  const environmentId = project?.environments[0]?.id ?? "";
  const { id: serviceId } = await railway.createService(access(), { projectId, environmentId, name }, signal);
  const place = { projectId, environmentId, serviceId };
  await railway.readService(access(), place, signal);
  return place;
}

async function deploy(place: railway.ServicePlace, message = "m") {
  const archive = await railway.packArchive(files());
  return (await railway.uploadArchive(access(), place, { archive, message }, signal)).deploymentId;
}

async function ended(id: string, from = access()) {
  for await (const deployment of railway.watchDeployment(from, id, signal)) {
    if (/SUCCESS|FAILED|CRASHED|SKIPPED|REMOVED|SLEEPING/.test(deployment.status)) return deployment.status;
  }
  return undefined;
}

beforeEach(async () => {
  emulator = await startRailway();
});
afterEach(async () => {
  const { violations } = emulator;
  await emulator.close();
  expect(violations).toEqual([]);
});

describe("a token", () => {
  it("is an account's, a workspace's or a project's", async () => {
    expect(await railway.readAccount(access(), signal)).toMatchObject({
      name: "Harbour master",
      team: { name: "Harbour" },
      teams: [{ name: "Harbour" }, { name: "Pier" }],
    });
    expect(await railway.readAccount({ ...access(), teamId: "workspace-pier" }, signal)).toMatchObject({
      team: { name: "Pier" },
    });
    expect(await railway.readAccount(access(emulator.workspaceToken), signal)).toMatchObject({
      name: "Harbour",
      teams: [{ name: "Harbour" }],
    });
    const place = emulator.addProject("given");
    emulator.bindProjectToken(place);
    const account = await railway.readAccount(access(emulator.projectToken), signal);
    expect(account).toMatchObject({ name: "given, deploy", team: null });
    expect(railway.placeOfToken({ ...access(), account })).toEqual({
      project: place.projectId,
      environment: place.environmentId,
    });
    const bound = { ...access(emulator.projectToken), account };
    expect(await railway.findProject(bound, place.projectId, signal)).toMatchObject({ name: "given" });
  });

  it("is refused when Railway does not know it, also where it only says that something was not found", async () => {
    const bad = access(emulator.badToken);
    await expect(railway.readAccount(bad, signal)).rejects.toMatchObject({ kind: "AUTH_INVALID" });
    await expect(railway.approveDeployment(bad, "x", signal)).rejects.toMatchObject({ kind: "AUTH_INVALID" });
    await expect(railway.approveDeployment(access(), "x", signal)).rejects.toMatchObject({ kind: "NOT_FOUND" });
  });

  it("is good, and only lacks a grant, when the token check succeeds", async () => {
    const json = { data: null, errors: [{ message: "Not Authorized", extensions: { code: "INTERNAL_SERVER_ERROR" } }] };
    emulator.scenario.add({ operation: "projectCreate", answer: { status: 200, json } });
    const input = { name: "shop", description: "" };
    await expect(railway.createProject(access(), input, signal)).rejects.toMatchObject({ kind: "AUTH_SCOPE" });
  });
});

describe("an answer", () => {
  const refused = (message: string) => ({ status: 200, json: { errors: [{ message }], data: null } });

  it.each([
    ["Two Factor Authentication Required", "AUTH_SCOPE"],
    ['A service named "x" already exists in this project', "NAME_TAKEN"],
    ["Free plan resource provision limit exceeded. Please upgrade", "PAYMENT_REQUIRED"],
    ["Problem processing request", "UPSTREAM"],
  ])("%s is %s", async (message, kind) => {
    emulator.scenario.add({ operation: "projects", answer: refused(message) });
    await expect(railway.findProjects(access(), "x", signal)).rejects.toMatchObject({ kind });
  });

  it("asking for a pause is waited for when the pause is short", async () => {
    const message = "You are creating projects too quickly: 1 per 1 second";
    emulator.scenario.add({ operation: "projectCreate", times: 1, answer: refused(message) });
    await railway.createProject(access(), { name: "shop", description: "" }, signal);
    emulator.scenario.add({ operation: "projectCreate", answer: refused("creating too quickly, 1 per 10 minutes") });
    await expect(railway.createProject(access(), { name: "b", description: "" }, signal)).rejects.toMatchObject({
      kind: "RATE_LIMITED",
      retryAfterSeconds: 600,
    });
    expect(emulator.state().projects).toHaveLength(1);
  });

  it.each([
    [{ status: 200, text: "<html>hello</html>" }, "body"],
    [{ status: 200, json: { data: { projects: { edges: [{ node: { id: "1" } }] } } } }, "projects.edges.0.node.name"],
    [{ status: 200, json: {} }, "data"],
  ])("%o names what is missing", async (answer, field) => {
    emulator.scenario.add({ operation: "projects", answer });
    const error = await railway.findProjects(access(), "x", signal).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: "UPSTREAM" });
    if (field !== "body") expect(String((error as { field: string }).field)).toContain(field.split(".")[0]);
  });

  it("of a spent hour says when it is full again", async () => {
    await emulator.close();
    emulator = await startRailway({ hourlyQuota: 2 });
    const own = access();
    await railway.findProjects(own, "x", signal);
    expect(pollingMs(own)).toBe(30_000);
    await railway.findProjects(own, "x", signal);
    await expect(railway.findProjects(own, "x", signal)).rejects.toMatchObject({
      kind: "QUOTA_DAILY",
      until: expect.any(Date),
    });
  });

  it("leaves a change uncertain when it was lost", async () => {
    emulator.scenario.add({ operation: "projectCreate", times: 1, lose: "after" });
    const input = { name: "shop", description: "marker" };
    await expect(railway.createProject(access(), input, signal)).rejects.toMatchObject({ kind: "UNCERTAIN" });
    expect(await railway.findProjects(access(), "shop", signal)).toMatchObject([{ description: "marker" }]);
  });
});

describe("a service", () => {
  it("waits for what is created asynchronously, and keeps its one domain", async () => {
    const { projectId, environmentId } = emulator.addProject("other");
    const { id: serviceId } = await railway.createService(access(), { projectId, environmentId, name: "s" }, signal);
    const place = { projectId, environmentId, serviceId };
    const domain = await railway.ensureServiceDomain(access(), place, signal);
    expect(await railway.ensureServiceDomain(access(), place, signal)).toBe(domain);
    await expect(
      railway.createService(access(), { projectId, environmentId, name: "s" }, signal),
    ).rejects.toMatchObject({ kind: "NAME_TAKEN" });
  });

  it("gets its variables beside those that others set, and no deployment from it", async () => {
    const place = await makeService();
    await railway.setVariables(access(), place, { A: "1", B: "2" }, signal);
    await railway.setVariables(access(), place, { B: "3", OD_D: "a=b\n$c" }, signal);
    expect(await railway.readVariables(access(), place, signal)).toEqual({ A: "1", B: "3", OD_D: "a=b\n$c" });
    expect(emulator.state().deployments).toEqual([]);
  });

  it("has domains, metrics and a cost", async () => {
    const place = await makeService();
    const added = await railway.ensureDomain(access(), place, "shop.example.com", signal);
    expect((await railway.ensureDomain(access(), place, "shop.example.com", signal)).id).toBe(added.id);
    expect(added.status).toMatchObject({ verified: false, dnsRecords: [{ requiredValue: "a1b2c3d4.up.railway.app" }] });
    expect((await railway.readDomain(access(), added.id, place.projectId, signal)).domain).toBe("shop.example.com");
    await railway.deleteDomain(access(), added.id, signal);
    await railway.deleteDomain(access(), added.id, signal);
    expect(await railway.listDomains(access(), place, signal)).toEqual([]);
    const range = { since: new Date(0), until: new Date(3_600_000) };
    const { cpu, sentGb } = await railway.readMetrics(access(), place, range, signal);
    expect(cpu.at(-1)).toEqual({ at: "1970-01-01T00:02:00.000Z", value: 0.75 });
    expect(sentGb).toBe(1.5);
    expect(await railway.estimateCost(access(), place.projectId, signal)).toBeGreaterThan(200);
  });
});

describe("an upload", () => {
  it("packs the same files to the same bytes and begins a deployment with its message", async () => {
    const [one, two] = [await railway.packArchive(files()), await railway.packArchive(files().reverse())];
    expect(Buffer.from(one).equals(two)).toBe(true);
    const place = await makeService();
    const id = await deploy(place, "Berth 42");
    expect(emulator.state().deployments).toMatchObject([{ id, files: ["package.json", "src/app.ts"] }]);
    expect(await ended(id)).toBe("SUCCESS");
    const [newest] = await railway.listDeployments(access(), place, signal);
    expect(JSON.stringify(newest?.meta)).toContain("Berth 42");
  });

  it("is refused for a service that is not there, and when it is too large", async () => {
    const place = await makeService();
    await expect(deploy({ ...place, serviceId: "gone" })).rejects.toMatchObject({ kind: "NOT_FOUND" });
    emulator.scenario.add({ operation: "up", answer: { status: 413, text: "Payload Too Large" } });
    await expect(deploy(place)).rejects.toMatchObject({ kind: "TOO_LARGE" });
  });
});

describe("watching", () => {
  const told = async (
    id: string,
    source: railway.LogSource = "build",
    isEnough = (lines: string[]) => lines.at(-1) === "Compiled successfully",
  ) => {
    const lines: string[] = [];
    const over = new AbortController();
    const log = new railway.RailwayLog(source, id, ({ message }) => {
      lines.push(message);
      if (isEnough(lines)) setTimeout(() => over.abort(), 300);
    });
    await log.follow(access(), AbortSignal.any([signal, over.signal]));
    return lines;
  };
  const countOf = (name: string) => emulator.requests.filter(({ operation }) => operation === name).length;
  const whole = [
    "Using Railpack",
    "npm ci",
    "added 312 packages in 9s",
    "npm run build",
    "compiling",
    "compiling",
    "Compiled successfully",
  ];

  it("tells every line of a build once, from a log that cannot be read at first", async () => {
    const id = await deploy(await makeService());
    expect(await told(id)).toEqual(whole);
    expect(countOf("buildLogs")).toBeLessThan(5);
  });

  it("is pushed the states, and hardly asks for them", async () => {
    const id = await deploy(await makeService());
    expect(await ended(id)).toBe("SUCCESS");
    expect(countOf("deployment")).toBeLessThan(4);
  });

  it("tells no line twice and loses none when the stream breaks or comes out of order", async () => {
    const place = await makeService();
    emulator.scenario.add({ operation: "subscribe", times: 3, cutAfterWrites: 4 });
    expect(await told(await deploy(place))).toEqual(whole);
    emulator.disturb({ isShuffled: true });
    const id = await deploy(place);
    expect((await told(id, "build", (lines) => lines.length === whole.length)).toSorted()).toEqual(whole.toSorted());
  });

  it("asks by query when the socket is acknowledged and then stays silent", async () => {
    emulator.disturb({ isSilent: true });
    const id = await deploy(await makeService());
    const [status, lines] = await Promise.all([ended(id), told(id)]);
    expect(status).toBe("SUCCESS");
    expect(lines).toEqual(whole);
  });

  it("asks by query when sockets are refused", async () => {
    emulator.scenario.add({ operation: "subscribe", answer: { status: 403 } });
    const id = await deploy(await makeService());
    expect(await ended(id)).toBe("SUCCESS");
  });

  it("hears nothing over a socket whose token is not accepted, and says so by query", async () => {
    const id = await deploy(await makeService());
    const own = new AbortController();
    const feed = openFeed(access(emulator.badToken), deploymentChanges, { id }, own.signal);
    expect(await ended(id)).toBe("SUCCESS");
    expect(feed.state()).toBe("opening");
    own.abort();
    await expect(ended(id, access(emulator.badToken))).rejects.toMatchObject({ kind: "AUTH_INVALID" });
  });

  it("ends when its signal does", async () => {
    emulator.scenario.addOutcome({ result: "stuck" });
    const id = await deploy(await makeService());
    const own = new AbortController();
    const watching = (async () => {
      for await (const { status } of railway.watchDeployment(access(), id, own.signal))
        if (status === "QUEUED") own.abort();
    })();
    await expect(watching).rejects.toThrow();
  });
});
