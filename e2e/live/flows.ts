import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import * as github from "@/modules/connections/github/client";
import type { ApiAccess } from "@/modules/connections/http/call";
import * as railway from "@/modules/connections/railway/client";
import * as render from "@/modules/connections/render/client";
import type { ConnectionPlatform } from "@/modules/connections/schema";
import * as vercel from "@/modules/connections/vercel/client";
import { Secret } from "@/server/crypto";

/**
 * What the clients are tried with, at a stand-in and at the real platform alike. What a flow creates it deletes, except
 * for the repository on GitHub, whose deletion needs a right that Berth does not ask for: it is used again.
 */
export interface Trial {
  access: ApiAccess;
  /** Name of everything that is created. */
  name: string;
  signal: AbortSignal;
}

export function accessTo(platform: ConnectionPlatform, address: string, token: string): ApiAccess {
  return {
    ...{ platform, address, connectionId: `trial-${platform}`, token: new Secret(token), teamId: null },
    ...{ fetch: globalThis.fetch, now: () => new Date() },
  };
}

export const flows: Record<ConnectionPlatform, (trial: Trial) => Promise<void>> = {
  vercel: tryVercel,
  railway: tryRailway,
  render: tryRender,
  github: tryGithub,
};

/** Asks until an answer is final. The test's own deadline ends it otherwise. */
async function until<T>(ask: () => Promise<T>, isFinal: (answer: T) => boolean, signal: AbortSignal): Promise<T> {
  for (let waitMs = 20; ; waitMs = Math.min(waitMs * 2, 3000)) {
    const answer = await ask();
    if (isFinal(answer)) return answer;
    await sleep(waitMs, undefined, { signal });
  }
}

async function tryVercel({ access, name, signal }: Trial): Promise<void> {
  await vercel.readAccount(access, signal);
  const project = await vercel.createProject(access, { name, framework: null, marks: { BERTH_TRIAL: name } }, signal);
  const projectId = project.id;
  try {
    await expect(vercel.createProject(access, { name, marks: {} }, signal)).rejects.toMatchObject({
      kind: "NAME_TAKEN",
    });
    expect((await vercel.findProject(access, name, signal))?.id).toBe(projectId);
    const variables = [{ key: "GREETING", value: "hello", isSecret: false }];
    const input = { projectId, target: "production", variables, comment: "Trial" } as const;
    expect((await vercel.setVariables(access, input, signal)).refused).toEqual([]);
    expect((await vercel.listVariables(access, projectId, signal)).map(({ key }) => key)).toContain("GREETING");
    const bytes = new TextEncoder().encode(`<p>${name}</p>\n`);
    const blob = { sha: vercel.hashOf(bytes), bytes };
    await vercel.uploadFiles(access, [blob], signal);
    const created = await vercel.createDeployment(
      access,
      {
        ...{ name, projectId, target: "production", meta: { trial: name }, settings: { framework: null } },
        files: [{ file: "index.html", sha: blob.sha, size: bytes.length }],
      },
      signal,
    );
    if (created.outcome !== "created") throw new Error("Vercel lacks a file that was uploaded.");
    const { id } = created.deployment;
    expect(await vercel.findByMeta(access, { projectId, key: "trial", value: name }, signal)).toBe(id);
    const deployment = await until(
      () => vercel.findDeployment(access, id, signal),
      (found) => ["READY", "ERROR", "CANCELED", undefined].includes(found?.readyState),
      signal,
    );
    expect(deployment?.readyState).toBe("READY");
    expect(Array.isArray(await vercel.readBuildLog(access, id, signal))).toBe(true);
    expect((await vercel.listDomains(access, projectId, signal)).length).toBeGreaterThan(0);
    await vercel.deleteDeployment(access, id, signal);
  } finally {
    await vercel.deleteProject(access, projectId, signal);
  }
  expect(await vercel.findProject(access, name, signal)).toBeUndefined();
}

async function tryRailway({ access, name, signal }: Trial): Promise<void> {
  const account = await railway.readAccount(access, signal);
  const inTeam = { ...access, teamId: account.team?.id ?? account.teams?.[0]?.id ?? null };
  const { id } = await railway.createProject(inTeam, { name, description: "Trial" }, signal);
  try {
    const project = await railway.findProject(inTeam, id, signal);
    expect(project?.name).toBe(name);
  } finally {
    await railway.deleteProject(inTeam, id, signal);
  }
}

/** A service of the real platform costs money and needs a card, so that this only looks. */
async function tryRender({ access, name, signal }: Trial): Promise<void> {
  const account = await render.readAccount(access, signal);
  const ownerId = account.team?.id ?? account.teams?.[0]?.id ?? account.id;
  expect(await render.findService(access, { name, ownerId }, signal)).toBeUndefined();
  expect(await render.readService(access, "srv-00000000000000000000", signal)).toBeUndefined();
}

async function tryGithub({ access, signal }: Trial): Promise<void> {
  const account = await github.readAccount(access, signal);
  const repository = await github.ensureRepository(
    access,
    { name: "berth-live-trial", isPrivate: true, marker: "berth-live-trial" },
    signal,
  );
  const { owner, name, defaultBranch: branch } = repository;
  expect(owner).toBe(account.name);
  const content = `${new Date().toISOString()}\n`;
  const files = [
    { path: "trial.txt", data: new TextEncoder().encode(content) },
    { path: "docs/bytes.bin", data: Uint8Array.from([0, 255, 254, content.length]) },
  ];
  const pushed = await github.pushFiles(access, { owner, name, branch, files, message: "Try to push" }, signal);
  expect(pushed.wasUnchanged).toBe(false);
  const again = await github.pushFiles(access, { owner, name, branch, files, message: "Try again" }, signal);
  expect(again).toMatchObject({ wasUnchanged: true, commit: pushed.commit });
  expect((await github.listRepositories(access, signal)).map((each) => each.name)).toContain(name);
}
