import { afterAll, beforeAll, expect, it } from "vitest";
import { vercel as client, type OpenConnection } from "@/modules/connections";
import { Secret } from "@/server/crypto";
import { startVercel, type VercelEmulator } from "../../../../../e2e/emulators/vercel/vercel";
import type { HostedCall } from "../operations";
import { vercelOperations as operations } from "./operations";
import { probeAddress } from "./probe";

let vercel: VercelEmulator;
let call: HostedCall;
let access: OpenConnection;
const { signal } = new AbortController();

beforeAll(async () => {
  vercel = await startVercel({ paceMs: 10 });
  access = {
    platform: "vercel",
    connectionId: "c",
    name: "Mine",
    account: { id: "usr_1", name: "dev", team: null, scopes: [], expiresAt: null },
    isEmulated: true,
    tokenSetAt: new Date(),
    address: vercel.address,
    token: new Secret(vercel.goodToken),
    teamId: null,
    fetch: globalThis.fetch,
    now: () => new Date(),
  };
  const { id } = await client.createProject(access, { name: "shop", marks: {} }, signal);
  call = { access, app: { name: "shop", ids: { project: id } }, signal };
});
afterAll(async () => {
  expect(vercel.violations).toEqual([]);
  await vercel.close();
});

async function deploy(target: "production" | "preview"): Promise<string> {
  const files = [{ file: "a.txt", data: "a", encoding: "utf-8" }] as const;
  const wanted = { name: "shop", projectId: call.app.ids.project ?? "", target, files, meta: {}, settings: {} };
  const created = await client.createDeployment(access, wanted, signal);
  const id = created.outcome === "created" ? created.deployment.id : "";
  await expect.poll(async () => (await operations.status?.(call, id))?.state, { timeout: 20_000 }).toBe("live");
  await expect
    .poll(async () => (await client.findDeployment(access, id, signal))?.aliasAssigned, { timeout: 20_000 })
    .toBe(true);
  return id;
}

const visit = (url: string) => probeAddress(url, { signal, settings: undefined });

it("promotes and goes back, also when asked twice", async () => {
  const first = await deploy("production");
  const preview = await deploy("preview");
  const led = await operations.promote?.(call, { providerId: preview, target: "preview" });
  expect(led).toMatchObject({ providerId: preview, url: expect.stringContaining("shop.vercel.localhost") });
  await operations.promote?.(call, { providerId: preview, target: "preview" });
  expect((await operations.rollback?.(call, { providerId: first, target: "production" }))?.providerId).toBe(first);
  expect(vercel.requests.filter(({ operation }) => operation === "requestPromote")).toHaveLength(1);
});

it("tells when production could not be led elsewhere", async () => {
  const second = await deploy("production");
  vercel.scenario.addOutcome({ name: "shop", result: "switch-failed" });
  const failing = operations.promote?.(call, { providerId: second, target: "production" });
  await expect(failing).rejects.toMatchObject({ kind: "UPSTREAM" });
  vercel.scenario.clear();
  expect(await operations.status?.(call, "dpl_unknown")).toBeUndefined();
});

it("pauses and resumes what visitors see", async () => {
  const [own] = await client.listDomains(access, call.app.ids.project ?? "", signal);
  const url = `http://${own?.name}`;
  expect(await visit(url)).toMatchObject({ ok: true, isProtected: false });
  await operations.pause?.(call);
  expect(await visit(url)).toMatchObject({ ok: false, message: expect.stringContaining("503") });
  await operations.resume?.(call);
  expect(await visit(url)).toMatchObject({ ok: true });
});

it("tells the records a domain needs, and when it is proven", async () => {
  const { domains } = operations;
  expect(await domains?.list(call)).toEqual([]);
  const [added] = (await domains?.add(call, "proven.example.com")) ?? [];
  expect(added).toMatchObject({ id: "proven.example.com", isVerified: false });
  expect(added?.records).toEqual([
    expect.objectContaining({ type: "TXT", name: "_vercel.example.com", purpose: "ownership" }),
    expect.objectContaining({ type: "CNAME", name: "proven.example.com", purpose: "address" }),
  ]);
  const [apex] = (await domains?.add(call, "example.org")) ?? [];
  expect(apex?.records).toContainEqual({ type: "A", name: "example.org", value: "216.198.79.1", purpose: "address" });
  await domains?.add(call, "example.org");
  expect(await domains?.list(call)).toHaveLength(2);
  expect(await domains?.verify(call, "example.org")).toMatchObject({ problem: expect.stringContaining("proof") });
  expect((await domains?.verify(call, "proven.example.com"))?.problem).toContain("DNS records");
  await expect(domains?.add(call, "shop.taken.example")).rejects.toMatchObject({ kind: "CONFLICT" });
  await domains?.remove(call, "example.org");
  await domains?.remove(call, "example.org");
});

it("removes the project with everything in it, once or twice", async () => {
  await operations.remove?.(call);
  await operations.remove?.(call);
  expect(vercel.world.projects.size).toBe(0);
  await expect(operations.pause?.({ ...call, app: { name: "shop", ids: {} } })).rejects.toMatchObject({
    kind: "NOT_FOUND",
  });
});
