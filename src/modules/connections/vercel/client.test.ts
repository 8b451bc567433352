import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "@/server/crypto";
import { startVercel, type VercelEmulator } from "../../../../e2e/emulators/vercel/vercel";
import type { ApiAccess } from "../http/call";
import * as client from "./client";

const crew = { id: "team_1", slug: "crew", name: "Crew" };
const other = { id: "team_2", slug: "other", name: "Other" };
let vercel: VercelEmulator;
const { signal } = new AbortController();

function access(more: Partial<ApiAccess> & { token?: Secret } = {}): ApiAccess {
  return {
    platform: "vercel",
    connectionId: "c",
    address: vercel.address,
    token: new Secret(vercel.goodToken),
    teamId: null,
    fetch: globalThis.fetch,
    now: () => new Date(),
    ...more,
  };
}

beforeAll(async () => {
  vercel = await startVercel({ paceMs: 10, teams: [crew, other], uploadsPerDay: 200 });
});
beforeEach(() => {
  vercel.scenario.clear();
  vercel.world.clear();
});
afterAll(async () => {
  expect(vercel.violations).toEqual([]);
  await vercel.close();
});

const bytesOf = (text: string) => new TextEncoder().encode(text);
const blobOf = (text: string) => ({ sha: client.hashOf(bytesOf(text)), bytes: bytesOf(text) });
const project = (name: string, at = access()) => client.createProject(at, { name, marks: { BERTH_APP: "a" } }, signal);
const inline = { file: "a.txt", data: "a", encoding: "utf-8" } as const;

function begin(projectId: string, more: Partial<Parameters<typeof client.createDeployment>[1]> = {}, at = access()) {
  const wanted = {
    name: "x",
    projectId,
    target: "production",
    files: [inline],
    meta: { berthDeployment: "d" },
    settings: {},
  } as const;
  return client.createDeployment(at, { ...wanted, ...more }, signal);
}

async function deployed(projectId: string, more: Parameters<typeof begin>[1] = {}): Promise<client.Deployment> {
  const created = await begin(projectId, more);
  if (created.outcome === "missing") throw new Error(`missing: ${created.shas.join(", ")}`);
  const { id } = created.deployment;
  await expect
    .poll(async () => (await client.findDeployment(access(), id, signal))?.aliasAssigned, { timeout: 20_000 })
    .toBe(true);
  return (await client.findDeployment(access(), id, signal)) ?? created.deployment;
}

describe("the account", () => {
  it("is read with its teams, and in the team that was asked for", async () => {
    const account = { id: "usr_1", name: "dev", scopes: ["user"], expiresAt: null };
    expect(await client.readAccount(access(), signal)).toMatchObject({ ...account, team: null });
    const ofCrew = await client.readAccount(access({ teamId: "team_1" }), signal);
    expect(ofCrew).toMatchObject({ team: { id: "team_1", name: "Crew" } });
    expect(ofCrew.teams).toHaveLength(2);
  });

  it("is refused for a token or a team that is not its own", async () => {
    const bad = access({ token: new Secret(vercel.badToken) });
    await expect(client.readAccount(bad, signal)).rejects.toMatchObject({ kind: "AUTH_INVALID", status: 403 });
    const foreign = client.readAccount(access({ teamId: "team_9" }), signal);
    await expect(foreign).rejects.toMatchObject({ kind: "AUTH_SCOPE" });
  });

  it("is read although the token may not be asked about itself", async () => {
    vercel.scenario.set({ rules: [{ operation: "getAuthToken", answer: { status: 403 } }] });
    expect(await client.readAccount(access(), signal)).toMatchObject({ scopes: [], expiresAt: null });
  });
});

describe("projects", () => {
  it("belong to the team of the connection", async () => {
    const ofCrew = access({ teamId: "team_1" });
    const made = await project("shared", ofCrew);
    expect(await client.findProject(ofCrew, "shared", signal)).toMatchObject({ id: made.id });
    expect(await client.findProject(access(), made.id, signal)).toBeUndefined();
    expect(await client.findProject(access({ teamId: "team_2" }), made.id, signal)).toBeUndefined();
    await expect(client.findProject(access({ teamId: "team_9" }), made.id, signal)).rejects.toMatchObject({
      kind: "AUTH_SCOPE",
    });
  });

  it("are refused by their name in Vercel's words", async () => {
    await project("taken");
    await expect(project("taken")).rejects.toMatchObject({ kind: "NAME_TAKEN", code: "conflict" });
    await expect(project("My App!!")).rejects.toMatchObject({ kind: "VALIDATION", status: 400 });
  });

  it("are changed, paused, resumed and deleted, the last as often as one likes", async () => {
    const { id } = await project("changing");
    await client.updateProject(access(), id, { rootDirectory: "apps/web", buildCommand: null }, signal);
    expect(vercel.world.projects.get(id)?.settings).toMatchObject({ rootDirectory: "apps/web", buildCommand: null });
    await client.pauseProject(access(), id, signal);
    expect(await client.findProject(access(), id, signal)).toMatchObject({ paused: true });
    await client.resumeProject(access(), id, signal);
    expect(await client.findProject(access(), id, signal)).toMatchObject({ paused: false });
    await client.deleteProject(access(), id, signal);
    await client.deleteProject(access(), id, signal);
    expect(await client.findProject(access(), id, signal)).toBeUndefined();
  });
});

describe("files", () => {
  it("are uploaded once each, at most fifty at a time", async () => {
    let open = 0;
    let most = 0;
    const counting: typeof globalThis.fetch = async (...call) => {
      open += 1;
      most = Math.max(most, open);
      return globalThis.fetch(...call).finally(() => {
        open -= 1;
      });
    };
    const blobs = Array.from({ length: 120 }, (_, index) => blobOf(`file ${index % 90}`));
    await client.uploadFiles(access({ fetch: counting }), blobs, signal);
    expect(vercel.world.blobs.size).toBe(90);
    expect(vercel.world.uploadsToday).toBe(90);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(50);
  });

  it("are refused when their content is not what their hash says", async () => {
    const wrong = { ...blobOf("a"), sha: client.hashOf(bytesOf("b")) };
    await expect(client.uploadFiles(access(), [wrong], signal)).rejects.toMatchObject({ code: "invalid_digest" });
  });

  it("stop at the quota of the day, which is not waited for", async () => {
    const blobs = Array.from({ length: 260 }, (_, index) => blobOf(`many ${index}`));
    const error = await client.uploadFiles(access(), blobs, signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "QUOTA_DAILY", code: "api-upload-free" });
    expect(error).toHaveProperty("until", expect.any(Date));
    expect(vercel.requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(60);
  });

  it("that Vercel does not have are named", async () => {
    const { id } = await project("missing");
    const { sha, bytes } = blobOf("late");
    const files = [{ file: "late.txt", sha, size: bytes.length }];
    expect(await begin(id, { files })).toEqual({ outcome: "missing", shas: [sha] });
    await client.uploadFiles(access(), [{ sha, bytes }], signal);
    expect(await begin(id, { files })).toMatchObject({ outcome: "created" });
  });

  it("are refused when they are too many", async () => {
    const { id } = await project("crowd");
    const files = Array.from({ length: 15_001 }, (_, index) => ({ ...inline, file: `f${index}` }));
    await expect(begin(id, { files })).rejects.toMatchObject({ kind: "TOO_LARGE" });
  });
});

describe("deployments", () => {
  it("are found again by their meta", async () => {
    const { id: projectId } = await project("meta");
    const made = await deployed(projectId, { meta: { berthDeployment: "one" } });
    await deployed(projectId, { meta: { berthDeployment: "two" } });
    const find = (value: string) => client.findByMeta(access(), { projectId, key: "berthDeployment", value }, signal);
    expect(await find("one")).toBe(made.id);
    expect(await find("three")).toBeUndefined();
  });

  it("are cancelled while they are built, and not afterwards", async () => {
    vercel.scenario.set({ outcomes: [{ result: "stuck" }] });
    const { id } = await project("halt");
    const created = await begin(id);
    const deploymentId = created.outcome === "created" ? created.deployment.id : "";
    await client.cancelDeployment(access(), deploymentId, signal);
    expect(await client.findDeployment(access(), deploymentId, signal)).toMatchObject({ readyState: "CANCELED" });
    await expect(client.cancelDeployment(access(), deploymentId, signal)).rejects.toMatchObject({ kind: "VALIDATION" });
    await client.deleteDeployment(access(), deploymentId, signal);
    await client.deleteDeployment(access(), deploymentId, signal);
    expect(await client.findDeployment(access(), deploymentId, signal)).toBeUndefined();
  });

  it("keep their log, in order", async () => {
    const log = Array.from({ length: 30 }, (_, line) => `line ${line}`);
    vercel.scenario.set({ outcomes: [{ result: "success", log }] });
    const { id } = await project("logs");
    const made = await deployed(id);
    const lines = (await client.readBuildLog(access(), made.id, signal)).flatMap((event) => event.lines);
    expect(lines.filter((line) => line.startsWith("line "))).toEqual(log);
  });

  it("are promoted, and rolled back to when they served production", async () => {
    const { id: projectId } = await project("turns");
    const first = await deployed(projectId);
    const preview = await deployed(projectId, { target: "preview" });
    const at = (deploymentId: string) => ({ projectId, deploymentId });
    await expect(client.rollBackDeployment(access(), at(preview.id), signal)).rejects.toMatchObject({ status: 422 });
    await client.promoteDeployment(access(), at(preview.id), signal);
    const serving = async () => (await client.findProject(access(), projectId, signal))?.targets?.production?.id;
    await expect.poll(serving).toBe(preview.id);
    await client.rollBackDeployment(access(), at(first.id), signal);
    await expect.poll(serving).toBe(first.id);
  });
});

describe("variables", () => {
  it("are set in bulk and per target, and what is refused is named", async () => {
    const { id: projectId } = await project("vars");
    const variables = [
      { key: "OPEN", value: "1", isSecret: false },
      { key: "SECRET", value: "2", isSecret: true },
      { key: "TZ", value: "UTC", isSecret: false },
    ];
    const set = (target: "production" | "preview") =>
      client.setVariables(access(), { projectId, target, variables, comment: "Set by Berth" }, signal);
    expect(await set("production")).toMatchObject({ refused: [{ key: "TZ", code: "RESERVED_ENV_VARIABLE" }] });
    await set("production");
    await set("preview");
    const stored = await client.listVariables(access(), projectId, signal);
    expect(stored.map(({ key, value, target }) => [key, value, target?.join()])).toEqual([
      ["BERTH_APP", "a", "production,preview"],
      ["OPEN", "1", "production"],
      ["SECRET", "", "production"],
      ["OPEN", "1", "preview"],
      ["SECRET", "", "preview"],
    ]);
    const [, open] = stored;
    const gone = { projectId, id: open?.id ?? "" };
    await client.deleteVariable(access(), gone, signal);
    await client.deleteVariable(access(), gone, signal);
    expect(await client.listVariables(access(), projectId, signal)).toHaveLength(4);
  });
});

describe("domains", () => {
  it("are added, proven and removed", async () => {
    const { id: projectId } = await project("named");
    const at = { projectId, name: "proven.example.com" };
    expect(await client.addDomain(access(), at, signal)).toMatchObject({ verified: false, apexName: "example.com" });
    await expect(client.addDomain(access(), at, signal)).rejects.toMatchObject({ kind: "CONFLICT" });
    expect(await client.listDomains(access(), projectId, signal)).toHaveLength(2);
    expect(await client.readDomainConfig(access(), at, signal)).toMatchObject({ misconfigured: true });
    expect(await client.verifyDomain(access(), at, signal)).toMatchObject({ verified: true });
    const unproven = { projectId, name: "www.example.org" };
    await client.addDomain(access(), unproven, signal);
    await expect(client.verifyDomain(access(), unproven, signal)).rejects.toMatchObject({ kind: "VALIDATION" });
    await client.removeDomain(access(), at, signal);
    await client.removeDomain(access(), at, signal);
    expect(await client.findDomain(access(), at, signal)).toBeUndefined();
  });
});
